from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.audit_entry_entity import AuditEntryEntity
from watchkeeper.models.types.audit_action import AuditAction
from watchkeeper.models.types.audit_filter import AuditFilter
from watchkeeper.models.types.audited_entity import AuditedEntity
from watchkeeper.models.types.sorts import AuditSort


class AuditTrail(Protocol):
    """What happened, for good: entries can be added and read, nothing else."""

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
        """Add an entry; to be called inside the transaction of what it records.

        Request id and client address are those of the request under way, and so is the actor unless it is given.
        `before` and `after` hold plain JSON values: no password, token or hash, no name, address or other thing a
        person would want back.
        """

    async def forget_person(self, user_id: UUID) -> None:
        """Take the client addresses out of all entries of what this person did, and of failed attempts to be them.

        To be called last in the transaction that deletes the account.
        """

    async def search(self, filters: AuditFilter, sort: AuditSort, request: PageRequest) -> Page[AuditEntryEntity]:
        """Return a page of the entries that match. Raises InvalidCursorError."""
