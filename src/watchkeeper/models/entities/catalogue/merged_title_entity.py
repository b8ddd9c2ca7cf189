from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import Entity


class MergedTitleEntity(Entity):
    """The id of a title that is no more, and the title that it was merged into, which is never a merged one itself."""

    __tablename__ = "merged_titles"

    title_id: Mapped[UUID] = mapped_column(primary_key=True)
    into_id: Mapped[UUID] = mapped_column(ForeignKey("titles.id", ondelete="CASCADE"))
    merged_at: Mapped[datetime]

    __table_args__ = (Index("ix_merged_titles_into_id", "into_id"),)
