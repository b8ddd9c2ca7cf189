from typing import Protocol
from uuid import UUID


class AccountLockRepository(Protocol):
    """The lock by which changes of one person's rows run one after another. It is taken before any other."""

    async def lock(self, user_id: UUID) -> None:
        """Lock the account until the transaction ends; entries that are only added don't wait for it.

        Raises InvalidTokenError when the account has been deleted concurrently.
        """
