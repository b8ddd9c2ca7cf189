from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.types.identity.user_filter import UserFilter
from watchkeeper.models.types.sorts import UserSort


class UserRepository(Protocol):
    """Accounts; user names (`username_key`) and e-mail addresses (`case_key`) are unique without regard to case."""

    async def require(self, id: UUID, *, lock: bool = False) -> UserEntity:  # noqa: A002
        """Return an account, locked until the transaction ends if `lock` is set.

        Raises UserNotFoundError.
        """

    async def lock(self, id: UUID) -> bool:  # noqa: A002
        """Return whether an account exists, and lock it against deletion until the transaction ends."""

    async def find_by_login(self, name: str) -> UserEntity | None:
        """Return the account with this user name or e-mail address, active or not."""

    async def search(self, filters: UserFilter, sort: UserSort, request: PageRequest) -> Page[UserEntity]:
        """Return a page of the accounts that match. Raises InvalidCursorError."""

    async def lock_active_admins(self) -> set[UUID]:
        """Return the ids of all active admins, locked until the transaction ends.

        Call it before locking the account when an admin may be removed: two transactions that remove each other's
        account then wait instead of deadlocking.
        """

    async def has_active_admin(self) -> bool:
        """Return whether there is any active admin."""

    async def add(self, entity: UserEntity) -> None:
        """Store a new account. Raises EmailTakenError, UsernameTakenError."""

    async def save(self, entity: UserEntity) -> None:
        """Store the changes and update `updated_at`. Raises EmailTakenError, UsernameTakenError."""

    async def renew_password_hash(self, id: UUID, old: str, new: str) -> bool:  # noqa: A002
        """Store a new hash of the same password, if the account still has the `old` one.

        `updated_at` does not change, as nothing visible has changed.
        """

    async def delete(self, id: UUID) -> None:  # noqa: A002
        """Remove an account with all its rows. Raises UserNotFoundError."""
