from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.models.types.episodes.next_up import NextUp, NextUpFilter
from watchkeeper.models.types.sorts import NextUpSort
from watchkeeper.repositories.episodes.adapters import episode_postgres_adapter as episodes
from watchkeeper.repositories.episodes.adapters import next_up_statements as statements
from watchkeeper.repositories.watchlist.adapters import watch_entry_postgres_adapter as entries

_CONVERTERS: Final[Mapping[str, Any]] = {
    f"{prefix}__{name}": convert
    for prefix, converters in (("entry", entries.CONVERTERS), ("episode", episodes.CONVERTERS))
    for name, convert in converters.items()
}
_READER = row_reader(NextUp, statements.search(NextUpSort.TITLE, is_continued=False), converters=_CONVERTERS)
_LIST = PagedQuery(NextUpSort, statements.SORTS, page=statements.search, count=statements.count, reader=_READER)
_STATUSES: Final = {"watching": "watching", "returned": "completed", "planned": "planned"}
_WITH_EPISODES: Final = ("show", "anime")


class PostgresNextUpAdapter(DatabaseAdapter):
    """Finds the next episodes from entries, the counts of viewings, and episodes, in one statement."""

    async def search(
        self, user_id: UUID, filters: NextUpFilter, sort: NextUpSort, request: PageRequest
    ) -> Page[NextUp]:
        media_types = _WITH_EPISODES if filters.media_type is None else (filters.media_type,)
        statuses = [_STATUSES[group] for group in filters.groups]
        values = {"user_id": user_id, "statuses": statuses, "media_types": media_types}
        return await _LIST.fetch(self._database, request, sort, **values)
