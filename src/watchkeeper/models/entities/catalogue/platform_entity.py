from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import StampedEntity


class PlatformEntity(StampedEntity):
    """A streaming platform. `name_key` is the unique key of its name, `name_sort` its sort key."""

    __tablename__ = "platforms"

    name: Mapped[str] = mapped_column(String(80))
    name_key: Mapped[str] = mapped_column(Text, unique=True)
    name_sort: Mapped[str] = mapped_column(Text, index=True)
    description: Mapped[str | None] = mapped_column(String(2000))
    website: Mapped[str | None] = mapped_column(String(2000))

    __table_args__ = (Index("ix_platforms_created_at_id", "created_at", "id"),)
