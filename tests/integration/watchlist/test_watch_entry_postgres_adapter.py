"""The adapters of the watchlist on real PostgreSQL: plans, locks, and what is deleted under a new entry."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import product
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.watchlist import MATRIX, WATCHLIST, added, address, problem, stored_title
from watchkeeper.configs.container import Container
from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.metadata import ExternalTitle
from watchkeeper.models.types.sorts import WatchlistSort
from watchkeeper.repositories.watchlist.adapters import watch_entry_statements as statements
from watchkeeper.repositories.watchlist.adapters import watchlist_statements as lists

LOCK_WAITERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@asynccontextmanager
async def held(connection: asyncpg.Connection, sql: str, *values: Any) -> AsyncIterator[None]:
    """Run `sql` in a transaction that commits when the block is left."""
    async with connection.transaction():
        await connection.execute(sql, *values)
        yield


async def until_waiting(observer: asyncpg.Connection) -> None:
    """Return once somebody waits for a lock."""
    async with asyncio.timeout(10):
        while not await observer.fetchval(LOCK_WAITERS):  # noqa: ASYNC110 - PostgreSQL tells nobody about waits
            await asyncio.sleep(0.01)


INDEXES = {
    WatchlistSort.CREATED_AT_DESCENDING: "ix_watch_entries_user_id_created_at_id",
    WatchlistSort.CREATED_AT: "ix_watch_entries_user_id_created_at_id",
    WatchlistSort.UPDATED_AT_DESCENDING: "ix_watch_entries_user_id_updated_at_id",
}
MODES = ("force_custom_plan", "force_generic_plan")


async def test_page_is_read_off_its_index_at_any_depth(
    connection: asyncpg.Connection, person: Person, subtests: pytest.Subtests
) -> None:
    await _many_entries(connection, person.id)
    for (sort, index), mode, is_continued in product(INDEXES.items(), MODES, (False, True)):
        with subtests.test(sort=sort, mode=mode, is_continued=is_continued):
            statement = lists.search(sort, frozenset(), is_continued=is_continued)
            text = await _plan(connection, statement, mode, person.id)
            assert index in text
            assert not re.search(r"Sort Key: (page|watch_entries)\b", text), text  # what an entry shows may be sorted
            for table in set(re.findall(r"Seq Scan on (\w+)", text)):  # only what is empty, or has the one person
                assert await connection.fetchval(f"SELECT count(*) <= 1 FROM {table}"), f"{table}: {text}"
            assert re.search(r"SubPlan.*\n.*Index Scan using \w+ on ratings", text), text  # of the page, not all


async def _plan(connection: asyncpg.Connection, statement: Statement, mode: str, user_id: UUID) -> str:
    values = {"user_id": user_id, "limit": 21, "after_key": now(), "after_id": user_id}
    async with connection.transaction():
        await connection.execute(f"SET LOCAL plan_cache_mode = {mode}; SET LOCAL jit = off")
        plan = await connection.fetch(f"EXPLAIN {statement.sql}", *statement.arguments(values))
    return "\n".join(row[0] for row in plan)


@pytest.mark.long
async def test_page_is_planned_once_however_long_the_list(
    connection: asyncpg.Connection, person: Person, subtests: pytest.Subtests
) -> None:
    await _many_entries(connection, person.id)
    for sort in (WatchlistSort.CREATED_AT_DESCENDING, WatchlistSort.UPDATED_AT):
        with subtests.test(sort=sort):
            assert await _general_plans(connection, lists.search(sort, frozenset(), is_continued=False), person.id) == 4


async def _general_plans(connection: asyncpg.Connection, statement: Statement, user_id: UUID) -> int:
    """Return in how many of nine executions PostgreSQL uses a plan for all values: it tries five for the very ones."""
    for _ in range(9):
        await connection.fetch(statement.sql, *statement.arguments({"user_id": user_id, "limit": 21}))
    used: int = await connection.fetchval(
        "SELECT generic_plans FROM pg_prepared_statements WHERE statement = $1", statement.sql
    )
    return used


async def _many_entries(connection: asyncpg.Connection, user_id: UUID) -> None:
    await connection.execute(
        "INSERT INTO titles (id, media_type, title, release_date_precision, is_active, title_sort, search_words,"
        " created_at, updated_at) SELECT gen_random_uuid(), 'movie', n, 'day', true, n, ARRAY[n], now(), now()"
        " FROM (SELECT n::text FROM generate_series(1, 12000) n) numbers"
    )
    await connection.execute("INSERT INTO title_figures (title_id) SELECT id FROM titles")
    await connection.execute("INSERT INTO title_references (title_id) SELECT id FROM titles ON CONFLICT DO NOTHING")
    await connection.execute(
        "INSERT INTO watch_entries SELECT $1, gen_random_uuid(), id, 'planned', NULL, NULL,"
        " now() - random() * interval '1 day', now() - random() * interval '1 day' FROM titles",
        user_id,
    )
    await connection.execute(
        "INSERT INTO ratings SELECT $1, gen_random_uuid(), id, 8, NULL, NULL, now(), now() FROM titles", user_id
    )
    await connection.execute(
        "ANALYZE titles; ANALYZE title_figures; ANALYZE title_references; ANALYZE watch_entries; ANALYZE ratings"
    )


async def test_statements_ask_for_the_person_always() -> None:
    texts = [statements.BY_ID, statements.BY_ID_LOCKED, statements.UPDATE, statements.DELETE]
    texts += [lists.count(frozenset()), *(_search(sort) for sort in WatchlistSort)]

    assert all("watch_entries.user_id = $" in text.sql for text in texts)


def _search(sort: WatchlistSort) -> Statement:
    return lists.search(sort, frozenset(), is_continued=False)


async def test_account_deleted_under_a_new_entry_is_signed_out(
    person: Person, connection: asyncpg.Connection, observer: asyncpg.Connection
) -> None:
    body = {"title_id": str(await stored_title(connection))}
    async with held(connection, "DELETE FROM users WHERE id = $1", person.id):
        waiting = asyncio.create_task(person.http.post(WATCHLIST, json=body))
        await until_waiting(observer)

    problem(await waiting, 401, "invalid_token")


async def test_account_deleted_under_new_media_leaves_no_title(
    person: Person, connection: asyncpg.Connection, observer: asyncpg.Connection
) -> None:
    async with held(connection, "DELETE FROM users WHERE id = $1", person.id):
        waiting = asyncio.create_task(person.http.post(WATCHLIST, json={"media": MATRIX}))
        await until_waiting(observer)

    problem(await waiting, 401, "invalid_token")
    assert await connection.fetchval("SELECT count(*) FROM titles") == 0


async def test_title_deleted_under_a_new_entry_is_not_found(
    person: Person, connection: asyncpg.Connection, observer: asyncpg.Connection
) -> None:
    title_id = await stored_title(connection)
    async with held(connection, "DELETE FROM titles WHERE id = $1", title_id):
        waiting = asyncio.create_task(person.http.post(WATCHLIST, json={"title_id": str(title_id)}))
        await until_waiting(observer)

    problem(await waiting, 404, "title_not_found")


async def test_title_deleted_under_its_external_id_is_entered_anew(
    person: Person, accounts: Accounts, connection: asyncpg.Connection, observer: asyncpg.Connection
) -> None:
    old = await stored_title(connection, "The Matrix")
    await connection.execute("INSERT INTO title_external_ids VALUES ('tmdb', 'movie', '603', $1)", old)
    async with held(connection, "DELETE FROM titles WHERE id = $1", old):
        waiting = asyncio.create_task(person.http.post(WATCHLIST, json={"media": MATRIX}))
        await until_waiting(observer)

    answer = await waiting
    assert answer.status_code == 201
    assert answer.json()["title"]["id"] != str(old)
    assert await connection.fetchval("SELECT count(*) FROM titles") == 1


async def test_deletion_of_a_title_waits_for_the_entry_under_way_and_is_refused(
    person: Person, connection: asyncpg.Connection, observer: asyncpg.Connection, container: Container
) -> None:
    title_id = await stored_title(connection)
    entry = _planned(person.id, title_id)
    async with container.unit_of_work().transaction():
        await container.watch_entries().add(entry)
        deletion = asyncio.create_task(connection.execute("DELETE FROM titles"))
        await until_waiting(observer)

    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await deletion
    assert (await person.http.get(f"{WATCHLIST}/{entry.id}")).status_code == 200


def _planned(user_id: UUID, title_id: UUID) -> WatchEntryEntity:
    at = now()
    return WatchEntryEntity(
        id=uuid7(),
        user_id=user_id,
        title_id=title_id,
        status="planned",
        status_set_at=at,
        status_by="person",
        hidden_from=[],
        include_specials=False,
        tag_ids=[],
        created_at=at,
        updated_at=at,
    )


async def test_external_id_lost_to_somebody_else_takes_their_title(
    container: Container, person: Person, connection: asyncpg.Connection, observer: asyncpg.Connection
) -> None:
    winner = await stored_title(connection, "The Matrix")
    insert = "INSERT INTO title_external_ids VALUES ('tmdb', 'movie', '603', $1)"
    async with held(connection, insert, winner):
        waiting = asyncio.create_task(_entered(container))
        await until_waiting(observer)

    assert await waiting == winner
    assert await connection.fetchval("SELECT count(*) FROM titles") == 1
    assert await connection.fetchval("SELECT count(*) FROM title_figures") == 1


THE_MATRIX = ExternalTitle("tmdb", MediaType.MOVIE, "603")


async def _entered(container: Container) -> UUID:
    at = now()
    title = TitleEntity(
        id=uuid7(),
        media_type="movie",
        title="Matrix",
        release_date_precision="day",
        is_active=True,
        title_sort="matrix",
        title_key="matrix",
        is_known=False,
        known_ratings=0,
        alternative_titles=[],
        is_unconfirmed=False,
        search_words=["matrix"],
        metadata_state="own",
        created_at=at,
        updated_at=at,
    )
    async with container.unit_of_work().transaction():
        entered: UUID = await container.external_titles().get_or_create(title, THE_MATRIX)
        return entered


async def test_changes_at_once_with_the_same_version_succeed_once(
    person: Person, connection: asyncpg.Connection
) -> None:
    entry = await added(person, await stored_title(connection))
    tag = (await person.http.get(address(entry))).headers["ETag"]

    answers = await asyncio.gather(
        *(
            person.http.patch(address(entry), json={"notes": str(number)}, headers={"If-Match": tag})
            for number in range(10)
        )
    )

    assert sorted(answer.status_code for answer in answers) == [200, *[412] * 9]


async def test_deletes_at_once_end_in_one_delete(person: Person, connection: asyncpg.Connection) -> None:
    entry = await added(person, await stored_title(connection))

    deletes = await asyncio.gather(*(person.http.delete(address(entry)) for _ in range(10)))

    assert sorted(answer.status_code for answer in deletes) == [204, *[404] * 9]
