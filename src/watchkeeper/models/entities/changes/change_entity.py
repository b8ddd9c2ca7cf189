from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    DateTime,
    Index,
    SmallInteger,
    Text,
    Uuid,
    func,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import Entity
from watchkeeper.models.types.changes.change import ChangeArea

_AREAS = len(ChangeArea)


class ChangeHeadEntity(Entity):
    """The end of an account's change feed. Triggers write it, last in a transaction, so its lock is short.

    `sequence` counts the account's transactions that changed something, in the order of their commits. `area_*` have a
    value for each `ChangeArea`, in its order; `area_counts` are the resources that exist. `token` names the last
    transaction that raised the sequence. Tombstones up to `purged_to` may be gone.
    """

    __tablename__ = "change_heads"

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger, server_default="1")
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    token: Mapped[str] = mapped_column(Text, server_default="")
    area_sequences: Mapped[list[int]] = mapped_column(
        ARRAY(BigInteger), server_default=text(f"array_fill(1::bigint, ARRAY[{_AREAS}])")
    )
    area_times: Mapped[list[datetime]] = mapped_column(
        ARRAY(DateTime(timezone=True)), server_default=text(f"array_fill(now(), ARRAY[{_AREAS}])")
    )
    area_counts: Mapped[list[int]] = mapped_column(
        ARRAY(BigInteger), server_default=text(f"array_fill(0::bigint, ARRAY[{_AREAS}])")
    )
    purged_to: Mapped[int] = mapped_column(BigInteger, server_default="0")

    # Updated by each write: with free space on its page the row is updated in place (HOT).
    __table_args__ = ({"postgresql_with": {"fillfactor": 40}},)


class ChangeEntity(Entity):
    """The last change of a resource: a row each, also for a resource that is deleted."""

    __tablename__ = "resource_changes"

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    resource_id: Mapped[UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
    is_deleted: Mapped[bool]
    changed_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_resource_changes_user_id_sequence", "user_id", "sequence", "area", "resource_id"),
        Index("ix_resource_changes_changed_at", "changed_at", postgresql_where=text("is_deleted")),
    )


class ChangeEpochEntity(Entity):
    """One row, renewed by a restore: cursors of another epoch are no longer valid. `installation_id` stays, for names
    that must be the same for ever."""

    __tablename__ = "change_epoch"

    is_only: Mapped[bool] = mapped_column(Boolean, primary_key=True, server_default=true())
    epoch: Mapped[UUID] = mapped_column(Uuid, server_default=func.gen_random_uuid())
    installation_id: Mapped[UUID] = mapped_column(Uuid, server_default=func.gen_random_uuid())

    __table_args__ = (CheckConstraint("is_only", name="is_only"),)
