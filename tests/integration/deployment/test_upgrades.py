"""A filled database of every released revision becomes one of the newest, and the service answers on it."""

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from alembic import command
from alembic.script import ScriptDirectory

from tests.support.accounts import PASSWORD
from tests.support.databases import SECRET, blank_database, created_database, execute
from tests.support.resources import FILE, REVISIONS, rows_since
from tests.support.service import Service
from tests.support.services import running
from watchkeeper.configs.application import create_application
from watchkeeper.configs.migrations import alembic_config, current_revision, newest_revision
from watchkeeper.configs.settings import Settings

HEAT = "00000000-0000-7000-8000-0000000000e1"
MUSHISHI = "00000000-0000-7000-8000-0000000000e2"
NEWEST = 3
RATED_SINCE, REVIEWED_SINCE, AUDITED_SINCE, TERMS_SINCE, SORTED_SINCE = "0002", "0002", "0003", "0011", "0015"
COLUMNS = """
SELECT table_name, array_agg(quote_ident(column_name)::text ORDER BY column_name) AS names
FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version' GROUP BY table_name
"""
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint
WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2
"""
TRIGGERS = "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2"
INDEXES = "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2"

ADDING_NO_ROWS = {
    "0071": "drops an index alone",
    "0070": "drops an index alone",
    "0069": "other terms of titles that earlier revisions have (test_terms_at_upgrade.py)",
    "0068": "functions and a constraint alone",
    "0067": "drops functions alone",
    "0065": "indexes alone",
    "0064": "other terms of titles that earlier revisions have (test_terms_at_upgrade.py)",
    "0061": "a condition in a function alone",
    "0060": "triggers alone",
    "0062": "one column with a default",
    "0059": "one column, empty for the rows that there are",
    "0058": "comments of functions alone",
    "0057": "columns that say more of new operations",
    "0040": "one column that nothing is in yet, and functions",
    "0048": "one column with a default",
    "0052": "functions alone",
    "0053": "a function alone",
    "0054": "a function of a trigger alone",
    "0055": "a function and an index alone",
    "0056": "triggers, and a row that they count in",
    "0044": "one column, empty for the sessions that there are",
    "0066": "a function alone",
    "0063": "spellings of short words of titles that are there",
    "0041": "one column with a default, which no play has tags in yet",
    "0043": "triggers alone",
    "0046": "counts of plays that earlier revisions have",
    "0045": "a function of a trigger alone",
    "0022": "the changes are of rows that earlier revisions have",
    "0017": "gives names of earlier revisions new keys (test_usernames_at_upgrade.py)",
    "0008": "indexes alone",
    "0009": "indexes alone",
    "0010": "the triggers write title_references of the links that earlier revisions have",
    "0019": "a member of ids that are there, which none is set of yet",
    "0012": "brings ids of earlier revisions into canonical form (test_ids_at_upgrade.py)",
    "0013": "one column with a default",
    "0014": "names that no earlier title has",
    "0015": "other sort keys of titles that earlier revisions have",
    "0023": "posters that earlier revisions have",
    "0039": "viewings of entries that earlier revisions have (test_viewings_at_upgrade.py)",
    "0025": "one column with a default, for titles that are known",
    "0034": "statistics alone",
    "0029": "drops a constraint",
    "0027": "one column with a default",
}
"""Revisions whose upgrade is tried over the rows of earlier ones, and why."""

MADE_ANEW = {"titles": {"search_words", "search_vector", "title_sort", "title_key"}}
"""What titles are found and sorted by, which revisions 0011, 0015, 0064 and 0069 make anew."""
COUNTED = {"content_versions", "change_heads", "resource_changes"}
"""Changes of titles are counted here, also those of revisions 0011, 0015, 0064 and 0069."""

Rows = dict[str, list[tuple[Any, ...]]]


def revisions() -> list[str]:
    scripts = ScriptDirectory.from_config(alembic_config(""))
    return sorted(script.revision for script in scripts.walk_revisions())


@pytest.fixture
def older(server_dsn: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The DSN of an empty database of the revision that is asked for."""
    with blank_database(server_dsn, f"at_{request.param}") as dsn:
        command.upgrade(alembic_config(dsn), request.param)
        yield dsn


@pytest.fixture(scope="module")
def fresh(server_dsn: str) -> Iterator[str]:
    with created_database(server_dsn, "fresh") as dsn:
        yield dsn


async def fill(connection: asyncpg.Connection, revision: str) -> None:
    """Put into every table of that revision what it may hold there."""
    for one in sorted(REVISIONS):
        if one <= revision:
            await connection.execute(rows_since(one))


async def contents(connection: asyncpg.Connection, columns: dict[str, list[str]]) -> Rows:
    """Return every row of these tables, by these columns."""
    return {
        table: sorted(
            (tuple(row) for row in await connection.fetch(f"SELECT {', '.join(names)} FROM {table}")), key=repr
        )
        for table, names in columns.items()
    }


async def columns_of(connection: asyncpg.Connection) -> dict[str, list[str]]:
    found = {row["table_name"]: row["names"] for row in await connection.fetch(COLUMNS)}
    return {
        table: [name for name in names if name not in MADE_ANEW.get(table, ())]
        for table, names in found.items()
        if table not in COUNTED
    }


