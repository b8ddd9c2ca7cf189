from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    Uuid,
    false,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import Entity, one_of
from watchkeeper.models.entities.owned_entity import OwnedEntity
from watchkeeper.models.types.watchlist.viewing_state import ViewingState
from watchkeeper.models.types.watchlist.when import WhenPrecision

_NOTHING = text("0")


class PlayEntity(OwnedEntity):
    """One time that a person watched a title or an episode of it.

    `watched_on` is the moment as it is shown (when.py); `first_day` and `last_day` are the local days that
    it lies within, and `sorted_at` is -infinity for an unknown moment. `season` and `number` are the place of its
    episode when it was logged: what an episode that the catalogue does not know has instead of `episode_id`.
    `moves_status` is false for a play that must leave the status of the entry alone. `edited_at` is when its person
    changed it last.
    """

    __tablename__ = "plays"

    title_id: Mapped[UUID] = mapped_column(ForeignKey("titles.id"))
    episode_id: Mapped[UUID | None] = mapped_column(ForeignKey("episodes.id"))
    season: Mapped[int | None]
    number: Mapped[int | None]
    viewing: Mapped[int]
    watched_on: Mapped[str | None] = mapped_column(String(40))
    precision: Mapped[str] = mapped_column(String(16))
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    sorted_at: Mapped[datetime]
    half_steps: Mapped[int | None] = mapped_column(SmallInteger)
    original_value: Mapped[str | None] = mapped_column(String(32))
    original_scale: Mapped[str | None] = mapped_column(String(32))
    note: Mapped[str | None] = mapped_column(String(10_000))
    place: Mapped[str | None] = mapped_column(String(200))
    tag_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), server_default="{}")
    source: Mapped[str | None] = mapped_column(String(32))
    source_key: Mapped[str | None] = mapped_column(String(200))
    moves_status: Mapped[bool] = mapped_column(server_default=true())
    edited_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint(one_of("precision", WhenPrecision), name="precision"),
        CheckConstraint("half_steps BETWEEN 2 AND 10", name="half_steps"),
        CheckConstraint("viewing > 0", name="viewing"),
        CheckConstraint("(season IS NULL) = (number IS NULL)", name="number"),
        CheckConstraint("source IS NOT NULL OR source_key IS NULL", name="source_key"),
        Index("ix_plays_tagged", "user_id", postgresql_where=text("tag_ids <> '{}'")),
        Index(
            "uq_plays_user_id_source_source_key",
            "user_id",
            "source",
            "source_key",
            unique=True,
            postgresql_where=text("source_key IS NOT NULL"),
        ),
        Index("ix_plays_user_id_sorted_at_id", "user_id", "sorted_at", "id"),
        # Of the oldest first, in which unknown moments are last, too.
        Index(
            "ix_plays_user_id_sorted_first_id",
            "user_id",
            text("coalesce(nullif(sorted_at, '-infinity'::timestamptz), 'infinity'::timestamptz)"),
            "id",
        ),
        Index("ix_plays_user_id_created_at_id", "user_id", "created_at", "id"),
        Index("ix_plays_user_id_title_id_viewing", "user_id", "title_id", "viewing", "episode_id"),
        Index("ix_plays_title_id", "title_id"),
        Index("ix_plays_episode_id", "episode_id", postgresql_where=text("episode_id IS NOT NULL")),
    )


class ViewingEntity(Entity):
    """One run of a person through a title. A title that was neither played nor completed, and of which no dates were
    said, has none.

    The last one is the current one: its state follows from the entry; of those before it, `state` says how they ended.

    Triggers count plays. `started_on` and `finished_on` are moments
    as they are shown: the person's where they are said, else those of the first play and of the play that completed the
    title. `finished_until` is the end of `finished_on`; `completed_at` is when the status became completed here last,
    also after it is no more. `stated_count` is how many episodes the person says to have seen. `title_plays_count` and
    `title_last_watched_on` are of all viewings.
    """

    __tablename__ = "viewings"

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    title_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    started_on: Mapped[str | None] = mapped_column(String(40))
    is_started_on_said: Mapped[bool] = mapped_column(server_default=false())
    finished_on: Mapped[str | None] = mapped_column(String(40))
    finished_sorted_at: Mapped[datetime | None]
    finished_until: Mapped[datetime | None]
    is_finished_on_said: Mapped[bool] = mapped_column(server_default=false())
    completed_at: Mapped[datetime | None]
    plays_count: Mapped[int] = mapped_column(server_default=_NOTHING)
    seen_count: Mapped[int] = mapped_column(server_default=_NOTHING)
    stated_count: Mapped[int | None]
    furthest_season: Mapped[int | None]
    furthest_number: Mapped[int | None]
    last_sorted_at: Mapped[datetime | None]
    title_plays_count: Mapped[int] = mapped_column(server_default=_NOTHING)
    title_last_watched_on: Mapped[str | None] = mapped_column(String(40))

    __table_args__ = (
        ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_viewings_user_id_users", ondelete="CASCADE"),
        ForeignKeyConstraint(["title_id"], ["titles.id"], name="fk_viewings_title_id_titles", ondelete="CASCADE"),
        CheckConstraint(one_of("state", ViewingState), name="state"),
        Index("ix_viewings_title_id", "title_id"),
        {"postgresql_with": {"fillfactor": 70}},
    )
