from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import one_of
from watchkeeper.models.entities.owned_entity import OwnedEntity
from watchkeeper.models.types.lists.mark import MarkKind


class MarkEntity(OwnedEntity):
    """A mark that a person has put on a title. Marks of a kind are in the order of `rank` and id."""

    __tablename__ = "marks"

    title_id: Mapped[UUID] = mapped_column(ForeignKey("titles.id"))
    mark: Mapped[str] = mapped_column(String(16))
    rank: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str | None] = mapped_column(String(5000))

    __table_args__ = (
        UniqueConstraint("user_id", "mark", "title_id"),
        CheckConstraint(one_of("mark", MarkKind), name="mark"),
        Index("ix_marks_user_id_mark_rank_id", "user_id", "mark", "rank", "id"),
        Index("ix_marks_user_id_created_at_id", "user_id", "created_at", "id"),
        Index("ix_marks_title_id", "title_id"),
    )
