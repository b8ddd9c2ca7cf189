from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import Entity, one_of
from watchkeeper.models.types.episodes.episode_refresh import Airing, EpisodesState


class EpisodeRefreshEntity(Entity):
    """The state of the episodes of a show or anime, and when its provider is asked again.

    A trigger makes the row when the title comes into a watchlist. A row of its own: refreshes change no title, whose
    changes expire cached responses.
    """

    __tablename__ = "episode_refreshes"

    title_id: Mapped[UUID] = mapped_column(ForeignKey("titles.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[str] = mapped_column(String(16), server_default=EpisodesState.PENDING)
    airing: Mapped[str] = mapped_column(String(16), server_default=Airing.UNKNOWN)
    source: Mapped[str | None] = mapped_column(String(32))
    due_at: Mapped[datetime | None]
    claimed_until: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(one_of("state", EpisodesState), name="state"),
        CheckConstraint(one_of("airing", Airing), name="airing"),
        Index("ix_episode_refreshes_due_at", "due_at"),
    )
