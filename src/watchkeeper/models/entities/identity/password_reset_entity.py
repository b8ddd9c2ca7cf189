from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import Entity


class PasswordResetEntity(Entity):
    """The reset link of an account, of which there is one at most. `token_hash` is the SHA-256 of its token."""

    __tablename__ = "password_resets"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[bytes]
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime]
