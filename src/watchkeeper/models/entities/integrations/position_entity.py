from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.models.entities.owned_entity import OwnedEntity


class PositionEntity(OwnedEntity):
    """The position at which a person stopped in a movie or an episode, in seconds. `id` is that of the title or of the
    episode.

    `played_at` is when the position was true, which a player may tell late.
    """

    __tablename__ = "positions"

    title_id: Mapped[UUID] = mapped_column(ForeignKey("titles.id", ondelete="CASCADE"))
    episode_id: Mapped[UUID | None] = mapped_column(ForeignKey("episodes.id", ondelete="CASCADE"))
    seconds: Mapped[int]
    of_seconds: Mapped[int | None]
    played_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_positions_user_id_updated_at_id", "user_id", "updated_at", "id"),
        Index("ix_positions_user_id_created_at_id", "user_id", "created_at", "id"),
        Index("ix_positions_title_id", "title_id"),
        Index("ix_positions_episode_id", "episode_id"),
    )
