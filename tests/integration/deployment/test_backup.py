"""`manage.py backup` and `restore` as an operator uses them: the same answers from what was restored."""

import asyncio
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest
from alembic import command
from typer.testing import CliRunner, Result

from tests.support.accounts import PASSWORD
from tests.support.databases import SECRET, blank_database, created_database, execute
from tests.support.service import Service
from tests.support.services import running, service
from watchkeeper.commands.main import app
from watchkeeper.configs.migrations import alembic_config
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.embedded_postgres import EmbeddedPostgres
from watchkeeper.foundation.embedded_postgres.client_programs import ClientProgramError, client_programs
from watchkeeper.foundation.embedded_postgres.dump import read_dump, write_dump

ADMIN = {
    "FIRST_SUPERUSER_EMAIL": "grace@example.com",
    "FIRST_SUPERUSER_USERNAME": "grace",
    "FIRST_SUPERUSER_PASSWORD": PASSWORD,
}
FIGURES = "SELECT title_id::text, ratings_count, half_steps_sum, distribution, weighted FROM title_figures ORDER BY 1"
PUBLIC_FUNCTIONS = "SELECT has_function_privilege('public', 'audit_log_forget(uuid)', 'EXECUTE')"

Answers = dict[str, tuple[int, str, str | None]]


@pytest.fixture
def blank(server_dsn: str) -> Iterator[str]:
    with blank_database(server_dsn, "blank") as dsn:
        yield dsn


@pytest.fixture
def filled(server_dsn: str) -> Iterator[str]:
    with created_database(server_dsn, "filled") as dsn:
        asyncio.run(execute(dsn, "INSERT INTO loaded_datasets VALUES ('kept', now())"))
        yield dsn


def manage(dsn: str, *arguments: str | Path, **variables: str) -> Result:
    """Run a command in this process, which is quicker than one of its own."""
    return CliRunner().invoke(app, [*map(str, arguments)], env={"DATABASE_URL": dsn, **variables})


def fetched(dsn: str, sql: str) -> list[tuple[Any, ...]]:
    async def fetch() -> list[tuple[Any, ...]]:
        connection = await asyncpg.connect(dsn)
        try:
            return [tuple(row) for row in await connection.fetch(sql)]
        finally:
            await connection.close()

    return asyncio.run(fetch())


@contextmanager
def service_over(dsn: str, folder: Path) -> Iterator[Service]:
    variables = {"DATABASE_URL": dsn, "AUTH__SECRET_KEY": SECRET, **ADMIN}
    started = Service(folder, folder / "log", variables=variables)
    try:
        started.wait_until_ready()
        yield started
    finally:
        started.end()


class Library:
    """What two people and an admin have put into a service, and what they are answered about it."""

    def __init__(self, service: Service) -> None:
        self.service = service
        signed_in = service.http.post("/api/v1/auth/login", json={"username": "grace", "password": PASSWORD})
        self.admin = f"Bearer {signed_in.json()['access_token']}"
        self.people = [service.sign_in("ada"), service.sign_in("alan")]
        self.addresses = ["/titles?sort=title", "/genres", "/platforms"]

    def fill(self) -> None:
        genre = self._post("/genres", self.admin, name="Crime")
        platform = self._post("/platforms", self.admin, name="Cinema")
        of_both = {"genre_ids": [genre["id"]], "platform_ids": [platform["id"]]}
        for name in ("Heat", "Ronin", "Amélie"):
            title = self._post("/titles", self.admin, title=name, media_type="movie", **of_both)
            for score, person in zip((4.5, 2), self.people, strict=True):
                self._post("/watchlist", person, title_id=title["id"], status="completed", notes=f"{name}, seen 🎬")
                self._post("/ratings", person, title_id=title["id"], score=score)
                self._post(f"/titles/{title['id']}/reviews", person, rating=score, body=f"On {name}: it's\nlong.")
            self.addresses += [f"/titles/{title['id']}", f"/titles/{title['id']}/reviews"]

    def answers(self, service: Service) -> Answers:
        """Return what everybody is answered, by whom and address: status, body and `ETag`."""
        own = ("/watchlist?sort=-updated_at", "/ratings", "/reviews", "/auth/me", "/auth/sessions")
        asked = [(self.admin, "/admin/audit-log"), (self.admin, "/users")]
        asked += [(person, address) for person in self.people for address in (*own, *self.addresses)]
        return {f"{whom} {address}": self._respond(service, whom, address) for whom, address in asked}

    def _respond(self, service: Service, whom: str, address: str) -> tuple[int, str, str | None]:
        answer = service.http.get(f"/api/v1{address}", headers={"Authorization": whom})
        # The ETag of a single title is made of the transactions that wrote its rows, which a restore writes anew.
        is_title = address.startswith("/titles/") and address.count("/") == 2
        return answer.status_code, answer.text, None if is_title else answer.headers.get("ETag")

    def _post(self, address: str, whom: str, **members: Any) -> dict[str, Any]:
        answer = self.service.http.post(f"/api/v1{address}", headers={"Authorization": whom}, json=members)
        assert answer.status_code == 201, answer.text
        resource: dict[str, Any] = answer.json()
        return resource


