from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, Uuid, false, func, text
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import one_of
from watchkeeper.models.entities.owned_entity import OwnedEntity
from watchkeeper.models.types.watchlist.status_origin import StatusOrigin
from watchkeeper.models.types.watchlist.watch_status import WatchStatus


class WatchEntryEntity(OwnedEntity):
    """A title in a user's watchlist. `completed_at` is set if, and only if, the status is completed.

    `tag_ids` are those of its tags, in the order that the person gave them.
    `said_…` is what the person had said when a play moved the status: what holds again when that play is deleted.
    `hidden_from` are places (`HiddenPlace`) that leave the entry out, in alphabetical order.
    `edited_at` is raised by requests that name the entry, `updated_at` by everything: an undo compares the first.
    """

    __tablename__ = "watch_entries"

    title_id: Mapped[UUID] = mapped_column(ForeignKey("titles.id"))
    status: Mapped[str] = mapped_column(String(16))
    notes: Mapped[str | None] = mapped_column(String(5000))
    completed_at: Mapped[datetime | None]
    status_set_at: Mapped[datetime] = mapped_column(server_default=func.now())
    status_by: Mapped[str] = mapped_column(String(16), server_default=StatusOrigin.PERSON)
    said_status: Mapped[str | None] = mapped_column(String(16))
    said_at: Mapped[datetime | None]
    said_done_until: Mapped[datetime | None]
    hidden_from: Mapped[list[str]] = mapped_column(ARRAY(String(16)), server_default="{}")
    include_specials: Mapped[bool] = mapped_column(server_default=false())
    tag_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), server_default="{}")
    edited_at: Mapped[datetime] = mapped_column(server_default=func.now())

    __table_args__ = (
        UniqueConstraint("user_id", "title_id"),
        CheckConstraint(one_of("status", WatchStatus), name="status"),
        CheckConstraint(one_of("status_by", StatusOrigin), name="status_by"),
        CheckConstraint("(status = 'completed') = (completed_at IS NOT NULL)", name="completed_at"),
        Index("ix_watch_entries_user_id_created_at_id", "user_id", "created_at", "id"),
        Index("ix_watch_entries_user_id_updated_at_id", "user_id", "updated_at", "id"),
        Index("ix_watch_entries_title_id", "title_id"),
        Index("ix_watch_entries_tagged", "user_id", postgresql_where=text("tag_ids <> '{}'")),
    )
