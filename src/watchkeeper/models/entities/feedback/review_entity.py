from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false, func, text
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.models.entities.owned_entity import OwnedEntity


class ReviewEntity(OwnedEntity):
    """A user's review of a title. Its rating is the user's rating of the title, and is not stored here.

    A superseded review is the older one of two that a merge of titles has brought together: only its author sees it.
    `edited_at` is as in watch entries: a changed rating leaves it.
    """

    __tablename__ = "reviews"

    title_id: Mapped[UUID] = mapped_column(ForeignKey("titles.id"))
    body: Mapped[str] = mapped_column(String(10_000))
    contains_spoilers: Mapped[bool]
    edited_at: Mapped[datetime] = mapped_column(server_default=func.now())
    is_superseded: Mapped[bool] = mapped_column(server_default=false())

    __table_args__ = (
        UniqueConstraint("id"),
        Index(
            "uq_reviews_user_id_title_id",
            "user_id",
            "title_id",
            unique=True,
            postgresql_where=text("NOT is_superseded"),
        ),
        Index("ix_reviews_title_id_created_at_id", "title_id", "created_at", "id"),
        Index("ix_reviews_user_id_created_at_id", "user_id", "created_at", "id"),
    )
