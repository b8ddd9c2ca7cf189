from dataclasses import dataclass

from watchkeeper.foundation.core.pagination import Page
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.types.identity.account_usage import SeenAccount
from watchkeeper.repositories.identity.account_usage_repository import AccountUsageRepository


@dataclass(kw_only=True, eq=False)
class AccountUsageLogic:
    """Accounts with what they do here, for administrators."""

    usage: AccountUsageRepository

    async def see(self, account: UserEntity) -> SeenAccount:
        (seen,) = await self._seen([account])
        return seen

    async def see_page(self, page: Page[UserEntity]) -> Page[SeenAccount]:
        return Page(await self._seen(page.items), page.next_cursor, page.total)

    async def _seen(self, accounts: list[UserEntity]) -> list[SeenAccount]:
        usage = await self.usage.find([account.id for account in accounts])
        return [SeenAccount(account, usage[account.id]) for account in accounts]
