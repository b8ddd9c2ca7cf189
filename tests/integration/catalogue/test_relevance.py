"""Searches of the catalogue: what is found, in which order, page by page and beside filters."""

import random
from collections.abc import Iterator, Sequence
from typing import Any, Final
from uuid import UUID

import asyncpg
import pytest

from tests.support.watchlist import stored_genre, stored_title
from watchkeeper.configs.container import Container
from watchkeeper.foundation.core.errors import InvalidCursorError
from watchkeeper.foundation.core.pagination import Cursor, PageRequest
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.search_terms import spelled_words
from watchkeeper.models.types.catalogue.title_filter import TitleFilter
from watchkeeper.models.types.sorts import TitleSort
from watchkeeper.repositories.catalogue.adapters.search_spelling_statements import LEARN
from watchkeeper.repositories.catalogue.title_repository import TitleRepository

_KNOWN: Final = (
    "UPDATE titles SET is_known = true, known_ratings = ratings_count FROM title_figures"
    " WHERE title_id = id AND id = ANY($1::uuid[])"
)
_MANY_RATED: Final = """
WITH made AS (
    INSERT INTO titles (id, media_type, title, release_date_precision, is_active, title_sort, title_key, search_words,
                        created_at, updated_at)
    SELECT gen_random_uuid(), 'movie', 'Other', 'day', true, 'other', 'other', '{other}', now(), now()
    FROM generate_series(1, 1001)
    RETURNING id
)
INSERT INTO title_figures (title_id, ratings_count, half_steps_sum, distribution)
SELECT id, 1, 10, '{0,0,0,0,0,0,0,0,1}' FROM made
"""
_BOTH: Final = [TitleSort.RELEVANCE, TitleSort.RELEVANCE_DESCENDING]


@pytest.fixture
def titles(container: Container, empty_tables: None) -> TitleRepository:
    repository: TitleRepository = container.titles()
    return repository


async def _learned(container: Container, connection: asyncpg.Connection) -> None:
    rows = await connection.fetch("SELECT DISTINCT unnest(search_words) AS term FROM titles")
    await container.database().execute(LEARN, words=spelled_words(row["term"] for row in rows))


async def _found(titles: TitleRepository, query: str, **filters: Any) -> list[str]:
    page = await titles.search(TitleFilter(query=query, **filters), TitleSort.RELEVANCE, PageRequest(limit=100))
    return [title.title for title in page.items]


async def _walked(titles: TitleRepository, filters: TitleFilter, sort: TitleSort, limits: Iterator[int]) -> list[UUID]:
    page = await titles.search(filters, sort, PageRequest(limit=next(limits)))
    read = [title.id for title in page.items]
    while page.next_cursor is not None:
        page = await titles.search(filters, sort, PageRequest(limit=next(limits), cursor=page.next_cursor))
        read += [title.id for title in page.items]
    return read


def _limits() -> Iterator[int]:
    choice = random.Random(7)
    yield 1
    while True:
        yield choice.choice((1, 3, 7, 20, 100))


