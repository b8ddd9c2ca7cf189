from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import Entity, one_of
from watchkeeper.models.types.undo.operation import OperationKind


class OperationEntity(Entity):
    """An operation: what a person did in one request, which can be undone until `expires_at`. `undone_by` is the
    operation that undid it.

    `title_id` is the title that it is about, if it is about one; `name` that of the list or tag that it deleted. The
    title may be gone. `part_starts` are the ordinals of its rows where each transaction began that wrote them.
    """

    __tablename__ = "operations"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    counts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[UUID | None]
    expires_at: Mapped[datetime]
    title_id: Mapped[UUID | None]
    name: Mapped[str | None] = mapped_column(String(200))
    resources: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    part_starts: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default="{}")

    __table_args__ = (
        CheckConstraint(one_of("kind", OperationKind), name="kind"),
        Index("ix_operations_user_id_created_at_id", "user_id", "created_at", "id"),
        Index("ix_operations_expires_at", "expires_at"),
    )


class OperationRowEntity(Entity):
    """A row that an operation changed, as it was before: None where the operation made it.

    `edited_at` is that of the row as the operation left it, None where it removed the row. There is no reference to the
    operation or the account, which would be checked for each row of an import; all are removed together.
    """

    __tablename__ = "operation_rows"

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    operation_id: Mapped[UUID] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(24))
    row_id: Mapped[UUID]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    edited_at: Mapped[datetime | None]
