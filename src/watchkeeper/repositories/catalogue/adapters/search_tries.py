"""A search, tried again in other ways while nothing is found."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from watchkeeper.foundation.postgres.database import Database, Row
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.types.catalogue.search_query import (
    SearchQuery,
    parsed_query,
    query_values,
    values_for_all_but_one,
)
from watchkeeper.models.types.catalogue.search_ways import (
    Ways,
    longer_words,
    other_ways,
    typed_beginnings,
    typed_spellings,
    wider_ways,
    without_fillers,
)
from watchkeeper.repositories.catalogue.adapters.search_spelling_statements import (
    FIND_ALIKE,
    FIND_SIMILAR_WORDS,
    MAX_LONGER,
)

Pairs = list[tuple[str, str]]
_QUERIES_CACHED: Final = 1000

_first_values: Final = lru_cache(_QUERIES_CACHED)(query_values)


@dataclass(frozen=True, slots=True)
class SearchTries:
    """Gives the values of `query_values` to search with, one try after the other, for as long as nothing is found: what
    was typed; without fillers; of any year; with one typing error a word; with two; with all words but one."""

    database: Database

    async def values_of(self, text: str) -> AsyncIterator[dict[str, str | None]]:
        query = parsed_query(text)
        yield _first_values(query)
        plain = parsed_query(without_fillers(text))
        if plain.words and plain != query:
            query = plain
            yield query_values(query)
        if query.year is not None:
            yield query_values(query.of_any_year)
        ways: Ways = {}
        longer: Ways = {}
        async for ways, longer in self._ways_of(query):
            yield query_values(query, ways, longer)
        if query.year is not None:
            yield query_values(query.of_any_year, ways, longer)
        if query.is_of_several:
            yield values_for_all_but_one(query.of_any_year)

    async def _ways_of(self, query: SearchQuery) -> AsyncIterator[tuple[Ways, Ways]]:
        rows = await self._words(FIND_SIMILAR_WORDS, typed_spellings(query))
        pairs = [(row["typed"], row["word"]) for row in rows if not row["is_longer"]]
        longer = longer_words(query, [(row["typed"], row["word"]) for row in rows if row["is_longer"]], MAX_LONGER)
        ways = other_ways(query, pairs)
        if ways:
            yield ways, longer
        rows = await self._words(FIND_ALIKE, typed_beginnings(query, pairs))
        wider = wider_ways(ways, [(row["typed"], row["word"]) for row in rows])
        if wider != ways:
            yield wider, longer

    async def _words(self, statement: Statement, typed: Pairs) -> list[Row]:
        if not typed:
            return []
        words, parts = zip(*typed, strict=True)
        return await self.database.fetch(statement, typed=words, spellings=parts)
