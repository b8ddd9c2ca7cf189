"""Deadlocks and serialization failures, provoked on the real database: the loser is done again, and nobody notices."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.support.accounts import Accounts
from tests.support.problems import problem_of

GENRES = "/api/v1/genres"
GATE = 990

CROSSING = f"""
CREATE FUNCTION cross_locks() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE own integer := CASE WHEN NEW.name LIKE '%one' THEN 991 ELSE 992 END;
BEGIN
    PERFORM pg_advisory_xact_lock(own);
    PERFORM pg_advisory_xact_lock_shared({GATE});
    PERFORM pg_advisory_xact_lock(991 + 992 - own);
    RETURN NEW;
END $$;
CREATE TRIGGER spoil BEFORE UPDATE ON genres FOR EACH ROW EXECUTE FUNCTION cross_locks();
"""
"""Each of two changes takes a lock of its own, waits at the gate, and then wants the lock of the other."""

FAILING = """
CREATE SEQUENCE attempts;
CREATE FUNCTION fail_at_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF nextval('attempts') <= %s THEN RAISE EXCEPTION 'lost' USING ERRCODE = '%s'; END IF;
    RETURN NULL;
END $$;
CREATE %s spoil AFTER INSERT ON genres %s FOR EACH ROW EXECUTE FUNCTION fail_at_first();
"""

WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = $1"


@pytest.fixture
async def spoilt(connection: asyncpg.Connection, empty_tables: None) -> AsyncIterator[asyncpg.Connection]:
    """Take away in the end what the test has put upon the table of genres."""
    yield connection
    await connection.execute(
        "DROP TRIGGER IF EXISTS spoil ON genres; DROP FUNCTION IF EXISTS cross_locks, fail_at_first;"
        "DROP SEQUENCE IF EXISTS attempts; SELECT pg_advisory_unlock_all()"
    )


async def test_two_changes_that_lock_each_other_out_both_succeed(
    accounts: Accounts, spoilt: asyncpg.Connection
) -> None:
    admin = await accounts.admin()
    made = [await admin.http.post(GENRES, json={"name": name}) for name in ("First", "Second")]
    await spoilt.execute(CROSSING)
    await spoilt.execute("SELECT pg_advisory_lock($1::bigint)", GATE)
    changes = [
        asyncio.create_task(admin.http.patch(f"{GENRES}/{genre.json()['id']}", json={"name": name}))
        for genre, name in zip(made, ("Number one", "Number two"), strict=True)
    ]
    while await spoilt.fetchval(WAITING, GATE) < 2:  # noqa: ASYNC110 - nothing tells when
        await asyncio.sleep(0.01)
    before = await deadlocks(spoilt)
    await spoilt.execute("SELECT pg_advisory_unlock($1::bigint)", GATE)
    answers = await asyncio.gather(*changes)
    assert [(answer.status_code, answer.json()["name"]) for answer in answers] == [
        (200, "Number one"),
        (200, "Number two"),
    ]
    while await deadlocks(spoilt) == before:  # noqa: ASYNC110 - PostgreSQL counts a little later
        await asyncio.sleep(0.05)


async def deadlocks(connection: asyncpg.Connection) -> int:
    await connection.execute("SELECT pg_stat_clear_snapshot()")
    count: int = await connection.fetchval("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    return count


MOMENTS = pytest.mark.parametrize(
    ("kind", "at"),
    [("TRIGGER", ""), ("CONSTRAINT TRIGGER", "DEFERRABLE INITIALLY DEFERRED")],
    ids=["in the middle", "at the commit"],
)


@pytest.mark.parametrize("code", ["40001", "40P01"])
@MOMENTS
async def test_change_that_loses_twice_succeeds_and_has_one_effect(
    kind: str, at: str, code: str, accounts: Accounts, spoilt: asyncpg.Connection
) -> None:
    admin = await accounts.admin()
    await spoilt.execute(FAILING % (2, code, kind, at))
    answer = await admin.http.post(GENRES, json={"name": "Drama"})
    assert answer.status_code == 201, answer.text
    assert await spoilt.fetchval("SELECT count(*) FROM genres") == 1
    assert await spoilt.fetchval("SELECT count(*) FROM audit_log WHERE action = 'genre_created'") == 1
    assert await spoilt.fetchval("SELECT last_value FROM attempts") == 3


async def test_change_that_always_loses_is_refused_and_has_no_effect(
    accounts: Accounts, spoilt: asyncpg.Connection
) -> None:
    admin = await accounts.admin()
    await spoilt.execute(FAILING % (100, "40001", "TRIGGER", ""))
    answer = await admin.http.post(GENRES, json={"name": "Drama"})
    problem_of(answer, 503, "transaction_conflict")
    assert int(answer.headers["retry-after"]) >= 1
    assert await spoilt.fetchval("SELECT last_value FROM attempts") == 3
    assert await spoilt.fetchval("SELECT count(*) FROM genres") == 0


@MOMENTS
async def test_change_under_a_key_that_loses_twice_has_one_effect_and_one_answer(
    kind: str, at: str, accounts: Accounts, spoilt: asyncpg.Connection
) -> None:
    admin = await accounts.admin()
    await spoilt.execute(FAILING % (2, "40P01", kind, at))
    key = {"Idempotency-Key": "once"}
    first, again = [await admin.http.post(GENRES, json={"name": "Drama"}, headers=key) for _ in range(2)]
    assert (first.status_code, "idempotency-replayed" in first.headers) == (201, False)
    assert (again.content, again.headers["idempotency-replayed"]) == (first.content, "true")
    assert await spoilt.fetchval("SELECT last_value FROM attempts") == 3
    assert await spoilt.fetchval("SELECT count(*) FROM genres") == 1


@MOMENTS
async def test_change_under_a_key_that_always_loses_leaves_its_key_free(
    kind: str, at: str, accounts: Accounts, spoilt: asyncpg.Connection
) -> None:
    admin = await accounts.admin()
    await spoilt.execute(FAILING % (3, "40001", kind, at))
    key = {"Idempotency-Key": "once"}
    refused, done = [await admin.http.post(GENRES, json={"name": "Drama"}, headers=key) for _ in range(2)]
    problem_of(refused, 503, "transaction_conflict")
    assert (done.status_code, "idempotency-replayed" in done.headers) == (201, False)
