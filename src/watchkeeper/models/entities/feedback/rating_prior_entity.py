from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import Entity


class RatingPriorEntity(Entity):
    """The mean of all ratings at the last refresh, in a single row; null until a refresh finds a rating."""

    __tablename__ = "rating_prior"

    is_only: Mapped[bool] = mapped_column(primary_key=True, server_default=text("true"))
    mean: Mapped[Decimal | None] = mapped_column(Numeric)
    refreshed_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("is_only", name="is_only"),)
