from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import Entity


class CalendarLinkEntity(Entity):
    """A link that shows the calendar of a person to everyone who has it. Only the hash of its secret is stored.

    `statuses` and `content` say which entries, and what of them, it shows.
    """

    __tablename__ = "calendar_links"

    secret_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    id: Mapped[UUID]
    name: Mapped[str | None] = mapped_column(String(200))
    statuses: Mapped[list[str]] = mapped_column(ARRAY(String(16)))
    content: Mapped[list[str]] = mapped_column(ARRAY(String(16)))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("user_id", "id"),)
