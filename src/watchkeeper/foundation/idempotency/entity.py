from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, SmallInteger, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.idempotency.repository import LONGEST_KEY
from watchkeeper.foundation.postgres.entity import Entity


class IdempotencyKeyEntity(Entity):
    """An idempotency key of an account, with the stored response. `headers` is a list of names and values.

    The row is written in the transaction of the request's effect: it exists if, and only if, the effect was committed.
    """

    __tablename__ = "idempotency_keys"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(LONGEST_KEY), primary_key=True)
    fingerprint: Mapped[bytes]
    status: Mapped[int] = mapped_column(SmallInteger)
    headers: Mapped[list[Any]] = mapped_column(JSONB)
    body: Mapped[bytes]
    created_at: Mapped[datetime]

    __table_args__ = (Index("ix_idempotency_keys_created_at", "created_at"),)
