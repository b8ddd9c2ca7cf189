"""What titles have several of is written once, and is what the links say: whoever changes them, also at once."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from tests.support.feedback import held, until_waiting
from tests.support.watchlist import stored_genre, stored_title

READ = "SELECT genres, platforms, external_ids, external_id_aliases FROM title_references WHERE title_id = $1"
LINKED = """
SELECT (SELECT json_agg(json_build_object('id', g.id, 'name', g.name) ORDER BY g.name_sort, g.id)
        FROM title_genres l JOIN genres g ON g.id = l.genre_id WHERE l.title_id = t.id)::text AS genres,
       (SELECT json_agg(json_build_object('id', p.id, 'name', p.name) ORDER BY p.name_sort, p.id)
        FROM title_platforms l JOIN platforms p ON p.id = l.platform_id WHERE l.title_id = t.id)::text AS platforms,
       (SELECT json_object_agg(e.source, e.external_id ORDER BY e.source)
        FROM title_external_ids e WHERE e.title_id = t.id AND NOT e.is_alias)::text AS external_ids,
       (SELECT json_agg(json_build_object('source', e.source, 'media_type', e.media_type, 'external_id', e.external_id)
                        ORDER BY e.source, e.media_type, e.external_id)
        FROM title_external_ids e WHERE e.title_id = t.id AND e.is_alias)::text AS external_id_aliases
