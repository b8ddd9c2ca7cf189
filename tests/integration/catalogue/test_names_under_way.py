"""Whoever links names that somebody is changing waits, and neither undoes the other."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from tests.support.accounts import Accounts
from tests.support.feedback import held, until_waiting
from tests.support.watchlist import stored_title
from watchkeeper.commands.load_catalogue import run_load
from watchkeeper.configs.container import Container
from watchkeeper.models.types.catalogue.media_type import MediaType

SHOWN = "SELECT genres FROM title_references JOIN titles ON titles.id = title_id WHERE title = 'Heat'"
SECONDS = 30
LONG = 1.2
"""Seconds after which PostgreSQL has looked for a deadlock, and undoes whoever completes one from then on."""


@pytest.mark.parametrize("name", ["Felony", "CRIME"])
async def test_a_genre_gets_a_new_name_while_a_file_that_has_it_is_loaded(
    connection: asyncpg.Connection,
    accounts: Accounts,
    container: Container,
    observer: asyncpg.Connection,
    tmp_path: Path,
    empty_tables: None,
    name: str,
) -> None:
    admin = await accounts.admin()
    known = await admin.http.post("/api/v1/genres", json={"name": "Crime"})
    await stored_title(connection, "Ronin", genre_id=known.json()["id"])
    file = tmp_path / "titles.csv"
    file.write_text("title,genres,external_ids\nRonin,Crime|Thriller,imdb:tt1\nHeat,Crime,imdb:tt2\n", encoding="utf-8")
    async with held(connection, "LOCK TABLE title_figures IN EXCLUSIVE MODE"):  # the load stops between its statements
        loading = asyncio.create_task(run_load(container, file, MediaType.MOVIE))
        await until_waiting(observer)
        path = f"/api/v1/genres/{known.json()['id']}"
        renaming = asyncio.create_task(admin.http.patch(path, json={"name": name}))
        await until_waiting(observer, 2)
        await asyncio.sleep(LONG)
    report, renamed = await asyncio.wait_for(asyncio.gather(loading, renaming), SECONDS)
    assert (report.new, renamed.status_code) == (1, 200)
    assert name in await connection.fetchval(SHOWN)