async def test_order_is_very_title_known_beginnings_other_known_whole_words_begun_words(
    titles: TitleRepository, connection: asyncpg.Connection
) -> None:
    names = (
        *("Heat", "The Heat", "Blue Heat", "Red Heat", "Heat Wave", "Heatwave at Sea", "A Heater"),
        *("Body Heat", "Some Body Heat", "My Heaters"),
    )
    ids = {name: await stored_title(connection, name, half_steps=(8,) * (name == "Red Heat")) for name in names}
    await connection.execute(_KNOWN, [ids["Blue Heat"], ids["Red Heat"], ids["My Heaters"]])

    found = await _found(titles, "heat")

    assert found == [
        *("Heat", "The Heat"),
        *("Red Heat", "Blue Heat"),
        *("A Heater", "Heat Wave", "Heatwave at Sea"),
        "My Heaters",
        *("Body Heat", "Some Body Heat"),
    ]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        *(("spiderman", "Spider-Man"), ("spider man", "Spider-Man"), ("xmen", "X-Men"), ("faceoff", "Face/Off")),
        *(("911", "9-1-1"), ("9-1-1", "9-1-1"), ("starwars", "Star Wars"), ("aile", "L'aile ou la cuisse")),
        *(("the dark knight 2008", "Dark Knight"), ("bladerunner", "Blade Runner"), ("blad runer", "Blade Runner")),
        *(
            ("千尋", "千と千尋の神隠し"),
            ("رسالة", "الرسالة"),
            ("รสมุ", "ทะเลรสมุทร"),
            ("Knight, The Dark", "Dark Knight"),
        ),
        *(
            ("rocky 2", "Rocky II"),
            ("rocky two", "Rocky II"),
            ("maedchen", "Mädchen"),
            ("l’aile", "L'aile ou la cuisse"),
        ),
        *(("wings or thighs", "L'aile ou la cuisse"), ("The.X-Men.1080p.x264", "X-Men"), ("!!!", "!!!")),
        *(("balde runner", "Blade Runner"), ("blade runnner", "Blade Runner"), ("fast and furious", "Fast & Furious")),
    ],
)
async def test_title_is_found_as_people_type_it(
    titles: TitleRepository, connection: asyncpg.Connection, container: Container, query: str, title: str
) -> None:
    names = (
        "Spider-Man",
        "X-Men",
        "Face/Off",
        "9-1-1",
        "Star Wars",
        "Blade Runner",
        "Rocky II",
        "Mädchen",
        "Dark Knight",
    )
    for name in (*names, "千と千尋の神隠し", "الرسالة", "ทะเลรสมุทร", "!!!", "Fast & Furious"):
        await stored_title(connection, name)
    await stored_title(connection, "L'aile ou la cuisse", original_title="Wings or Thighs")
    await connection.execute("UPDATE titles SET search_words = search_words || '{@2008}' WHERE title = 'Dark Knight'")
    await _learned(container, connection)

    assert await _found(titles, query) == [title]


@pytest.mark.parametrize(
    "query", ["zzzxq", "ider", "blade zzzxq", "bald ruined", "%", "'", "\\", "& | ! <->", "\u0301"]
)
async def test_nonsense_finds_nothing(
    titles: TitleRepository, connection: asyncpg.Connection, container: Container, query: str
) -> None:
    await stored_title(connection, "Blade Runner")
    await stored_title(connection, "Spider-Man")
    await _learned(container, connection)

    assert await _found(titles, query) == []


async def test_query_of_one_year_prefers_titles_of_that_year(
    titles: TitleRepository, connection: asyncpg.Connection
) -> None:
    for name, year in (("Kong", 1933), ("Kong", 2005), ("Kong", 2006), ("Kong 2005", 1990)):
        await stored_title(connection, name)
        await connection.execute(
            "UPDATE titles SET search_words = search_words || $1::text, release_date = make_date($2, 1, 1)"
            " WHERE release_date IS NULL",
            f"@{year}",
            year,
        )

    page = await titles.search(TitleFilter(query="kong 2005"), TitleSort.RELEVANCE, PageRequest())

    years = [title.release_date.year for title in page.items if title.release_date is not None]
    assert (years[2:], sorted(years[:2])) == ([2006], [1990, 2005])


@pytest.mark.parametrize("sort", _BOTH)
async def test_pages_together_are_the_list_in_both_directions(
    titles: TitleRepository, connection: asyncpg.Connection, sort: TitleSort
) -> None:
    await _alike(connection)
    for query in ("the", "th", "the dark", "da ci", "dark city", "zebra"):
        filters = TitleFilter(query=query)
        whole = await _walked(titles, filters, TitleSort.RELEVANCE, iter([100] * 9))

        read = await _walked(titles, filters, sort, _limits())

        assert read == (whole if sort is TitleSort.RELEVANCE else whole[::-1]), query
        assert len(set(read)) == len(read)


async def test_list_by_relevance_ends_and_other_orders_and_the_total_have_all(
    titles: TitleRepository, connection: asyncpg.Connection
) -> None:
    for number in range(240):
        await stored_title(connection, f"{number} Dark")
    filters = TitleFilter(query="dark")

    by_title = await _walked(titles, filters, TitleSort.TITLE, iter([100] * 9))
    by_relevance = await _walked(titles, filters, TitleSort.RELEVANCE, iter([100] * 9))
    page = await titles.search(filters, TitleSort.RELEVANCE, PageRequest(limit=1, with_total=True))

    assert (len(by_title), page.total) == (240, 240)
    assert 60 <= len(by_relevance) <= 240
    assert set(by_relevance) <= set(by_title)


