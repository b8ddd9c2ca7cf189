from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.user_entity import UserEntity
from watchkeeper.models.types.sorts import UserSort
from watchkeeper.models.types.user_filter import UserFilter


class UserRepository(Protocol):
    """Accounts; user names and e-mail addresses exist once, without regard to case."""

    async def require(self, id: UUID, *, lock: bool = False) -> UserEntity:  # noqa: A002
        """Return an account, kept from changes of others until the transaction ends when `lock` is set.

        Raises UserNotFoundError.
        """

    async def lock(self, id: UUID) -> bool:  # noqa: A002
        """Return whether an account is there, and keep it from deletion until the transaction ends."""

    async def find_by_login(self, name: str) -> UserEntity | None:
        """Return the account with this user name or e-mail address, active or not."""

    async def search(self, filters: UserFilter, sort: UserSort, request: PageRequest) -> Page[UserEntity]:
        """Return a page of the accounts that match. Raises InvalidCursorError."""

    async def lock_active_admins(self) -> set[UUID]:
        """Return the ids of all active admins, kept from changes of others until the transaction ends.

        Whoever may take an admin away calls this before locking the account itself, so that two who take away each
        other wait instead of blocking each other.
        """

    async def has_active_admin(self) -> bool:
        """Return whether there is any active admin."""

    async def add(self, entity: UserEntity) -> None:
        """Store a new account. Raises EmailTakenError, UsernameTakenError."""

    async def save(self, entity: UserEntity) -> None:
        """Store what changed and renew its `updated_at`. Raises EmailTakenError, UsernameTakenError."""

    async def renew_password_hash(self, id: UUID, old: str, new: str) -> bool:  # noqa: A002
        """Store another hash of the same password, unless the account has no longer the `old` one.

        `updated_at` stays: nothing that anybody can see has changed.
        """

    async def delete(self, id: UUID) -> None:  # noqa: A002
        """Remove an account with everything that belongs to the person. Raises UserNotFoundError."""
