"""manage.py import, as it is typed."""

import asyncio
import re
from datetime import date
from pathlib import Path

import asyncpg
import pytest
from typer.testing import CliRunner

from tests.support.accounts import Accounts, Person
from tests.support.databases import SECRET
from tests.support.watchlist import stored_title
from watchkeeper.commands.main import app

_FILE = "tests/fixtures/imports/movielens/ratings/files/ratings.csv"


@pytest.fixture(autouse=True)
def database(dsn: str, empty_tables: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", dsn)
    monkeypatch.setenv("AUTH__SECRET_KEY", SECRET)


async def ratings_of(person: Person) -> int:
    answer = await person.http.get("/api/v1/ratings", params={"with_total": "true"})
    return int(answer.json()["total"])


async def test_a_file_is_imported_and_taken_back(accounts: Accounts) -> None:
    ada = await accounts.person("ada")
    code, text = await _typed(_FILE, "--user", "ada", "--yes")
    assert code == 0, text
    assert "from movielens" in text
    assert await ratings_of(ada) > 0
    again = await _typed(_FILE, "--user", "ada", "--yes")
    assert "Written: nothing that was not there." in again[1]
    found = re.search(r"--rollback (\S+)", text)
    assert found is not None
    assert (await _typed("--user", "ada", "--rollback", found[1]))[0] == 0
    assert await ratings_of(ada) == 0


async def test_nothing_is_written_where_nobody_can_be_asked(accounts: Accounts) -> None:
    ada = await accounts.person("ada")
    code, text = await _typed(_FILE, "--user", "ada")
    assert (code, await ratings_of(ada)) == (0, 0)
    assert "Nothing was written." in text


async def test_what_a_person_knows_of_a_file_is_said(accounts: Accounts, tmp_path: Path) -> None:
    ada = await accounts.person("ada")
    file = tmp_path / "ViewingActivity.csv"
    file.write_text(
        "Profile Name,Start Time,Duration,Attributes,Title,Supplemental Video Type\n"
        "Ada,2024-01-01 20:00:00,01:00:00,,Film,\nBob,2024-01-01 20:00:00,01:00:00,,Other,\n"
    )
    said = ("--source", "netflix", "--profile", "Ada", "--time-zone", "Europe/Berlin", "--yes")
    assert (await _typed(str(file), "--user", "ada", *said))[0] == 0
    plays = (await ada.http.get("/api/v1/plays")).json()["items"]
    assert [(play["title"]["title"], play["watched_on"]) for play in plays] == [("Film", "2024-01-01T20:00:00Z")]
    assert (await _typed(str(file), "--user", "ada", "--time-zone", "Nowhere/Land"))[0] == 1


async def test_somebody_at_a_terminal_looks_for_another_title(
    accounts: Accounts, connection: asyncpg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await accounts.person("ada")
    for year in (1990, 2000):
        await stored_title(connection, "Twice", release_date=date(year, 1, 1))
    right = str(await stored_title(connection, "Quite another name"))
    file = tmp_path / "NetflixViewingHistory.csv"
    file.write_text('Title,Date\n"Twice","12/31/20"\n')
    monkeypatch.setattr("typer.testing._NamedTextIOWrapper.isatty", lambda _: True)
    code, text = await _typed(str(file), "--user", "ada", lines=("x", "t", "Quite another", "1", "y"))
    assert code == 0, text
    assert "Twice (1990, movie)" in text
    plays = (await ada.http.get("/api/v1/plays")).json()["items"]
    assert [play["title"]["id"] for play in plays] == [right]


async def test_somebody_at_a_terminal_says_the_order_of_days(
    accounts: Accounts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await accounts.person("ada")
    file = tmp_path / "NetflixViewingHistory.csv"
    file.write_text('Title,Date\n"Once","01/02/20"\n')
    monkeypatch.setattr("typer.testing._NamedTextIOWrapper.isatty", lambda _: True)
    code, text = await _typed(str(file), "--user", "ada", lines=("x", "d", "y"))
    assert code == 0, text
    assert [play["watched_on"] for play in (await ada.http.get("/api/v1/plays")).json()["items"]] == ["2020-02-01"]


async def test_messages_name_options_as_they_are_typed(accounts: Accounts) -> None:
    await accounts.person("ada")
    result = await asyncio.to_thread(
        CliRunner().invoke, app, ["import", _FILE, "--user", "ada", "--source", "trakt", "--yes"]
    )
    assert result.exit_code == 1
    assert "--source" in result.stderr


async def test_rows_that_nobody_decided_are_counted(
    accounts: Accounts, connection: asyncpg.Connection, tmp_path: Path
) -> None:
    await accounts.person("ada")
    for year in (1990, 2000):
        await stored_title(connection, "Twice", release_date=date(year, 1, 1))
    file = tmp_path / "NetflixViewingHistory.csv"
    file.write_text('Title,Date\n"Twice","12/31/20"\n')
    code, text = await _typed(str(file), "--user", "ada", "--yes")
    assert (code, "which are left out: 1." in text) == (0, True)


async def test_a_file_that_nobody_knows_is_refused(accounts: Accounts, tmp_path: Path) -> None:
    await accounts.person("ada")
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    assert (await _typed(str(tmp_path / "x.csv"), "--user", "ada", "--yes"))[0] == 1
    assert (await _typed("--user", "ada"))[0] == 1


async def _typed(*arguments: str, lines: tuple[str, ...] = ()) -> tuple[int, str]:
    """Run the command in a thread: it has an event loop of its own."""
    result = await asyncio.to_thread(CliRunner().invoke, app, ["import", *arguments], input="\n".join(lines))
    return result.exit_code, result.stdout