async def test_filters_hold_in_every_tier(titles: TitleRepository, connection: asyncpg.Connection) -> None:
    genre_id = await _alike(connection)
    filters = TitleFilter(query="the", media_type=MediaType.SHOW, genre_ids=(genre_id,), is_active=True)

    found = await _walked(titles, filters, TitleSort.RELEVANCE, _limits())

    wanted = await connection.fetch(
        "SELECT id FROM titles JOIN title_genres ON title_id = id WHERE is_active AND media_type = 'show'"
        " AND (search_vector @@ '''the'':*' OR title_key LIKE 'the%')"
    )
    assert set(found) == {row["id"] for row in wanted}
    assert found


async def test_rare_medium_is_found_behind_many_titles_of_others(
    titles: TitleRepository, connection: asyncpg.Connection
) -> None:
    for number in range(150):
        await stored_title(connection, f"Dark {number}")
    await stored_title(connection, "Darker than Black", media_type="anime")

    assert await _found(titles, "dark", media_type=MediaType.ANIME) == ["Darker than Black"]
    assert await _found(titles, "dark", min_rating=4.0) == []


async def test_rating_that_many_titles_have_narrows_a_search_as_one_that_few_have(
    titles: TitleRepository, connection: asyncpg.Connection
) -> None:
    await stored_title(connection, "Dark", half_steps=(9,))
    await stored_title(connection, "Darker", half_steps=(6,))
    few = await _found(titles, "dark", min_rating=4.0)
    await connection.execute(_MANY_RATED)

    assert few == await _found(titles, "dark", min_rating=4.0) == ["Dark"]


async def test_cursor_of_no_page_is_an_invalid_cursor(titles: TitleRepository) -> None:
    for sort, key in (("title", "1"), ("relevance", "x")):
        request = PageRequest(cursor=Cursor(sort, key, UUID(int=1)))
        with pytest.raises((InvalidCursorError, ValueError)):
            await titles.search(TitleFilter(query="heat"), TitleSort.RELEVANCE, request)


async def _alike(connection: asyncpg.Connection) -> UUID:
    """Store titles that are much alike, of few words; return the genre that some have."""
    choice = random.Random(7)
    words: Sequence[str] = ("the", "The", "THÉ", "them", "theme", "dark", "Därk", "darker", "city", "a", "2", "Don't")
    genre_id = await stored_genre(connection)
    known = []
    for _ in range(160):
        text = choice.choice((" ", "-", ": ")).join(choice.choices(words, k=choice.randint(1, 4)))
        title_id = await stored_title(
            connection,
            text,
            media_type=choice.choice(list(MediaType)),
            is_active=choice.random() < 0.9,
            half_steps=(8,) * choice.randint(0, 3),
            genre_id=genre_id if choice.random() < 0.3 else None,
        )
        known += [title_id] if choice.random() < 0.2 else []
    await connection.execute(_KNOWN, known)
    # Which of many a tier takes may change with the plan: it must not when autovacuum comes by between two pages.
    await connection.execute("ANALYZE titles, title_figures")
    return genre_id


async def test_no_text_that_a_person_types_is_an_error(titles: TitleRepository, connection: asyncpg.Connection) -> None:
    await stored_title(connection, "Heat")
    choice = random.Random(7)
    characters = "ab 'é\\&|!()<->:*%_\"$@#=0129千のがا\u0301\u200d\ud7a3🎬\n\tİß&+-.,"
    for _ in range(300):
        text = "".join(choice.choices(characters, k=choice.randint(1, 40)))
        for sort in (TitleSort.RELEVANCE, TitleSort.TITLE):
            await titles.search(TitleFilter(query=text), sort, PageRequest(with_total=True))


async def test_known_titles_are_those_with_ratings_as_of_the_last_refresh(
    container: Container, titles: TitleRepository, connection: asyncpg.Connection
) -> None:
    heat = await stored_title(connection, "White Heat", half_steps=(8, 8))
    await stored_title(connection, "Red Heat", half_steps=(8,))
    await stored_title(connection, "Heat")
    known = "SELECT title, known_ratings FROM titles WHERE is_known ORDER BY known_ratings DESC"
    refreshed = container.rating_statistics()

    await refreshed.set_known()
    assert [tuple(row) for row in await connection.fetch(known)] == [("White Heat", 2), ("Red Heat", 1)]

    await connection.execute("UPDATE title_figures SET ratings_count = 0 WHERE title_id = $1", heat)
    await refreshed.set_known()
    assert [tuple(row) for row in await connection.fetch(known)] == [("Red Heat", 1)]
    assert await connection.fetchval("SELECT known_ratings FROM titles WHERE id = $1", heat) == 0
