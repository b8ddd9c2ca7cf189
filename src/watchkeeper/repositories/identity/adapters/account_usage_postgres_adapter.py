from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.models.types.changes.change import ChangeArea
from watchkeeper.models.types.identity.account_usage import AccountUsage
from watchkeeper.repositories.text_statements import text_statement

# The number of entries is that of the change feed: nothing is counted here.
_FIND: Final = text_statement(
    f"""
    SELECT account.id AS id, greatest(
        (SELECT max(rotated_at) FROM sessions WHERE user_id = account.id),
        (SELECT max(last_used_at) FROM application_tokens WHERE user_id = account.id)
    ) AS last_seen_at, coalesce(head.area_counts[{ChangeArea.WATCHLIST.number}], 0) AS entries_count
    FROM unnest(:account_ids) AS account (id) LEFT JOIN change_heads AS head ON head.user_id = account.id
    """  # noqa: S608 - a number of ours
)


class PostgresAccountUsageAdapter(DatabaseAdapter):
    async def find(self, account_ids: Sequence[UUID]) -> Mapping[UUID, AccountUsage]:
        rows = await self._database.fetch(_FIND, account_ids=list(account_ids))
        return {row["id"]: AccountUsage(row["last_seen_at"], row["entries_count"]) for row in rows}
