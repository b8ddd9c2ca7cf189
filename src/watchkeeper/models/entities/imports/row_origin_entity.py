from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import Entity


class RowOriginEntity(Entity):
    """The import that wrote a rating or a review last: true as long as the row has its `edited_at`.

    `is_present` is false of the rating of a single viewing; `told_at` is the day that the file has, and `play_key`
    names the play that a review is about. By these a later file of the service knows what gives way.
    """

    __tablename__ = "row_origins"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    row_id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(32))
    is_present: Mapped[bool]
    told_at: Mapped[datetime]
    play_key: Mapped[str | None] = mapped_column(String(200))
    edited_at: Mapped[datetime]
