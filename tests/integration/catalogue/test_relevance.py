"""The order of a search by relevance is the one that is documented, page by page, beside a plain account of it."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import asyncpg
import pytest

from watchkeeper.configs.container import Container
from watchkeeper.foundation.core.pagination import PageRequest
from watchkeeper.foundation.core.text import search_words, sort_key
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.sorts import TitleSort
from watchkeeper.models.types.title_filter import TitleFilter
from watchkeeper.repositories.catalogue.adapters.title_postgres_adapter import PostgresTitleAdapter
from watchkeeper.repositories.catalogue.adapters.title_statistics import TitleStatistics
from watchkeeper.repositories.catalogue.adapters.title_tiers import TermFrequency
from watchkeeper.repositories.catalogue.title_repository import TitleRepository

_NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
_WORDS: Final = (
    "the",
    "The",
    "THÉ",
    "them",
    "theme",
    "dark",
    "Därk",
    "darker",
    "city",
    "a",
    "an",
    "2",
    "Don't",
    "dont",
)
_JOINTS: Final = (" ", " ", " ", "-", ": ", "  ", " & ", "'")
_SPECIAL: Final = ("...", "!!!", "!!! the", "100%", "100% dark", "the" * 80, "the " * 120, "ﷺ the", "a\u0149", "an")
_LONGEST: Final = 3 * ("the" + "z" * 497, "dark " + "z" * 495)
_CUT_ALIKE: Final = ("the " * 62 + "x1", "the " * 62 + "x12")
"""Texts whose sort keys are the same, for these are cut."""
_QUERIES: Final = (
    *("the", "THE", "th", "t", "dark", "dar", "city", "dont", "don't", "an", "a\u0149", "2", "zebra", "thé-"),
    *("the dark", "dark the", "the dark city", "th da ci", "the the", "city dark the a", "dark zebra", "them a"),
    *("a\u02bcn", "thez", *_CUT_ALIKE),
    *("!!!", "...", "!", "100%", "%", "the" * 80, "the " * 120),
)


@dataclass(frozen=True, slots=True)
class _Title:
    id: UUID
    title: str
    original_title: str | None
    media_type: MediaType
    is_active: bool
    genre: bool

    @property
    def words(self) -> list[str]:
        return search_words(f"{self.title} {self.original_title or ''}")


@pytest.fixture
async def titles(connection: asyncpg.Connection, empty_tables: None) -> Sequence[_Title]:
    """Titles that are much alike: of few words, many of the same length, some of the same text."""
    choice = random.Random(7)
    made = [_title(choice, text) for text in [*_SPECIAL, *_LONGEST, *_CUT_ALIKE, *(_text(choice) for _ in range(400))]]
    genre = UUID(int=choice.getrandbits(128))
    await connection.execute(
        "INSERT INTO genres (id, name, name_key, name_sort, created_at, updated_at) VALUES ($1, 'G', 'g', 'g', $2, $2)",
        genre,
        _NOW,
    )
    await connection.executemany(
        "INSERT INTO titles (id, media_type, title, original_title, release_date_precision, is_active, title_sort,"
        " search_words, created_at, updated_at) VALUES ($1, $2, $3, $4, 'day', $5, $6, $7, $8, $8)",
        [
            (one.id, one.media_type, one.title, one.original_title, one.is_active, sort_key(one.title), one.words, _NOW)
            for one in made
        ],
    )
    await connection.execute("INSERT INTO title_figures (title_id) SELECT id FROM titles")
    links = [(one.id, genre) for one in made if one.genre]
    await connection.executemany("INSERT INTO title_genres (title_id, genre_id) VALUES ($1, $2)", links)
    return made


class _Believing(TitleStatistics):
    """Statistics that say one thing of all words, whether it is true or not."""

    def __init__(self, database: Database, spread: TermFrequency) -> None:
        super().__init__(database)
        self._spread = spread

    def frequency_of(self, filters: TitleFilter, sort: TitleSort) -> TermFrequency:
        return self._spread


@pytest.fixture(params=list(TermFrequency))
def repository(request: pytest.FixtureRequest, container: Container) -> TitleRepository:
    database = container.database()
    return PostgresTitleAdapter(database, _Believing(database, request.param))


@pytest.fixture
def planned(container: Container) -> TitleRepository:
    """A repository that leaves all to PostgreSQL."""
    database = container.database()
    return PostgresTitleAdapter(database, _Believing(database, TermFrequency.UNKNOWN))


def _text(choice: random.Random) -> str:
    words = choice.choices(_WORDS, k=choice.randint(1, 4))
    return "".join(word + choice.choice(_JOINTS) for word in words[:-1]) + words[-1]


def _title(choice: random.Random, text: str) -> _Title:
    return _Title(
        id=UUID(int=choice.getrandbits(128)),
        title=text,
        original_title=_text(choice) if choice.random() < 0.2 else None,
        media_type=choice.choice(list(MediaType)),
        is_active=choice.random() < 0.9,
        genre=choice.random() < 0.3,
    )


def _expected(titles: Sequence[_Title], query: str) -> list[UUID]:
    """Return the ids of all that match, as TitleRepository.search promises it."""
    ranked = ((_tier(one, query), len(one.title), one.id.int) for one in titles if _matches(one, query))
    return [UUID(int=number) for _, _, number in sorted(ranked, key=lambda place: (-place[0], *place[1:]))]


def _matches(title: _Title, query: str) -> bool:
    words = search_words(query)
    if not words:
        return sort_key(title.title).startswith(sort_key(query))
    return all(any(own.startswith(word) for own in title.words) for word in words)


def _tier(title: _Title, query: str) -> int:
    words = search_words(query)
    if sort_key(title.title) == sort_key(query):
        return 3
    if title.words[: len(words)] == words:
        return 2
    return 1 if set(words) <= set(title.words) else 0


async def _walked(
    repository: TitleRepository, filters: TitleFilter, sort: TitleSort, limits: Iterator[int]
) -> list[UUID]:
    read: list[UUID] = []
    page = await repository.search(filters, sort, PageRequest(limit=next(limits)))
    read += [one.id for one in page.items]
    while page.next_cursor is not None:
        page = await repository.search(filters, sort, PageRequest(limit=next(limits), cursor=page.next_cursor))
        read += [one.id for one in page.items]
    return read


def _limits(choice: random.Random) -> Iterator[int]:
    yield 1
    while True:
        yield choice.choice((1, 3, 7, 20, 100))


@pytest.mark.parametrize("sort", [TitleSort.RELEVANCE, TitleSort.RELEVANCE_DESCENDING])
async def test_pages_are_in_the_documented_order(
    repository: TitleRepository, titles: Sequence[_Title], sort: TitleSort
) -> None:
    choice = random.Random(sort)
    direction = 1 if sort is TitleSort.RELEVANCE else -1

    for query in _QUERIES:
        found = await _walked(repository, TitleFilter(query=query), sort, _limits(choice))

        assert found == _expected(titles, query)[::direction], query


@pytest.mark.parametrize("sort", [TitleSort.RELEVANCE, TitleSort.RELEVANCE_DESCENDING])
async def test_filters_keep_the_documented_order(
    repository: TitleRepository, titles: Sequence[_Title], connection: asyncpg.Connection, sort: TitleSort
) -> None:
    choice = random.Random(sort)
    direction = 1 if sort is TitleSort.RELEVANCE else -1
    genre = await connection.fetchval("SELECT id FROM genres")

    for query in ("the", "th", "the dark", "dar ci", "!!!", "zebra"):
        filters = TitleFilter(query=query, media_type=MediaType.SHOW, genre_ids=(genre,), is_active=True)
        found = await _walked(repository, filters, sort, _limits(choice))

        left = [one for one in titles if one.genre and one.is_active and one.media_type is MediaType.SHOW]
        assert found == _expected(left, query)[::direction], query


@pytest.mark.parametrize("sort", [sort for sort in TitleSort if "relevance" not in sort])
@pytest.mark.parametrize("repository", [TermFrequency.RARE_WORDS], indirect=True)
async def test_other_orders_are_the_same_however_matches_are_found(
    repository: TitleRepository, planned: TitleRepository, titles: Sequence[_Title], sort: TitleSort
) -> None:
    choice = random.Random(sort)

    for query in ("the", "th da", "zebra"):
        for filters in (TitleFilter(query=query), TitleFilter(query=query, media_type=MediaType.SHOW, is_active=True)):
            found = await _walked(repository, filters, sort, _limits(choice))
            assert found == await _walked(planned, filters, sort, _limits(choice)), query
