from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import StampedEntity


class InvitationEntity(StampedEntity):
    """An invitation to sign up, good for `uses` accounts, of which `used` were made. `code_hash` is the SHA-256 of its
    code."""

    __tablename__ = "invitations"

    code_hash: Mapped[bytes] = mapped_column(unique=True)
    expires_at: Mapped[datetime | None]
    uses: Mapped[int]
    used: Mapped[int]

    __table_args__ = (
        CheckConstraint("used BETWEEN 0 AND uses", name="used"),
        Index("ix_invitations_created_at_id", "created_at", "id"),
    )
