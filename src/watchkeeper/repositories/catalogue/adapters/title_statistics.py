"""Estimates how many titles have a word, a media type or a state, from PostgreSQL's own statistics of the catalogue."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import takewhile
from math import prod
from typing import Final

from sqlalchemy import ARRAY, Float, Text, and_, cast, column, func, literal_column, select, table
from sqlalchemy.dialects.postgresql import REGCLASS

from watchkeeper.foundation.core.pagination import column_of
from watchkeeper.foundation.postgres.database import Database, Row
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.sorts import TitleSort
from watchkeeper.models.types.title_filter import TitleFilter
from watchkeeper.repositories.catalogue.adapters.title_search_statements import relevance_values
from watchkeeper.repositories.catalogue.adapters.title_tiers import TermFrequency
from watchkeeper.repositories.catalogue.title_query import QUERIES_CACHED

_PAGE: Final = 21
"""Titles of a usual page, and the extra one that tells whether there are more."""

_columns = ("schemaname", "tablename", "attname", "most_common_elems", "most_common_vals")
_shares = ("most_common_elem_freqs", "most_common_freqs")
_known = table("pg_stats", *map(column, (*_columns, *_shares)))
_tables = table("pg_class", *map(column, ("oid", "relname", "relnamespace", "reltuples")))
_schemas = table("pg_namespace", *map(column, ("oid", "nspname")))
_words_or_values = func.coalesce(cast(_known.c.most_common_elems, Text), cast(_known.c.most_common_vals, Text))
_READ = Statement(
    select(
        _known.c.attname.label("attribute"),
        cast(_words_or_values, ARRAY(Text)).label("members"),
        cast(func.coalesce(*(_known.c[name] for name in _shares)), ARRAY(Float)).label("shares"),
        _tables.c.reltuples.label("titles"),
    )
    .join_from(_tables, _schemas, _schemas.c.oid == _tables.c.relnamespace)
    .join(_known, and_(_known.c.schemaname == _schemas.c.nspname, _known.c.tablename == _tables.c.relname))
    .where(
        _tables.c.oid == cast(literal_column("'titles'"), REGCLASS),  # resolved by the search path
        _known.c.attname.in_([literal_column(f"'{name}'") for name in ("search_vector", "media_type", "is_active")]),
    )
)


class TitleStatistics:
    """Caches which words are frequent. Only speed depends on it: results are the same for any estimate.

    PostgreSQL updates its statistics at each ANALYZE, which autovacuum runs when a tenth of the catalogue has changed.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._titles = 0.0
        self._media: Mapping[str, float] = {}
        self._states: Mapping[str, float] = {}
        self._words: Mapping[str, float] = {}
        self._in_order: Sequence[str] = ()
        self._frequencies: dict[tuple[str | None, MediaType | None, bool | None, bool], TermFrequency] = {}

    async def refresh(self) -> None:
        """Read the statistics. Raises DatabaseUnavailableError."""
        rows = await self._database.fetch(_READ)
        self._titles = max((row["titles"] for row in rows), default=0.0)
        shares = {row["attribute"]: _shares_of(row) for row in rows}
        self._media, self._states = shares.get("media_type", {}), shares.get("is_active", {})
        self._words = shares.get("search_vector", {})
        self._in_order = sorted(self._words)
        self._frequencies = {}

    def frequency_of(self, filters: TitleFilter, sort: TitleSort) -> TermFrequency:
        """Return the term frequency of the query among titles of the filtered media type and state.

        UNKNOWN until statistics are read, and where there are none; also in orders other than relevance, unless the
        words are so rare that sorting all matches is faster than reading in the order.
        """
        is_by_relevance = column_of(sort) == "relevance"
        key = (filters.query, filters.media_type, filters.is_active, is_by_relevance)
        frequency = self._frequencies.get(key)
        if frequency is None:
            if len(self._frequencies) >= QUERIES_CACHED:
                self._frequencies.clear()
            estimate = self._by_relevance if is_by_relevance else self._in_other_orders
            frequency = estimate(filters) if self._media else TermFrequency.UNKNOWN
            self._frequencies[key] = frequency
        return frequency

    def _title_count(self, filters: TitleFilter) -> float:
        """Return the estimated number of titles of the media type and state, as far as these are filtered."""
        of_medium = 1.0 if filters.media_type is None else self._media.get(filters.media_type, 0.0)
        of_state = 1.0 if filters.is_active is None else self._states.get("t" if filters.is_active else "f", 0.0)
        return self._titles * of_medium * of_state

    def _by_relevance(self, filters: TitleFilter) -> TermFrequency:
        measures, among = relevance_values(filters), self._title_count(filters)
        words = measures["words"]
        if _is_dense_by_length(prod(self._words.get(word, 0.0) for word in words), among):
            return TermFrequency.COMMON
        is_one = len(words) == 1
        if _is_dense_by_length(prod(map(self._share_of_beginning, measures["selective"])), among):
            return TermFrequency.BEGUN_WORD if is_one else TermFrequency.BEGUN_WORDS
        return TermFrequency.RARE_WORD if is_one else TermFrequency.RARE_WORDS

    def _in_other_orders(self, filters: TitleFilter) -> TermFrequency:
        share = prod(map(self._share_of_beginning, relevance_values(filters)["words"]))
        return TermFrequency.UNKNOWN if _is_dense(share, self._title_count(filters)) else TermFrequency.RARE_WORDS

    def _share_of_beginning(self, beginning: str) -> float:
        """Return the share of titles that have a word with this beginning, assuming that words are independent."""
        first = bisect_left(self._in_order, beginning)
        words = takewhile(lambda word: word.startswith(beginning), self._in_order[first:])
        return 1 - prod(1 - self._words[word] for word in words)


def _shares_of(row: Row) -> Mapping[str, float]:
    """Return the shares by member. PostgreSQL appends the minimum and maximum to the shares of words."""
    return dict(zip(row["members"] or (), row["shares"] or (), strict=False))


def _is_dense(share: float, titles: float) -> bool:
    """Return whether reading in the order is faster than taking all matches from the index of words and sorting them:
    that is, whether the rows read for a page (its length divided by the share) are fewer than the matches."""
    return share**2 * titles > _PAGE


def _is_dense_by_length(share: float, titles: float) -> bool:
    """Return the same for the order by length, which begins with the shortest titles. These have a word more rarely
    than longer ones, so the share counts twice."""
    return share**3 * titles > _PAGE