async def structure(dsn: str) -> list[list[tuple[Any, ...]]]:
    connection = await asyncpg.connect(dsn)
    try:
        return [[tuple(row) for row in await connection.fetch(asked)] for asked in (CONSTRAINTS, TRIGGERS, INDEXES)]
    finally:
        await connection.close()


def test_every_revision_has_something_to_fill_it_with() -> None:
    unfilled = set(revisions()) - REVISIONS - set(ADDING_NO_ROWS)
    assert unfilled == set(), f"Put rows for what they add under `since` of a resource in {FILE}, or say below why not."
    assert REVISIONS | set(ADDING_NO_ROWS) == set(revisions()), "There is no such revision."


def upgraded() -> list[Any]:
    """Return the revisions to upgrade from: in `make test` the first, those where answers change, and the newest."""
    every = revisions()
    short = {every[0], REVIEWED_SINCE, AUDITED_SINCE, *every[-NEWEST:]}
    short |= {every[every.index(since) - 1] for since in (TERMS_SINCE, SORTED_SINCE)}
    return [pytest.param(one, one, marks=() if one in short else pytest.mark.long) for one in every]


@pytest.mark.parametrize(("older", "revision"), upgraded(), indirect=["older"])
def test_filled_database_of_an_older_revision_keeps_all_and_serves(
    older: str, revision: str, fresh: str, settings: Settings
) -> None:
    before = asyncio.run(filled(older, revision))
    command.upgrade(alembic_config(older), "head")
    asyncio.run(verify(older, revision, before, fresh, settings))


async def filled(dsn: str, revision: str) -> tuple[dict[str, list[str]], Rows]:
    connection = await asyncpg.connect(dsn)
    try:
        await fill(connection, revision)
        columns = await columns_of(connection)
        rows = await contents(connection, columns)
        empty = [table for table, stored in rows.items() if not stored]
        assert empty == [], f"Put rows into these tables under `since: {revision}` of their resource in {FILE}."
        return columns, rows
    finally:
        await connection.close()


async def verify(
    dsn: str, revision: str, before: tuple[dict[str, list[str]], Rows], fresh: str, settings: Settings
) -> None:
    assert await current_revision(dsn) == newest_revision()
    connection = await asyncpg.connect(dsn)
    try:
        columns, rows = before
        assert await contents(connection, columns) == rows
        assert await structure(dsn) == await structure(fresh)
        async with running(create_application(settings, secret=SECRET, dsn=dsn)) as http:
            assert (await http.get("/ready")).status_code == 200
            await verify_answers(http, revision)
        if revision >= AUDITED_SINCE:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute("DELETE FROM audit_log")
    finally:
        await connection.close()


async def verify_answers(http: httpx.AsyncClient, revision: str) -> None:
    """What was there is shown, counted rightly, and can be changed."""
    heat = (await http.get(f"/api/v1/titles/{HEAT}")).json()
    expected = (2, 3.75, 1) if revision >= RATED_SINCE else (0, None, 0)
    assert (heat["rating"]["count"], heat["rating"]["average"], heat["reviews_count"]) == expected
    reviews = (await http.get(f"/api/v1/titles/{HEAT}/reviews")).json()["items"]
    assert len(reviews) == (1 if revision >= REVIEWED_SINCE else 0)

    signed_in = await http.post("/api/v1/auth/login", json={"username": "alan", "password": PASSWORD})
    assert signed_in.status_code == 200, signed_in.text
    http.headers["Authorization"] = f"Bearer {signed_in.json()['access_token']}"
    entries = (await http.get("/api/v1/watchlist?sort=created_at")).json()["items"]
    assert [(entry["status"], entry["notes"]) for entry in entries] == [("completed", "The diner"), ("planned", None)]
    completed = await http.patch(f"/api/v1/watchlist/{entries[1]['id']}", json={"status": "completed"})
    assert completed.status_code == 200, completed.text
    rated = await http.post("/api/v1/ratings", json={"title_id": MUSHISHI, "score": 5})
    assert rated.status_code == 201, rated.text
    if revision < TERMS_SINCE:
        found = (await http.get("/api/v1/titles?q=蟲師 2005")).json()["items"]
        assert [title["title"] for title in found] == ["Mushishi"]
    if revision < SORTED_SINCE:
        listed = (await http.get("/api/v1/titles?sort=title")).json()["items"]
        assert [title["title"] for title in listed] == ["The Apartment", "Heat", "Mushishi"]
    mushishi = (await http.get(f"/api/v1/titles/{MUSHISHI}")).json()
    assert (mushishi["rating"]["count"], mushishi["rating"]["average"]) == (1, 5.0)


def test_old_process_starts_over_a_newer_schema_while_an_upgrade_goes_on(server_dsn: str, tmp_path: Path) -> None:
    with created_database(server_dsn, "newer") as dsn:
        asyncio.run(execute(dsn, "UPDATE alembic_version SET version_num = '9999'"))
        variables = {"DATABASE_URL": dsn, "AUTH__SECRET_KEY": SECRET, "ENVIRONMENT": "production"}
        service = Service(tmp_path, tmp_path / "log", variables=variables)
        try:
            service.wait_until_ready()
            assert service.stop(signal.SIGTERM) == 0
        finally:
            service.end()
