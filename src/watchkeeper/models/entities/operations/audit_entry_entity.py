from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import Entity


class AuditEntryEntity(Entity):
    """An entry of the audit trail. Rows are append-only: a trigger rejects all changes except the removal of
    `client_address` when the user deletes the account.

    There are no foreign keys, as an entry outlives its entity, and no checks of the values, as later versions may
    remove values that stored rows have.
    """

    __tablename__ = "audit_log"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    action: Mapped[str] = mapped_column(String(40))
    entity_type: Mapped[str] = mapped_column(String(40))
    entity_id: Mapped[UUID | None]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    reason: Mapped[str | None] = mapped_column(String(500))
    request_id: Mapped[str | None] = mapped_column(String(128))
    client_address: Mapped[str | None] = mapped_column(String(64))

    __table_args__ = (
        Index("ix_audit_log_created_at_id", "created_at", "id"),
        Index("ix_audit_log_actor_id_created_at_id", "actor_id", "created_at", "id"),
        Index("ix_audit_log_action_created_at_id", "action", "created_at", "id"),
        Index("ix_audit_log_entity_type_created_at_id", "entity_type", "created_at", "id"),
        Index("ix_audit_log_entity_id_created_at_id", "entity_id", "created_at", "id"),
    )

    @property
    def updated_at(self) -> datetime:
        """Equals `created_at`, because entries don't change."""
        return self.created_at
