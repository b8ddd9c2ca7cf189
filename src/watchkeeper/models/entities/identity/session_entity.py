from datetime import datetime

from sqlalchemy import ARRAY, DateTime, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.models.entities.owned_entity import OwnedEntity

DEVICE_LENGTH = 200
"""Maximum stored characters of the User-Agent that signed in."""


def stored_device(user_agent: str | None) -> str | None:
    """Return what is stored of a `User-Agent`."""
    return None if user_agent is None else user_agent[:DEVICE_LENGTH]


class SessionEntity(OwnedEntity):
    """The session of one device: a family of refresh tokens, each the successor of the previous one, or of the page.

    Only the token of the current `generation` is live; `token_hash` is its SHA-256. A session that ends is deleted, so
    that it can't become active again. `is_remembered` is null for a session of tokens; for one of the page, whose
    cookie has the hash `token_hash`, it says whether the browser stays signed in when it is closed.
    """

    __tablename__ = "sessions"

    generation: Mapped[int]
    token_hash: Mapped[bytes]
    device: Mapped[str | None] = mapped_column(String(DEVICE_LENGTH))
    is_remembered: Mapped[bool | None]
    rotated_at: Mapped[datetime]
    earlier_rotations: Mapped[list[datetime]] = mapped_column(ARRAY(DateTime(timezone=True)), server_default="{}")
    expires_at: Mapped[datetime]

    __table_args__ = (Index("ix_sessions_user_id_created_at_id", "user_id", "created_at", "id"),)
