from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.models.entities.identity.password_reset_entity import PasswordResetEntity


class PasswordResetRepository(Protocol):
    """Reset links, one an account."""

    async def put(self, entity: PasswordResetEntity) -> None:
        """Store the reset link of an account, instead of an earlier one."""

    async def has(self, user_id: UUID, token_hash: bytes, at: datetime) -> bool:
        """Return whether the account has a link with this token that has not expired."""

    async def take(self, user_id: UUID, token_hash: bytes, at: datetime) -> bool:
        """Remove the link with this token; False if it has expired or was used or replaced."""

    async def delete(self, user_id: UUID) -> None:
        """Remove the link of an account, if it has one."""
