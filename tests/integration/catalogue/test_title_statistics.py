"""How many titles have a word is what PostgreSQL counted at its last ANALYZE."""

from typing import Any

import asyncpg
import pytest
from sqlalchemy import text

from watchkeeper.configs.container import Container, background_tasks_of
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.sorts import TitleSort
from watchkeeper.models.types.title_filter import TitleFilter
from watchkeeper.repositories.catalogue.adapters.title_statistics import TitleStatistics
from watchkeeper.repositories.catalogue.adapters.title_tiers import TermFrequency

_TITLES = """
INSERT INTO titles (id, media_type, title, is_active, release_date_precision, title_sort, search_words, created_at,
                    updated_at)
SELECT gen_random_uuid(), CASE WHEN n % 30 = 0 THEN 'anime' ELSE 'movie' END, n, n % 40 > 0, 'day', n,
       CASE WHEN n % 3 = 0 THEN ARRAY['the'] ELSE ARRAY[]::text[] END || ARRAY['ab' || n % 20, n::text], now(), now()
FROM generate_series(1, 3000) n
"""
"""A third have 'the', each of twenty words that begin with 'ab' is had by a twentieth, a thirtieth are anime, and
a fortieth are not active."""


_OTHER_PATH = Statement(text("SET LOCAL search_path = pg_catalog, public"))


@pytest.fixture
async def statistics(container: Container, connection: asyncpg.Connection, empty_tables: None) -> TitleStatistics:
    await connection.execute(_TITLES)
    await connection.execute("ANALYZE titles")
    statistics: TitleStatistics = container.title_statistics()
    await statistics.refresh()
    return statistics


def frequency_of(
    statistics: TitleStatistics, query: str, sort: TitleSort = TitleSort.RELEVANCE, **filters: Any
) -> TermFrequency:
    return statistics.frequency_of(TitleFilter(query=query, **filters), sort)


@pytest.mark.parametrize(
    ("query", "frequency"),
    [
        ("the", TermFrequency.COMMON),
        ("The the", TermFrequency.COMMON),
        ("a", TermFrequency.BEGUN_WORD),
        ("ab t", TermFrequency.BEGUN_WORDS),
        ("ab7", TermFrequency.RARE_WORD),
        ("the ab1", TermFrequency.RARE_WORDS),
        ("the 1234", TermFrequency.RARE_WORDS),
        ("nobody", TermFrequency.RARE_WORD),
    ],
)
async def test_spread_is_what_was_counted(statistics: TitleStatistics, query: str, frequency: TermFrequency) -> None:
    assert frequency_of(statistics, query) is frequency


async def test_words_are_rarer_among_titles_of_a_rare_medium(statistics: TitleStatistics) -> None:
    assert frequency_of(statistics, "the", media_type=MediaType.MOVIE) is TermFrequency.COMMON
    assert frequency_of(statistics, "the", media_type=MediaType.ANIME) is TermFrequency.RARE_WORD
    assert frequency_of(statistics, "the", media_type=MediaType.SHOW) is TermFrequency.RARE_WORD


async def test_words_are_rarer_among_the_few_titles_that_are_not_active(statistics: TitleStatistics) -> None:
    assert frequency_of(statistics, "the", is_active=True) is TermFrequency.COMMON
    assert frequency_of(statistics, "the", is_active=False) is TermFrequency.RARE_WORD
    assert frequency_of(statistics, "the", media_type=MediaType.MOVIE, is_active=False) is TermFrequency.RARE_WORD


@pytest.mark.parametrize(
    ("query", "frequency"),
    [
        ("the", TermFrequency.UNKNOWN),
        ("ab1", TermFrequency.UNKNOWN),
        ("ab7", TermFrequency.RARE_WORDS),
        ("ab7 t", TermFrequency.RARE_WORDS),
    ],
)
async def test_in_other_orders_matches_are_sorted_where_they_are_few(
    statistics: TitleStatistics, query: str, frequency: TermFrequency
) -> None:
    assert frequency_of(statistics, query, TitleSort.RATINGS_COUNT_DESCENDING) is frequency


async def test_what_was_counted_anew_replaces_what_was_known(
    statistics: TitleStatistics, connection: asyncpg.Connection
) -> None:
    assert frequency_of(statistics, "the") is TermFrequency.COMMON
    await connection.execute("UPDATE titles SET search_words = array_remove(search_words, 'the')")
    await connection.execute("ANALYZE titles")

    await statistics.refresh()

    assert frequency_of(statistics, "the") is TermFrequency.RARE_WORD


async def test_nothing_is_known_where_nothing_was_counted(container: Container) -> None:
    assert frequency_of(TitleStatistics(container.database()), "the") is TermFrequency.UNKNOWN


async def test_catalogue_need_not_be_in_the_first_schema_of_the_search_path(
    statistics: TitleStatistics, container: Container
) -> None:
    unit_of_work = container.unit_of_work()
    other = TitleStatistics(container.database())
    async with unit_of_work.transaction():
        await container.database().execute(_OTHER_PATH)

        await other.refresh()

    assert frequency_of(other, "the") is TermFrequency.COMMON


async def test_texts_looked_for_are_remembered_up_to_a_bound(statistics: TitleStatistics) -> None:
    found = {frequency_of(statistics, f"the {number}") for number in range(5000, 8000)}

    assert found == {TermFrequency.RARE_WORDS}
    assert len(statistics._frequencies) <= 1024


async def test_every_process_reads_the_statistics_over_and_over(container: Container) -> None:
    assert container.statistics_refresh() in background_tasks_of(container)
