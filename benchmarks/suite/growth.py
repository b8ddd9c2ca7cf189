"""What a statement costs at the first page and at the last, and for words of every kind: wall time at the server."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from benchmarks.suite.statistics import Goal
from benchmarks.suite.targets import NO_SUCH_WORD, TWO_LETTERS, Words
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.search_query import narrowed, parsed_query, query_values
from watchkeeper.models.types.catalogue.title_filter import TitleFilter
from watchkeeper.models.types.sorts import TitleSort, WatchlistSort
from watchkeeper.repositories.catalogue.adapters.title_search_statements import (
    filter_values,
    page_statement,
)
from watchkeeper.repositories.watchlist.adapters import watchlist_statements

DEEP_GOAL: Final = Goal(1.5, 1.2)
SEARCH_GOAL: Final = Goal(5, 3)
_DEPTH: Final = 60_000
_REPEATS: Final = 30
_PAGE: Final = 21
_SHARES: Final = (10, 50, 100, 1000, 10_000)
_LAST: Final = 20


@dataclass(frozen=True, slots=True)
class Growth:
    """Milliseconds of one page: `first` and `deep` of a watchlist of `entries`, and of searches by kind of word.

    `other_searches` are by relevance, too: those that no goal speaks of.
    """

    entries: int
    depth: int
    first: float
    deep: float
    searches: Mapping[str, float]
    popular_searches: Mapping[str, float]
    other_searches: Mapping[str, float]

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
    first_page = watchlist_statements.search(order, frozenset(), is_continued=False)
    deep_page = watchlist_statements.search(order, frozenset(), is_continued=True)
    first = {"user_id": user_id, "limit": _PAGE}
    deep = first | {"after_key": last["created_at"], "after_id": last["id"]}
    kinds = {"common": words.common, "rare": words.rare, "no match": NO_SUCH_WORD, "two letters": TWO_LETTERS}
    searches = _Searches(connection)
    return Growth(
        entries=entries,
        depth=depth,
        first=await _milliseconds(connection, first_page.sql, first_page.arguments(first)),
        deep=await _milliseconds(connection, deep_page.sql, deep_page.arguments(deep)),
        searches={kind: await searches.time(_Search(word)) for kind, word in kinds.items()},
        popular_searches={
            kind: await searches.time(_Search(word, TitleSort.RATINGS_COUNT_DESCENDING)) for kind, word in kinds.items()
        },
        other_searches={kind: await searches.time(one) for kind, one in _others(words, await _in_between(connection))},
    )


@dataclass(frozen=True, slots=True)
class _Search:
    """`is_last` asks for the last page instead of the first."""

    query: str
    sort: TitleSort = TitleSort.RELEVANCE
    media_type: MediaType | None = None
    is_last: bool = False

    @property
    def filters(self) -> TitleFilter:
        return TitleFilter(query=self.query, media_type=self.media_type, is_active=True)


def _others(words: Words, in_between: Mapping[int, str]) -> Iterator[tuple[str, _Search]]:
    for share, word in in_between.items():
        yield f"a word of a title in {share:,}", _Search(word)
    yield "one letter", _Search(words.common[0])
    yield "two words", _Search(f"{words.common} {words.rare}")
    yield "a word and two letters", _Search(f"{words.rare} {TWO_LETTERS}")
    yield "two letters and two letters", _Search(f"{TWO_LETTERS} {words.rare[:2]}")
    yield "common, of one medium", _Search(words.common, media_type=MediaType.ANIME)
    for kind, query in (("common", words.common), ("two letters", TWO_LETTERS)):
        yield f"{kind}, last page", _Search(query, is_last=True)
        yield f"{kind}, worst first", _Search(query, TitleSort.RELEVANCE_DESCENDING)


async def _in_between(connection: Any) -> Mapping[int, str]:  # noqa: ANN401
    """Return words by how many titles there are for one that has the word: those that are nearest to it."""
    rows = await connection.fetch(
        "SELECT word, count(*) AS number FROM titles, unnest(search_words) AS word WHERE word ~ '^[a-z]'"
        " GROUP BY word ORDER BY word"
    )
    titles = await connection.fetchval("SELECT count(*) FROM titles")
    return {share: min(rows, key=lambda row: abs(row["number"] - titles / share))["word"] for share in _SHARES}


class _Searches:
    """The statements of searches, as the service asks them. The second try for typing errors is not among them."""

    def __init__(self, connection: Any) -> None:  # noqa: ANN401
        self._connection = connection

    async def time(self, one: _Search) -> float:
        values = {"limit": _PAGE}
        if one.is_last:
            reverse = _Search(one.query, TitleSort.RELEVANCE_DESCENDING, one.media_type)
            last = (await self._connection.fetch(*self._call(reverse, {"limit": _LAST + 1})))[-1]
            values |= {"after_key": last["sort_key"], "after_id": last["id"]}
        sql, *arguments = self._call(one, values)
        return await _milliseconds(self._connection, sql, arguments)

    def _call(self, one: _Search, values: Mapping[str, Any]) -> list[Any]:
        """Return the statement of a search and its arguments, as asyncpg takes them."""
        bound = filter_values(one.filters)
        asked = narrowed(query_values(parsed_query(one.query)), one.filters)
        statement = page_statement(one.sort, frozenset(bound), is_continued="after_id" in values)
        return [statement.sql, *statement.arguments({**bound, **asked, **values})]


async def _milliseconds(connection: Any, sql: str, arguments: Sequence[Any]) -> float:  # noqa: ANN401
    prepared = await connection.prepare(sql)
    seconds = []
    for _ in range(_REPEATS):
        begin = time.perf_counter()
        await prepared.fetch(*arguments)
        seconds.append(time.perf_counter() - begin)
    return min(seconds) * 1000
