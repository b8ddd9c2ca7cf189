"""Pages of lists: however long a page may be, none ends too early; and rows have the labels they are read by."""

from collections.abc import Iterator
from enum import StrEnum
from uuid import UUID, uuid4

import asyncpg
import pytest

from tests.support.recorded_statements import constants
from watchkeeper.configs.container import Container
from watchkeeper.foundation.core import pagination
from watchkeeper.foundation.core.pagination import MAX_PAGE_SIZE, Page, PageRequest
from watchkeeper.foundation.postgres.keyset import require_every_sort
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.sorts import WatchlistSort
from watchkeeper.models.types.watchlist.watch_entry import WatchEntry, WatchlistFilter
from watchkeeper.repositories.watchlist.adapters import watch_entry_postgres_adapter as adapter
from watchkeeper.repositories.watchlist.adapters import watchlist_statements as statements

ROWS = MAX_PAGE_SIZE + 30
EVERYTHING = WatchlistFilter()
SORTS = [WatchlistSort.CREATED_AT, WatchlistSort.UPDATED_AT_DESCENDING, WatchlistSort.TITLE]

_TITLES = """
INSERT INTO titles (id, media_type, title, title_sort, search_words, release_date_precision, is_active, metadata_state,
                    created_at, updated_at)
SELECT gen_random_uuid(), 'movie', 'Title ' || number, 'title ' || number, '{title}', 'day', true, 'own', now(), now()
FROM generate_series(1, $1::int) AS number
"""
_ENTRIES = """
INSERT INTO watch_entries (user_id, id, title_id, status, created_at, updated_at)
SELECT $1, gen_random_uuid(), id, 'planned', now(), now() FROM titles
"""


@pytest.fixture
async def user_id(connection: asyncpg.Connection, empty_tables: None) -> UUID:
    """Somebody with more entries than a page has."""
    user_id = uuid4()
    await connection.execute(
        "INSERT INTO users (id, email, email_key, username, username_key, password_hash, role, is_active, created_at,"
        " updated_at) VALUES ($1, 'a@example.com', 'a@example.com', 'a', 'a', 'x', 'user', true, now(), now())",
        user_id,
    )
    await connection.execute(_TITLES, ROWS)
    await connection.execute(_ENTRIES, user_id)
    return user_id


@pytest.fixture
def longer_pages(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Let pages be longer: the one constant is set, and statements are made anew."""
    longest = ROWS - 10
    monkeypatch.setattr(pagination, "MAX_PAGE_SIZE", longest)
    statements.search.cache_clear()
    yield longest
    statements.search.cache_clear()


async def pages(container: Container, user_id: UUID, sort: WatchlistSort, limit: int) -> list[Page[WatchEntry]]:
    found: list[Page[WatchEntry]] = []
    cursor = None
    while not found or cursor is not None:
        request = PageRequest(limit, cursor, with_total=True)
        found.append(await container.watch_entries().search(user_id, EVERYTHING, sort, request))
        cursor = found[-1].next_cursor
    return found


@pytest.mark.parametrize("sort", SORTS)
async def test_longest_page_is_followed_by_the_rest(container: Container, user_id: UUID, sort: WatchlistSort) -> None:
    found = await pages(container, user_id, sort, MAX_PAGE_SIZE)
    assert [len(page.items) for page in found] == [MAX_PAGE_SIZE, 30]
    assert len({entry.id for page in found for entry in page.items}) == ROWS
    assert {page.total for page in found} == {ROWS}


@pytest.mark.parametrize("sort", SORTS)
async def test_longer_pages_need_but_the_one_constant(
    container: Container, user_id: UUID, longer_pages: int, sort: WatchlistSort
) -> None:
    found = await pages(container, user_id, sort, longer_pages)
    assert [len(page.items) for page in found] == [longer_pages, 10]
    assert len({entry.id for page in found for entry in page.items}) == ROWS


@pytest.mark.parametrize("limit", [0, -1, MAX_PAGE_SIZE + 1])
def test_page_that_no_statement_returns_whole_can_not_be_asked_for(limit: int) -> None:
    with pytest.raises(ValueError, match="1 to 100"):
        PageRequest(limit)


def test_order_that_no_column_is_named_for_is_refused_when_the_list_is_made() -> None:
    class Sort(StrEnum):
        TITLE = "title"
        PRICE_DESCENDING = "-price"

    with pytest.raises(KeyError, match="Sort: no column for sort price"):
        require_every_sort(Sort, statements.SORTS)
    with pytest.raises(KeyError, match="price"):
        PagedQuery(Sort, statements.SORTS, page=statements.search, count=statements.count, reader=adapter._ENTRIES)


async def test_page_with_other_columns_than_the_reader_s_is_not_read(container: Container, user_id: UUID) -> None:
    read_as = PagedQuery(
        WatchlistSort, statements.SORTS, page=statements.search, count=statements.count, reader=adapter._ENTITIES
    )
    assert adapter._ENTITIES.labels == WatchEntryEntity.column_names
    with pytest.raises(TypeError, match="title__average_rating"):
        await read_as.fetch(container.database(), PageRequest(), WatchlistSort.TITLE, frozenset(), user_id=user_id)


async def test_labels_of_statements_are_those_that_postgresql_gives(connection: asyncpg.Connection) -> None:
    looked_at = 0
    for name, statement in constants().items():
        if len(statement.labels) < 2:  # read as a value, which needs no name
            continue
        prepared = await connection.prepare(statement.sql)
        assert tuple(column.name for column in prepared.get_attributes()) == statement.labels, name
        looked_at += 1
    assert looked_at > 20
