"""manage.py recount as an operator uses it, and the migration of feedback on data."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from tests.support.commands import Manage
from tests.support.databases import created_database
from tests.support.watchlist import stored_title


@pytest.fixture
def own_dsn(server_dsn: str) -> Iterator[str]:
    with created_database(server_dsn, "recount") as dsn:
        asyncio.run(_rate_one(dsn))
        yield dsn


@pytest.fixture
def manage(own_dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Manage:
    return Manage(tmp_path, monkeypatch, {"DATABASE_URL": own_dsn})


async def _rate_one(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        title_id = await stored_title(connection)
        user_id = await connection.fetchval(
            "INSERT INTO users VALUES (gen_random_uuid(), 'a@example.com', 'a@example.com', 'a', 'a', NULL, NULL, 'x',"
            " 'user', true, now(), now()) RETURNING id"
        )
        await connection.execute(
            "INSERT INTO ratings VALUES ($1, gen_random_uuid(), $2, 9, NULL, NULL, now(), now())", user_id, title_id
        )
    finally:
        await connection.close()


async def _execute(dsn: str, sql: str) -> Any:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


def test_recount_says_what_it_found_and_repairs_it(own_dsn: str, manage: Manage) -> None:
    clean = manage("recount")
    asyncio.run(_execute(own_dsn, "UPDATE title_figures SET ratings_count = 3, half_steps_sum = 9"))
    found, after = manage("recount"), manage("recount")

    assert (clean.exit_code, clean.stdout.splitlines()[0]) == (0, "no difference")
    assert found.exit_code == 1
    assert "3 ratings (sum 4.5, [0, 0, 0, 0, 0, 0, 0, 1, 0]) and 0 reviews stored, 1 ratings" in found.stdout
    assert "1 titles had wrong rating statistics; they are repaired." in found.stdout
    assert (after.exit_code, after.stdout.splitlines()[0]) == (0, "no difference")
    assert asyncio.run(_execute(own_dsn, "SELECT weighted FROM title_figures")) == 4.5  # its own mean is that of all


def test_recount_repairs_the_numbers_of_plays(own_dsn: str, manage: Manage) -> None:
    asyncio.run(_execute(own_dsn, _PLAY))
    asyncio.run(_execute(own_dsn, "UPDATE viewings SET plays_count = 3"))

    found, after = manage("recount"), manage("recount")

    assert found.exit_code == 1
    assert "1 titles had wrong numbers of plays; they are repaired." in found.stdout
    assert (after.exit_code, after.stdout.splitlines()[-1]) == (0, "All plays are counted.")
    assert asyncio.run(_execute(own_dsn, "SELECT plays_count FROM viewings")) == 1


_PLAY = """
INSERT INTO plays (user_id, id, title_id, viewing, precision, sorted_at, edited_at, created_at, updated_at)
SELECT users.id, gen_random_uuid(), titles.id, 1, 'unknown', '-infinity', now(), now(), now() FROM users, titles
"""


def test_migration_goes_down_with_ratings_there_and_up_again(own_dsn: str, manage: Manage) -> None:
    assert manage("migrate", "down", "0001").exit_code == 0
    rating_statistics = (
        "SELECT (ratings_count, half_steps_sum, distribution, weighted, reviews_count)::text FROM title_figures"
    )
    assert asyncio.run(_execute(own_dsn, rating_statistics)) == '(0,0,"{0,0,0,0,0,0,0,0,0}",,0)'
    leftovers = "SELECT count(*) FROM pg_proc WHERE proname IN ('count_rating', 'count_review', 'weighted_rating')"
    assert asyncio.run(_execute(own_dsn, leftovers)) == 0

    assert manage("migrate", "up").exit_code == 0
    assert manage("migrate", "check").exit_code == 0