def test_restored_database_gives_the_same_answers(server_dsn: str, tmp_path: Path) -> None:
    file = tmp_path / "watchkeeper.dump"
    with blank_database(server_dsn, "blank") as first:
        with service_over(first, tmp_path) as service:
            library = Library(service)
            library.fill()
            before = library.answers(service)
            written = manage(first, "backup", file)
        figures = fetched(first, FIGURES)
    assert written.exit_code == 0, written.stderr
    assert "AUTH__SECRET_KEY" in written.stdout
    assert {status for status, _, _ in before.values()} == {200}
    assert [row[1] for row in figures] == [2, 2, 2]

    with blank_database(server_dsn, "blank") as second:
        restored = manage(second, "restore", file)
        assert restored.exit_code == 0, restored.stderr
        assert fetched(second, FIGURES) == figures
        for change in ("UPDATE audit_log SET reason = 'x'", "DELETE FROM audit_log", "TRUNCATE audit_log"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                asyncio.run(execute(second, change))
        assert fetched(second, PUBLIC_FUNCTIONS) == [(False,)]
        with service_over(second, tmp_path) as service:
            assert library.answers(service) == before


def test_backup_is_for_its_owner_alone_and_replaces_nothing_unasked(filled: str, tmp_path: Path) -> None:
    file = tmp_path / "watchkeeper.dump"
    assert manage(filled, "backup", file).exit_code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    again = manage(filled, "backup", file)
    assert (again.exit_code, "--replace" in again.stderr) == (1, True)
    assert manage(filled, "backup", file, "--replace").exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["watchkeeper.dump"]


def test_backup_of_a_database_without_tables_is_refused(blank: str, tmp_path: Path) -> None:
    answer = manage(blank, "backup", tmp_path / "file")
    assert (answer.exit_code, "nothing to back up" in answer.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_backup_into_a_folder_that_is_not_there_says_so(filled: str, tmp_path: Path) -> None:
    answer = manage(filled, "backup", tmp_path / "missing" / "file")
    assert (answer.exit_code, "can't be written" in answer.stderr) == (1, True)
    assert "Traceback" not in answer.stderr


def test_restore_over_a_filled_database_is_refused_unless_asked_for(filled: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    manage(filled, "backup", file)
    asyncio.run(execute(filled, "INSERT INTO loaded_datasets VALUES ('later', now())"))
    refused = manage(filled, "restore", file)
    assert (refused.exit_code, "--replace" in refused.stderr) == (1, True)
    assert len(fetched(filled, "SELECT name FROM loaded_datasets")) == 2
    replaced = manage(filled, "restore", file, "--replace")
    assert replaced.exit_code == 0, replaced.stderr
    assert fetched(filled, "SELECT name FROM loaded_datasets") == [("kept",)]


async def test_restore_under_a_running_service_is_refused(settings: Settings, filled: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    await asyncio.to_thread(manage, filled, "backup", file)
    await execute(filled, "DELETE FROM loaded_datasets")
    async with running(service(settings, filled)) as http:
        assert (await http.get("/ready")).status_code == 200
        refused = [
            await asyncio.to_thread(manage, filled, "restore", file, *options) for options in ([], ["--replace"])
        ]
    for answer in refused:
        assert (answer.exit_code, "A service is running" in answer.stderr) == (1, True)
    assert await asyncio.to_thread(fetched, filled, "SELECT name FROM loaded_datasets") == []


def test_restore_of_an_older_version_takes_what_came_later_away(filled: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    manage(filled, "migrate", "down", "0004")
    manage(filled, "backup", file)
    manage(filled, "migrate", "up")
    replaced = manage(filled, "restore", file, "--replace")
    assert (replaced.exit_code, "migrate up" in replaced.stdout) == (0, True), replaced.stderr
    assert manage(filled, "migrate", "up").exit_code == 0
    assert manage(filled, "migrate", "check").exit_code == 0


def test_restore_asks_clients_of_the_change_feed_to_begin_anew(filled: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    manage(filled, "backup", file)
    before = fetched(filled, "SELECT epoch FROM change_epoch")
    assert manage(filled, "restore", file, "--replace").exit_code == 0
    after = fetched(filled, "SELECT epoch FROM change_epoch")
    assert (len(after), after == before) == (1, False)


def test_restore_that_fails_in_the_middle_leaves_everything_as_it_was(filled: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    role = f"role_{secrets.token_hex(4)}"
    asyncio.run(execute(filled, f"CREATE ROLE {role}; GRANT SELECT ON watch_entries TO {role}"))
    manage(filled, "backup", file)
    asyncio.run(execute(filled, f"DROP OWNED BY {role}; DROP ROLE {role}; DELETE FROM loaded_datasets"))
    answer = manage(filled, "restore", file, "--replace")
    assert (answer.exit_code, role in answer.stderr) == (1, True)
    assert fetched(filled, "SELECT name FROM loaded_datasets") == []
    assert manage(filled, "migrate", "check").exit_code == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "is no backup"), (b"# Watchkeeper", "is no backup"), (b"PGDMP\x01\x10\x00", "pg_restore")],
)
def test_restore_of_what_is_no_dump_changes_nothing(filled: str, tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    answer = manage(filled, "restore", file, "--replace")
    assert (answer.exit_code, reason in answer.stderr) == (1, True)
    assert "Traceback" not in answer.stderr
    assert fetched(filled, "SELECT name FROM loaded_datasets") == [("kept",)]


def test_restore_of_another_programs_database_is_refused(filled: str, blank: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    asyncio.run(execute(blank, "CREATE TABLE of_somebody_else (id int)"))
    write_dump(client_programs(major_of(blank), is_embedded=False), blank, file)
    answer = manage(filled, "restore", file, "--replace")
    assert (answer.exit_code, "not a dump of Watchkeeper" in answer.stderr) == (1, True)
    assert fetched(filled, "SELECT name FROM loaded_datasets") == [("kept",)]


def test_password_is_in_no_list_of_processes(filled: str, tmp_path: Path) -> None:
    programs = fake_programs(tmp_path / "bin", major_of(filled))
    answer = manage(filled, "backup", tmp_path / "file", PATH=f"{programs}:/usr/bin:/bin")
    password = urlsplit(filled).password
    assert (answer.exit_code, "--dbname=postgresql://" in answer.stderr) == (1, True)
    assert password
    assert password not in answer.stderr


def test_programs_older_than_the_server_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{fake_programs(tmp_path / 'bin', 15)}:/usr/bin:/bin")
    assert client_programs(16, is_embedded=False).major > 15
    with pytest.raises(ClientProgramError, match="PostgreSQL 99 or newer"):
        client_programs(99, is_embedded=False)


def fake_programs(folder: Path, major: int) -> Path:
    """Return a folder with programs that tell their version, and refuse by printing what they were told."""
    folder.mkdir()
    for name in ("pg_dump", "pg_restore", "psql"):
        script = (
            f'#!/bin/sh\n[ "$1" = --version ] && echo "{name} (PostgreSQL) {major}.1" && exit\necho "$@" >&2\nexit 1\n'
        )
        (folder / name).write_text(script)
        (folder / name).chmod(0o755)
    return folder


def major_of(dsn: str) -> int:
    return int(fetched(dsn, "SHOW server_version_num")[0][0]) // 10000


def test_newer_programs_serve_the_oldest_supported_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(tempfile.mkdtemp(prefix="watchkeeper-test-")).resolve()
    folder.chmod(0o755)
    monkeypatch.setenv("EMBPG_MAJOR", "16")
    server = EmbeddedPostgres(folder / "state", durable=False)
    try:
        dsn = server.start()
        command.upgrade(alembic_config(dsn), "head")
        monkeypatch.delenv("EMBPG_MAJOR")
        programs = client_programs(18, is_embedded=True)
        write_dump(programs, dsn, tmp_path / "file")
        read_dump(programs, dsn, tmp_path / "file", is_replacing=True, at_end="SELECT 1")
        command.check(alembic_config(dsn))
    finally:
        server.stop()
        shutil.rmtree(folder)