FROM titles t WHERE t.id = $1
"""
ADD_PLATFORM = (
    "INSERT INTO platforms (id, name, name_key, name_sort, created_at, updated_at)"
    " VALUES ($1, $2::text, lower($2), lower($2), now(), now())"
)
ADD_ID = "INSERT INTO title_external_ids (source, media_type, external_id, title_id) VALUES ($1, 'movie', $2, $3)"
ADD_GENRE = "INSERT INTO title_genres (title_id, genre_id) VALUES ($1, $2)"
ADD_LINK = "INSERT INTO title_platforms (title_id, platform_id) VALUES ($1, $2)"
RENAME = "UPDATE genres SET name = $2::text, name_key = lower($2), name_sort = lower($2) WHERE id = $1"
SECONDS = 20

AtOnce = Callable[[tuple[Any, ...], tuple[Any, ...]], Awaitable[None]]


async def written(connection: asyncpg.Connection, title_id: UUID) -> dict[str, Any]:
    return members_of(await connection.fetchrow(READ, title_id))


async def linked(connection: asyncpg.Connection, title_id: UUID) -> dict[str, Any]:
    return members_of(await connection.fetchrow(LINKED, title_id))


def members_of(row: asyncpg.Record | None) -> dict[str, Any]:
    return {name: json.loads(text) for name, text in dict(row or {}).items() if text is not None}


@pytest.fixture
async def other(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    """A second connection, for what happens at the same time."""
    connection = await asyncpg.connect(dsn)
    yield connection
    await connection.close()


@pytest.fixture
def done_at_once(connection: asyncpg.Connection, other: asyncpg.Connection, observer: asyncpg.Connection) -> AtOnce:
    """Does what is early in a transaction that commits once what is late waits for it, and awaits both."""

    async def do(early: tuple[Any, ...], late: tuple[Any, ...]) -> None:
        async with held(connection, *early):
            waiting = asyncio.create_task(other.execute(*late))
            await until_waiting(observer)
        await asyncio.wait_for(waiting, SECONDS)

    return do


@pytest.fixture
async def title_id(connection: asyncpg.Connection, empty_tables: None) -> UUID:
    """A title with two genres, a platform and an external id."""
    title_id = await stored_title(connection)
    for name in ("Noir", "Crime"):
        await connection.execute(ADD_GENRE, title_id, await stored_genre(connection, name))
    platform_id = uuid4()
    await connection.execute(ADD_PLATFORM, platform_id, 'The "Quoted" \\ Platform\u2028é')
    await connection.execute(ADD_LINK, title_id, platform_id)
    await connection.execute(ADD_ID, "tmdb", 'a "b" \\ c', title_id)
    return title_id


@pytest.mark.parametrize(
    "change",
    [
        "SELECT",
        "UPDATE genres SET name = 'Other ' || id, name_sort = id::text",
        "UPDATE platforms SET name = 'Other ' || id",
        "UPDATE genres SET updated_at = now()",
        "DELETE FROM title_genres WHERE ctid = (SELECT min(ctid) FROM title_genres)",
        "DELETE FROM title_genres",
        "DELETE FROM title_platforms",
        "DELETE FROM title_external_ids",
        "TRUNCATE title_genres",
        "TRUNCATE title_platforms",
        "TRUNCATE title_external_ids",
        "UPDATE title_external_ids SET external_id = '999'",
        "UPDATE title_external_ids SET source = 'imdb'",
        "UPDATE title_external_ids SET is_alias = true",
        "INSERT INTO title_external_ids SELECT source, media_type, '1', title_id, true FROM title_external_ids",
        "INSERT INTO title_external_ids SELECT 'imdb', media_type, 'tt1', title_id FROM title_external_ids",
        "INSERT INTO title_genres SELECT title_id, genre_id FROM title_genres ON CONFLICT DO NOTHING",
    ],
)
async def test_a_change_of_links_or_names_is_written_with_it(
    connection: asyncpg.Connection, title_id: UUID, change: str
) -> None:
    await connection.execute(change)
    assert await written(connection, title_id) == await linked(connection, title_id)


async def test_references_are_written_in_the_transaction_of_their_change(
    connection: asyncpg.Connection, other: asyncpg.Connection, title_id: UUID
) -> None:
    before = await written(connection, title_id)
    async with connection.transaction():
        await connection.execute("DELETE FROM title_genres")
        assert await written(other, title_id) == before
    assert "genres" not in await written(other, title_id)


async def test_a_link_that_moves_is_written_at_both_titles(connection: asyncpg.Connection, title_id: UUID) -> None:
    second = await stored_title(connection)
    await connection.execute("UPDATE title_external_ids SET title_id = $1", second)
    assert (await written(connection, second))["external_ids"] == {"tmdb": 'a "b" \\ c'}
    assert "external_ids" not in await written(connection, title_id)


async def test_a_title_takes_what_is_written_of_it_along(connection: asyncpg.Connection, title_id: UUID) -> None:
    await connection.execute("DELETE FROM titles WHERE id = $1", title_id)
    assert await connection.fetchval("SELECT count(*) FROM title_references") == 0


async def test_two_who_link_one_title_at_once_both_find_their_link(
    connection: asyncpg.Connection, done_at_once: AtOnce, title_id: UUID
) -> None:
    await done_at_once((ADD_ID, "imdb", "tt1", title_id), (ADD_ID, "tvdb", "1", title_id))
    assert (await written(connection, title_id))["external_ids"].keys() == {"imdb", "tmdb", "tvdb"}


async def test_two_who_give_a_new_title_its_first_links_both_find_them(
    connection: asyncpg.Connection, done_at_once: AtOnce, empty_tables: None
) -> None:
    title_id = await stored_title(connection)
    await done_at_once((ADD_ID, "imdb", "tt1", title_id), (ADD_ID, "tvdb", "1", title_id))
    assert (await written(connection, title_id))["external_ids"] == {"imdb": "tt1", "tvdb": "1"}


@pytest.mark.parametrize("name", ["Renamed", "WESTERN"])  # the latter has the same key: a lesser lock of PostgreSQL's
@pytest.mark.parametrize("is_renamed_first", [True, False])
async def test_a_name_that_changes_while_it_is_linked_is_the_one_that_is_shown(
    connection: asyncpg.Connection, done_at_once: AtOnce, title_id: UUID, name: str, *, is_renamed_first: bool
) -> None:
    second, genre_id = await stored_title(connection), await stored_genre(connection, "western")
    changes = [(RENAME, genre_id, name), (ADD_GENRE, second, genre_id)]
    early, late = changes if is_renamed_first else changes[::-1]
    await done_at_once(early, late)
    assert [genre["name"] for genre in (await written(connection, second))["genres"]] == [name]


async def test_links_of_many_titles_are_written_in_one_statement(
    connection: asyncpg.Connection, title_id: UUID
) -> None:
    ids = [await stored_title(connection) for _ in range(30)]
    await connection.execute(
        "INSERT INTO title_genres SELECT t.id, g.id FROM titles t, genres g ON CONFLICT DO NOTHING"
    )
    for one in (title_id, *ids):
        assert await written(connection, one) == await linked(connection, one)
    await connection.execute("DELETE FROM titles")
    assert await connection.fetchval("SELECT count(*) FROM title_references") == 0
