"""manage.py export, as it is typed."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.support.accounts import Accounts
from tests.support.databases import SECRET
from tests.support.exports import members_of
from watchkeeper.commands.main import app


@pytest.fixture(autouse=True)
def database(dsn: str, empty_tables: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", dsn)
    monkeypatch.setenv("AUTH__SECRET_KEY", SECRET)


async def test_data_of_an_account_is_written(accounts: Accounts, tmp_path: Path) -> None:
    await accounts.person("ada")
    file = tmp_path / "ada.zip"

    result = await _typed("watchkeeper.zip", "--user", "ada@example.com", "--output", str(file))

    assert result == (0, f"{file} has the data of ada.\n")
    assert members_of(file.read_bytes())["account.json"]["username"] == "ada"
    assert _names_in(tmp_path) == ["ada.zip"]


async def test_only_its_owner_reads_the_file(accounts: Accounts, tmp_path: Path) -> None:
    await accounts.person("ada")
    file = tmp_path / "ada.zip"

    await _typed("watchkeeper.zip", "--user", "ada", "--output", str(file))

    assert file.stat().st_mode & 0o777 == 0o600


async def test_nobody_of_that_name_leaves_no_file(tmp_path: Path) -> None:
    code, _ = await _typed("imdb.csv", "--user", "nobody", "--output", str(tmp_path / "x.csv"))

    assert (code, _names_in(tmp_path)) == (1, [])


async def test_a_folder_that_is_not_there_is_named(accounts: Accounts, tmp_path: Path) -> None:
    await accounts.person("ada")
    arguments = ["export", "imdb.csv", "--user", "ada", "--output", str(tmp_path / "none" / "x.csv")]
    result = await asyncio.to_thread(CliRunner().invoke, app, arguments)
    assert result.exit_code == 1
    assert "none/x.csv.part: No such file or directory" in result.stderr


async def _typed(*arguments: str) -> tuple[int, str]:
    """Run the command in a thread: it has an event loop of its own."""
    result = await asyncio.to_thread(CliRunner().invoke, app, ["export", *arguments])
    return result.exit_code, result.stdout


def _names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
