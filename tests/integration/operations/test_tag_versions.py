"""Versions of content: every change, by whomever, is in the next reading, and nobody waits to have it counted."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from uuid import uuid4

import asyncpg
import pytest

from tests.support.accounts import Accounts
from tests.support.feedback import review, watched_title
from tests.support.operations import Operation
from tests.support.response_caching import KEPT, content_of, keeping_service, kept_address
from tests.support.watchlist import stored_genre, stored_title
from watchkeeper.configs.container import Container
from watchkeeper.foundation.response_cache.postgres_tag_versions import PostgresTagVersionAdapter
from watchkeeper.foundation.response_cache.tag_versions import SharedTagVersionAdapter
from watchkeeper.models.entities import Entity
from watchkeeper.models.types.catalogue.cache_tag import CacheTag

CHANGES = {
    "INSERT INTO genres (id, name, name_key, name_sort, created_at, updated_at)"
    " VALUES (gen_random_uuid(), 'New', 'new', 'new', now(), now())": {"genres", "titles", "facets"},
    "UPDATE genres SET name = 'Other'": {"genres", "titles", "facets"},
    "DELETE FROM genres": {"genres", "titles", "facets"},
    "INSERT INTO platforms (id, name, name_key, name_sort, created_at, updated_at)"
    " VALUES (gen_random_uuid(), 'New', 'new', 'new', now(), now())": {"platforms", "titles", "facets"},
    "UPDATE titles SET title = 'Other'": {"titles", "reviews", "facets"},
    "UPDATE title_figures SET weighted = 3": {"titles"},
    "INSERT INTO title_genres SELECT titles.id, genres.id FROM titles, genres": {"titles", "facets"},
    "INSERT INTO title_genres SELECT titles.id, genres.id FROM titles, genres; DELETE FROM title_genres": {
        "titles",
        "facets",
    },
    "INSERT INTO title_platforms SELECT titles.id, platforms.id FROM titles, platforms": {"titles", "facets"},
    "INSERT INTO title_platforms SELECT titles.id, platforms.id FROM titles, platforms; DELETE FROM title_platforms": {
        "titles",
        "facets",
    },
    "DELETE FROM title_external_ids": {"titles", "facets"},
    "UPDATE ratings SET half_steps = 3 WHERE half_steps <> 3": {"reviews", "titles"},
    "UPDATE reviews SET body = 'Other'": {"reviews"},
    "DELETE FROM reviews": {"reviews", "titles"},
    "TRUNCATE reviews": {"reviews"},
    "UPDATE users SET username = username": {"reviews"},
    "DELETE FROM users WHERE role <> 'admin'": {"reviews", "titles"},
    "UPDATE users SET first_name = 'Ada'": set(),
    "UPDATE watch_entries SET updated_at = now()": set(),
    "DELETE FROM sessions": set(),
}


@pytest.fixture
def versions(container: Container) -> PostgresTagVersionAdapter:
    return PostgresTagVersionAdapter(container.database())


@pytest.fixture
async def ids(accounts: Accounts, connection: asyncpg.Connection) -> dict[str, object]:
    """A review of a rated title, and one of everything else that is public."""
    person = await accounts.person()
    title_id = await watched_title(connection, person)
    written = await review(person, title_id, rating=4)
    platform = await (await accounts.admin()).http.post("/api/v1/platforms", json={"name": "Criterion"})
    names = {"genre_id": await stored_genre(connection), "platform_id": platform.json()["id"]}
    return {"title_id": title_id, "review_id": written["id"], **names}


@pytest.fixture
async def other_connection(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(dsn)
    try:
        yield connection
    finally:
        await connection.close()


@pytest.mark.parametrize("statement", CHANGES)
async def test_change_is_one_of_the_content_that_shows_it(
    statement: str, ids: dict[str, object], connection: asyncpg.Connection, versions: PostgresTagVersionAdapter
) -> None:
    before = await versions.read()
    await connection.execute(statement)
    assert changed(before, await versions.read()) == CHANGES[statement]


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    assert set(before) == set(after) == set(CacheTag)
    return {content.value for content in CacheTag if before[content] != after[content]}


async def test_change_counts_when_it_is_committed_and_not_when_it_is_undone(
    connection: asyncpg.Connection, empty_tables: None, versions: PostgresTagVersionAdapter
) -> None:
    before = await versions.read()
    transaction = connection.transaction()
    await transaction.start()
    await stored_genre(connection)
    assert await versions.read() == before
    await transaction.rollback()
    assert await versions.read() == before
    async with connection.transaction():
        await stored_genre(connection)
    assert changed(before, await versions.read()) == {"genres", "titles", "facets"}


async def test_transaction_counts_once_however_much_it_changes(
    connection: asyncpg.Connection, empty_tables: None
) -> None:
    count = "SELECT sum(changes) FROM content_versions WHERE content = 'titles'"
    before = await connection.fetchval(count)
    async with connection.transaction():
        for number in range(5):
            await stored_title(connection, f"Heat {number}")
    assert await connection.fetchval(count) == before + 1


async def test_writers_do_not_wait_for_each_other(
    connection: asyncpg.Connection, other_connection: asyncpg.Connection, empty_tables: None
) -> None:
    for one in (connection, other_connection):
        await one.execute("SET lock_timeout = '10ms'")
    async with connection.transaction():
        await stored_genre(connection, "Crime")
        async with other_connection.transaction():
            await stored_genre(other_connection, "Drama")
            await stored_title(other_connection)
        await stored_title(connection)


async def test_later_commit_of_an_earlier_change_is_seen_too(
    connection: asyncpg.Connection,
    other_connection: asyncpg.Connection,
    empty_tables: None,
    versions: PostgresTagVersionAdapter,
) -> None:
    async with connection.transaction():
        await stored_genre(connection, "Crime")
        await stored_genre(other_connection, "Drama")
        between = await versions.read()
    assert changed(between, await versions.read()) == {"genres", "titles", "facets"}


async def test_folding_leaves_versions_as_they_are(
    dsn: str, connection: asyncpg.Connection, empty_tables: None, versions: PostgresTagVersionAdapter
) -> None:
    pids = []
    for number in range(3):
        gone = await asyncpg.connect(dsn)
        pids.append(gone.get_server_pid())
        await stored_genre(gone, f"genre {number}")
        await gone.close()
    await _until_gone(connection, pids)
    await stored_genre(connection, "Crime")
    before = await versions.read()
    await asyncio.gather(versions.compact(), versions.compact())
    assert await versions.read() == before
    left = "SELECT count(*) FROM content_versions WHERE slot <> 0 AND slot NOT IN (SELECT pid FROM pg_stat_activity)"
    assert await connection.fetchval(left) == 0
    await stored_genre(connection, "Drama")
    assert changed(before, await versions.read()) == {"genres", "titles", "facets"}


async def _until_gone(connection: asyncpg.Connection, pids: list[int]) -> None:
    async with asyncio.timeout(10):
        while await connection.fetchval("SELECT count(*) FROM pg_stat_activity WHERE pid = ANY($1)", pids):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("operation", KEPT, ids=str)
async def test_everything_that_a_kept_answer_is_made_of_is_counted(
    operation: Operation, ids: dict[str, object], dsn: str, connection: asyncpg.Connection
) -> None:
    """A table or column that a statement reads, and no trigger tells of, would make stale answers."""
    queries = ["", "?with_total=true"] if operation.is_list else [""]
    async with keeping_service(dsn) as service:
        with service.watched() as statements:
            for query in queries:
                assert (await service.http.get(kept_address(operation, ids) + query)).status_code == 200
            read = {name for sql in statements.about_content for name in _columns_read(sql)}
    assert len(read) >= 2
    content = content_of(operation)
    assert content is not None
    assert read - await _columns_counted(connection, content) == set()


def _columns_read(sql: str) -> set[str]:
    """Return the columns of tables that a statement names, and `*` of each of its tables: which rows there are."""
    tables = {table for table in Entity.metadata.tables if re.search(rf"(?<!\.)\b{table}\b", sql)}
    named = {f"{table}.{column}" for table, column in re.findall(r"\b(\w+)\.(\w+)\b", sql) if table in tables}
    assert {name.partition(".")[0] for name in named} == tables or sql.startswith("SELECT count(*)"), sql
    return named | {f"{table}.*" for table in tables}


_DELETE_UPDATE_TRUNCATE = 8 | 16 | 32  # as pg_trigger has them


async def _columns_counted(connection: asyncpg.Connection, content: str) -> set[str]:
    """Return the columns whose changes are changes of the content. Ids never change; rows that go are told of."""
    triggers = await connection.fetch(
        "SELECT tgrelid::regclass::text AS table, bit_or(tgtype) AS tgtype, tgattr::int2[] AS columns,"
        " encode(tgargs, 'escape') AS content"
        " FROM pg_trigger WHERE tgname ~ '^count_(change|public_)' AND tgenabled = 'O'"
        " GROUP BY tgrelid, tgattr::int2[], tgargs"
    )
    counted: set[str] = set()
    for trigger in triggers:
        if content not in trigger["content"].split(r"\000"):
            continue
        assert trigger["tgtype"] & _DELETE_UPDATE_TRUNCATE == _DELETE_UPDATE_TRUNCATE, trigger["table"]
        columns = Entity.metadata.tables[trigger["table"]].columns
        chosen = await connection.fetch(
            "SELECT attname FROM pg_attribute WHERE attrelid = $1::text::regclass AND attnum = ANY($2)",
            trigger["table"],
            trigger["columns"],
        )
        names = {row["attname"] for row in chosen} | {"id"} if chosen else {column.name for column in columns}
        counted |= {f"{trigger['table']}.{name}" for name in names | {"*"}}
    return counted


class PausingVersions:
    """Versions whose reader waits until a test lets it go on."""

    def __init__(self) -> None:
        self.begun = 0
        self.may_end = asyncio.Semaphore(0)

    async def read(self) -> Mapping[str, str]:
        self.begun += 1
        number = self.begun
        await self.may_end.acquire()
        return {CacheTag.TITLES: str(number)}

    async def compact(self) -> int:
        return 0


async def test_reading_is_shared_by_those_who_came_before_it_began() -> None:
    inner = PausingVersions()
    shared = SharedTagVersionAdapter(inner)
    first = asyncio.create_task(shared.read())
    while inner.begun < 1:  # noqa: ASYNC110
        await asyncio.sleep(0)
    later = [asyncio.create_task(shared.read()) for _ in range(10)]
    await asyncio.sleep(0)
    assert inner.begun == 1
    inner.may_end.release()
    assert await first == {CacheTag.TITLES: "1"}
    later[0].cancel()
    inner.may_end.release()
    assert [await one for one in later[1:]] == [{CacheTag.TITLES: "2"}] * 9
    assert inner.begun == 2
    inner.may_end.release()
    assert await shared.read() == {CacheTag.TITLES: "3"}


class FailingVersions(PausingVersions):
    async def read(self) -> Mapping[str, str]:
        self.begun += 1
        if self.begun == 1:
            raise ConnectionError(uuid4().hex)
        return {}


async def test_reading_that_failed_is_done_again_by_who_comes_next() -> None:
    shared = SharedTagVersionAdapter(FailingVersions())
    failures = await asyncio.gather(*(shared.read() for _ in range(3)), return_exceptions=True)
    assert [type(failure) for failure in failures] == [ConnectionError] * 3
    assert await shared.read() == {}
