from dataclasses import dataclass
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.identity.own_account import require_own
from watchkeeper.models.dtos.identity.preferences_dtos import PreferencesInput
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.repositories.identity.user_repository import UserRepository


@dataclass(kw_only=True, eq=False)
class PreferencesLogic:
    """A person's preferences for the look of clients, on every device. They are stored with the account."""

    unit_of_work: UnitOfWork
    users: UserRepository

    async def get(self, user_id: UUID) -> UserEntity:
        """Return the account with its preferences."""
        return await require_own(self.users, user_id)

    async def replace(self, user_id: UUID, preferences: PreferencesInput, precondition: Precondition) -> UserEntity:
        """Store other preferences; the same ones change nothing. Raises PreconditionFailedError."""
        async with self.unit_of_work.transaction():
            account = await require_own(self.users, user_id, lock=True)
            precondition.verify(account.updated_at)
            if preferences.text != account.preferences:
                account.preferences, account.updated_at = preferences.text, now()
                await self.users.save(account)
        return account
