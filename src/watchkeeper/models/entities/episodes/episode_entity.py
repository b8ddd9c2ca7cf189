from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, String, UniqueConstraint, column, false, text
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import Entity, StampedEntity, one_of
from watchkeeper.models.types.episodes.episode_kind import EpisodeKind
from watchkeeper.models.types.episodes.episode_state import EpisodeState

_READ_FOR_PROGRESS = ("id", "air_date", "airs_at", "airs_on", "runtime_minutes")
"""What progress reads of all episodes of a title, which lie far apart in the table."""


class SeasonEntity(StampedEntity):
    """A season of a show or anime. Season 0 has the specials."""

    __tablename__ = "seasons"

    title_id: Mapped[UUID] = mapped_column(ForeignKey("titles.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[str | None] = mapped_column(String(500))
    overview: Mapped[str | None] = mapped_column(String(10_000))
    poster_url: Mapped[str | None] = mapped_column(String(2000))
    air_date: Mapped[date | None]
    external_ids: Mapped[dict[str, str]] = mapped_column(JSONB, server_default="{}")

    __table_args__ = (
        UniqueConstraint("title_id", "number"),
        CheckConstraint("number BETWEEN 0 AND 100000", name="number"),
    )


class EpisodeEntity(StampedEntity):
    """An episode of a show or anime. It keeps its id when its provider gives it another place.

    `season` is the number of its season. `airs_on` is the day that it is found by: `air_date`, else the day of
    `airs_at` in UTC. The place of a gone episode may be taken.
    """

    __tablename__ = "episodes"

    title_id: Mapped[UUID] = mapped_column(ForeignKey("titles.id", ondelete="CASCADE"))
    season_id: Mapped[UUID] = mapped_column(ForeignKey("seasons.id", ondelete="CASCADE"))
    season: Mapped[int]
    number: Mapped[int]
    absolute_number: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str | None] = mapped_column(String(500))
    overview: Mapped[str | None] = mapped_column(String(10_000))
    air_date: Mapped[date | None]
    airs_at: Mapped[datetime | None]
    airs_on: Mapped[date | None] = mapped_column(
        Computed("coalesce(air_date, (airs_at AT TIME ZONE 'UTC')::date)", persisted=True)
    )
    runtime_minutes: Mapped[int | None]
    still_url: Mapped[str | None] = mapped_column(String(2000))
    is_premiere: Mapped[bool] = mapped_column(server_default=false())
    is_finale: Mapped[bool] = mapped_column(server_default=false())
    state: Mapped[str] = mapped_column(String(16), server_default=EpisodeState.CURRENT)
    replaced_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("episodes.id", ondelete="SET NULL"))
    missing_since: Mapped[datetime | None]

    # Deferred: episodes swap their places in one transaction.
    __table_args__ = (
        CheckConstraint("season BETWEEN 0 AND 100000", name="season"),
        CheckConstraint("number BETWEEN 0 AND 100000", name="number"),
        CheckConstraint(one_of("kind", EpisodeKind), name="kind"),
        CheckConstraint(one_of("state", EpisodeState), name="state"),
        ExcludeConstraint(
            (column("title_id"), "="),
            (column("season"), "="),
            (column("number"), "="),
            name="ex_episodes_title_id_season_number",
            using="btree",
            where=text("state = 'current'"),
            deferrable=True,
            initially="DEFERRED",
        ),
        Index("ix_episodes_title_id_season_number", "title_id", "season", "number"),
        Index(
            "ix_episodes_current_places",
            "title_id",
            "season",
            "number",
            postgresql_include=_READ_FOR_PROGRESS,
            postgresql_where=text("state = 'current'"),
        ),
        Index("ix_episodes_title_id_absolute_number", "title_id", "absolute_number"),
        Index("ix_episodes_title_id_airs_on", "title_id", "airs_on", postgresql_where=text("state = 'current'")),
        Index("ix_episodes_season_id", "season_id"),
        Index("ix_episodes_replaced_by_id", "replaced_by_id", postgresql_where=text("replaced_by_id IS NOT NULL")),
    )


class EpisodeExternalIdEntity(Entity):
    """The id of an episode at another service. Providers give one id to several episodes at times."""

    __tablename__ = "episode_external_ids"

    source: Mapped[str] = mapped_column(String(32), primary_key=True)
    external_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episodes.id", ondelete="CASCADE"), primary_key=True)

    __table_args__ = (Index("ix_episode_external_ids_episode_id", "episode_id"),)
