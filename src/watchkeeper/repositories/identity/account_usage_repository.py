from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

from watchkeeper.models.types.identity.account_usage import AccountUsage


class AccountUsageRepository(Protocol):
    """The activity of accounts, read from counts that are maintained anyway."""

    async def find(self, account_ids: Sequence[UUID]) -> Mapping[UUID, AccountUsage]:
        """Return the usage of each account, also of one that has done nothing."""
