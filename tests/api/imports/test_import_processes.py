"""What becomes of imports while processes are killed, and of large ones."""

import asyncio
import csv
import io
import os
import signal
from uuid import UUID

import asyncpg
import psutil
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.imports import IMPORTS, previewed, settled, uploaded

_MANY = 100_000
_MAX_GROWTH = 150 << 20


def ratings(count: int) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Date", "Name", "Year", "Letterboxd URI", "Rating"])
    writer.writerows(["2024-01-01", f"Film {n}", 1950 + n % 70, f"https://boxd.it/{n}", 4.5] for n in range(count))
    return text.getvalue()


def readers() -> list[psutil.Process]:
    """Return the programs that read uploads for this process."""
    children = psutil.Process().children(recursive=True)
    return [child for child in children if "parsing_program" in " ".join(child.cmdline())]


async def killed() -> None:
    """Wait for a program that reads an upload, and kill it as `kill -9` does."""
    while True:
        found = readers()
        if found:
            os.kill(found[0].pid, signal.SIGKILL)
            return
        await asyncio.sleep(0.005)


async def has_rows(connection: asyncpg.Connection) -> None:
    """Wait until some row of an import is stored."""
    while True:
        if await connection.fetchval("SELECT count(*) FROM import_rows"):
            return
        await asyncio.sleep(0.01)


async def test_program_that_is_killed_while_it_opens_an_upload_is_told(person: Person) -> None:
    answer, _ = await asyncio.gather(uploaded(person, ratings(20_000)), killed())
    assert (answer.status_code, answer.json()["code"]) == (422, "import_unreadable")
    assert (await uploaded(person)).status_code == 202


@pytest.mark.long
async def test_program_that_is_killed_while_it_reads_fails_one_import(person: Person, accounts: Accounts) -> None:
    made = (await uploaded(person, ratings(50_000))).json()
    await killed()
    shown = await settled(person, made["id"])
    assert (shown["state"], shown["error"]["code"]) == ("failed", "import_unreadable")
    other = await accounts.person()
    assert (await previewed(other))["state"] == "preview"


async def test_import_that_is_removed_while_it_is_read_leaves_nothing(
    person: Person, connection: asyncpg.Connection
) -> None:
    made = (await uploaded(person, ratings(5_000))).json()
    await has_rows(connection)
    assert (await person.http.delete(f"{IMPORTS}/{made['id']}")).status_code == 204
    other = (await uploaded(person)).json()
    assert (await settled(person, other["id"]))["counts"]["rows"] == 1
    left = await connection.fetchval("SELECT count(*) FROM import_rows WHERE user_id = $1", UUID(str(person.id)))
    assert left == 1


@pytest.mark.long
@pytest.mark.timeout(600)
async def test_history_of_100_000_rows_takes_bounded_memory(person: Person) -> None:
    process = psutil.Process()
    content = ratings(_MANY)
    await previewed(person)
    before = process.memory_info().rss
    shown = await previewed(person, content)
    assert (shown["state"], shown["counts"]["rows"]) == ("preview", _MANY)
    assert process.memory_info().rss - before < _MAX_GROWTH
