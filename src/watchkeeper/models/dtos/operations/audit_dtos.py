from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from watchkeeper.foundation.core.dtos import PageQuery, Resource
from watchkeeper.models.dtos.fields import Timestamp
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audit_filter import AuditFilter
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.models.types.sorts import AuditSort

_ID = "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"


class AuditQuery(PageQuery):
    actor_id: UUID | None = Field(default=None, description="Events by this account.")
    action: AuditAction | None = None
    entity_type: AuditedEntity | None = None
    entity_id: UUID | None = Field(default=None, description="Events of the entity with this id.")
    since: Timestamp | None = Field(default=None, description="At this time or later.")
    until: Timestamp | None = Field(default=None, description="At this time or earlier.")
    sort: AuditSort = AuditSort.CREATED_AT_DESCENDING

    @property
    def filters(self) -> AuditFilter:
        return AuditFilter(self.actor_id, self.action, self.entity_type, self.entity_id, self.since, self.until)


class AuditEntryOutput(Resource):
    """An entry of the audit trail. Entries don't change: `updated_at` equals `created_at`."""

    model_config = ConfigDict(title="AuditEntry")

    actor_id: UUID | None = Field(
        description="The account that did it; null for callers who are not signed in and for commands of manage.py.",
        examples=[_ID],
    )
    action: str = Field(
        description="The action: " + ", ".join(f"`{action}`" for action in AuditAction) + ".",
        examples=["genre_updated"],
    )
    entity_type: str = Field(
        description="The type of the entity: " + ", ".join(f"`{entity}`" for entity in AuditedEntity) + ".",
        examples=["genre"],
    )
    entity_id: UUID | None = Field(
        description="The id of the entity; null if unknown, as for a sign-in with a name that no account has.",
        examples=[_ID],
    )
    before: dict[str, Any] | None = Field(
        description="The old values of the changed members. Never secrets or personal data.",
        examples=[{"name": "SciFi"}],
    )
    after: dict[str, Any] | None = Field(
        description="The new values of the changed members; of personal data only the names of the members.",
        examples=[{"name": "Science Fiction"}],
    )
    reason: str | None = Field(description="The reason, if the actor gave one.", examples=[None])
    request_id: str | None = Field(
        description="The X-Request-ID of the request; null for the commands of manage.py.",
        examples=["0193f5a0c1d27e0f9a3b5c7d9e1f2a4b"],
    )
    client_address: str | None = Field(
        description="The client's address; null after the user has deleted the account.",
        examples=["203.0.113.7"],
    )
