"""manage.py refresh-metadata as an operator uses it."""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import asyncpg
import pytest
from typer.testing import Result

from tests.support.commands import Manage
from tests.support.databases import created_database, execute
from tests.support.standin import Standin
from tests.support.watchlist import stored_title

Refresh = Callable[..., Result]
DIE_HARD = 47964
TYPED = """
INSERT INTO users (id, email, email_key, username, username_key, password_hash, role, is_active, created_at, updated_at)
VALUES (gen_random_uuid(), 'a@example.com', 'a@example.com', 'ada', 'ada', 'x', 'user', true, now(), now());
INSERT INTO titles (id, media_type, title, release_date_precision, is_active, title_sort, search_words, metadata_state,
                    metadata_due_at, created_at, updated_at, owner_id)
SELECT gen_random_uuid(), 'movie', 'As I wrote it', 'day', true, 'as i wrote it', '{{}}', 'pending', now(), now(),
       now(), id
FROM users;
INSERT INTO title_figures (title_id, is_public) SELECT id, false FROM titles WHERE owner_id IS NOT NULL;
INSERT INTO personal_title_ids (owner_id, source, media_type, external_id, title_id)
SELECT owner_id, 'tmdb', 'movie', '{number}', id FROM titles WHERE owner_id IS NOT NULL;
INSERT INTO watch_entries (user_id, id, title_id, status, created_at, updated_at)
SELECT owner_id, gen_random_uuid(), id, 'planned', now(), now() FROM titles WHERE owner_id IS NOT NULL;
"""


@pytest.fixture
def own_dsn(server_dsn: str) -> Iterator[str]:
    with created_database(server_dsn, "refresh") as dsn:
        asyncio.run(_store_pending(dsn))
        yield dsn


async def _store_pending(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        title_id = await stored_title(connection, "Die Hard, as somebody wrote it")
        await connection.execute(
            "UPDATE titles SET metadata_state = 'pending', metadata_due_at = now() + interval '1 hour'"
        )
        await connection.execute(
            "INSERT INTO title_external_ids VALUES ('tmdb', 'movie', $1, $2)", str(DIE_HARD), title_id
        )
    finally:
        await connection.close()


def _titles(dsn: str) -> list[tuple[str, str]]:
    async def read() -> list[tuple[str, str]]:
        connection = await asyncpg.connect(dsn)
        try:
            rows = await connection.fetch("SELECT title, metadata_state FROM titles")
            return [(row[0], row[1]) for row in rows]
        finally:
            await connection.close()

    return asyncio.run(read())


@pytest.fixture
def refresh(own_dsn: str, tmp_path: Path, standin: Standin, monkeypatch: pytest.MonkeyPatch) -> Refresh:
    variables = {"DATABASE_URL": own_dsn, "TMDB__BASE_URL": standin.tmdb, "TMDB__ACCESS_TOKEN": "token-of-548"}
    return partial(Manage(tmp_path, monkeypatch, variables), "refresh-metadata")


def test_pending_titles_are_completed(own_dsn: str, refresh: Refresh) -> None:
    completed = refresh()

    assert (completed.exit_code, completed.stderr) == (0, "")
    assert "1 refreshed, 0 gone" in completed.stdout
    assert _titles(own_dsn) == [("A Good Day to Die Hard", "current")]


def test_titles_that_are_not_due_are_left_alone(own_dsn: str, refresh: Refresh) -> None:
    completed = refresh("--no-pending")

    assert "0 refreshed" in completed.stdout
    assert _titles(own_dsn)[0][1] == "pending"


def test_provider_that_is_away_is_told_by_the_exit_status(own_dsn: str, refresh: Refresh, standin: Standin) -> None:
    standin.fails_with(503)

    completed = refresh()

    assert completed.exit_code == 1
    assert "1 postponed" in completed.stdout
    assert _titles(own_dsn) == [("Die Hard, as somebody wrote it", "pending")]


def test_title_that_is_gone_is_marked(own_dsn: str, refresh: Refresh) -> None:
    asyncio.run(execute(own_dsn, "UPDATE title_external_ids SET external_id = '999999999'"))

    completed = refresh()

    assert "1 gone at their provider" in completed.stdout
    assert _titles(own_dsn) == [("Die Hard, as somebody wrote it", "vanished")]


def test_title_of_ones_own_becomes_one_with_the_public_title_of_its_id(own_dsn: str, refresh: Refresh) -> None:
    asyncio.run(execute(own_dsn, TYPED.format(number=DIE_HARD)))

    completed = refresh()

    assert (completed.exit_code, completed.stderr) == (0, "")
    assert _titles(own_dsn) == [("A Good Day to Die Hard", "current")]
