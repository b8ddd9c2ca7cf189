"""What a statement costs at the first page and at the last, and for words of every kind: wall time at the server."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from benchmarks.suite.statistics import Goal
from benchmarks.suite.targets import NO_SUCH_WORD, TWO_LETTERS, Words
from watchkeeper.models.types.sorts import TitleSort, WatchlistSort
from watchkeeper.models.types.title_filter import TitleFilter
from watchkeeper.repositories.catalogue.adapters import title_search_statements
from watchkeeper.repositories.database.statement import Statement
from watchkeeper.repositories.watchlist.adapters import watch_entry_statements

DEEP_GOAL: Final = Goal(1.5, 1.2)
SEARCH_GOAL: Final = Goal(5, 3)
_DEPTH: Final = 60_000
_REPEATS: Final = 30
_PAGE: Final = 21


@dataclass(frozen=True, slots=True)
class Growth:
    """Milliseconds of one page: `first` and `deep` of a watchlist of `entries`, and of searches by kind of word."""

    entries: int
    depth: int
    first: float
    deep: float
    searches: Mapping[str, float]
    popular_searches: Mapping[str, float]

    @property
    def depth_ratio(self) -> float:
        """How many times the slower of the two pages takes what the faster one does: both ways it should be flat."""
        return max(self.first, self.deep) / min(self.first, self.deep)

    @staticmethod
    def spread(searches: Mapping[str, float]) -> float:
        return max(searches.values()) / min(searches.values())


async def measured_growth(connection: Any, words: Words) -> Growth:  # noqa: ANN401 - asyncpg is not typed
    """Time the service's own statements over one connection."""
    user_id = await connection.fetchval("SELECT bench.user_id(1)")
    entries = await connection.fetchval("SELECT count(*) FROM watch_entries WHERE user_id = $1", user_id)
    depth = min(_DEPTH, entries * 9 // 10)
    last = await connection.fetchrow(
        "SELECT created_at, id FROM watch_entries WHERE user_id = $1"
        " ORDER BY created_at DESC, id DESC OFFSET $2 LIMIT 1",
        user_id,
        depth,
    )
    order = WatchlistSort.CREATED_AT_DESCENDING
    first_page = watch_entry_statements.search(order, frozenset(), is_continued=False)
    deep_page = watch_entry_statements.search(order, frozenset(), is_continued=True)
    first = {"user_id": user_id, "limit": _PAGE}
    deep = first | {"after_key": last["created_at"], "after_id": last["id"]}
    kinds = {"common": words.common, "rare": words.rare, "no match": NO_SUCH_WORD, "two letters": TWO_LETTERS}
    return Growth(
        entries=entries,
        depth=depth,
        first=await _milliseconds(connection, first_page, first),
        deep=await _milliseconds(connection, deep_page, deep),
        searches={kind: await _search(connection, word, TitleSort.RELEVANCE) for kind, word in kinds.items()},
        popular_searches={
            kind: await _search(connection, word, TitleSort.RATINGS_COUNT_DESCENDING) for kind, word in kinds.items()
        },
    )


async def _search(connection: Any, word: str, sort: TitleSort) -> float:  # noqa: ANN401
    wanted = TitleFilter(query=word, is_active=True)
    filters = title_search_statements.filter_values(wanted)
    statement = title_search_statements.page_statement(sort, frozenset(filters), is_continued=False)
    values = filters | title_search_statements.relevance_values(wanted) | {"limit": _PAGE}
    return await _milliseconds(connection, statement, values)


async def _milliseconds(connection: Any, statement: Statement, values: Mapping[str, Any]) -> float:  # noqa: ANN401
    prepared = await connection.prepare(statement.sql)
    arguments = statement.arguments(values)
    seconds = []
    for _ in range(_REPEATS):
        begin = time.perf_counter()
        await prepared.fetch(*arguments)
        seconds.append(time.perf_counter() - begin)
    return min(seconds) * 1000
