from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.models.entities.owned_entity import OwnedEntity


class RatingEntity(OwnedEntity):
    """A user's score of a title, in half steps: 3.5 is 7. Triggers update the title's rating statistics.

    `original_value` and `original_scale` have the original of an imported rating, until the score is changed.
    `edited_at` is as in watch entries.
    """

    __tablename__ = "ratings"

    title_id: Mapped[UUID] = mapped_column(ForeignKey("titles.id"))
    half_steps: Mapped[int] = mapped_column(SmallInteger)
    original_value: Mapped[str | None] = mapped_column(String(32))
    original_scale: Mapped[str | None] = mapped_column(String(32))
    edited_at: Mapped[datetime] = mapped_column(server_default=func.now())

    __table_args__ = (
        UniqueConstraint("user_id", "title_id"),
        CheckConstraint("half_steps BETWEEN 2 AND 10", name="half_steps"),
        Index("ix_ratings_title_id", "title_id"),
        Index("ix_ratings_user_id_created_at_id", "user_id", "created_at", "id"),
        Index("ix_ratings_user_id_updated_at_id", "user_id", "updated_at", "id"),
        Index("ix_ratings_user_id_half_steps_id", "user_id", "half_steps", "id"),
    )
