from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.operations.audit_entry_entity import AuditEntryEntity
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audit_filter import AuditFilter
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.models.types.sorts import AuditSort


class AuditTrail(Protocol):
    """Append-only audit trail: entries can be added and read, not changed."""

    async def record(
        self,
        action: AuditAction,
        entity_type: AuditedEntity,
        entity_id: UUID | None,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        reason: str | None = None,
        actor_id: UUID | None = None,
    ) -> None:
        """Add an entry; call it in the transaction of the audited change.

        Request id, client address and, unless given, the actor are those of the current request. `before` and `after`
        hold plain JSON values: no password, token or hash, no name, address or other personal data.
        """

    async def forget_person(self, user_id: UUID) -> None:
        """Remove the client addresses from all entries of this person's actions, and of failed sign-ins to their
        account.

        Call it last in the transaction that deletes the account.
        """

    async def search(self, filters: AuditFilter, sort: AuditSort, request: PageRequest) -> Page[AuditEntryEntity]:
        """Return a page of the entries that match. Raises InvalidCursorError."""
