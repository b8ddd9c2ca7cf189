"""The embedded PostgreSQL, and everything that may happen to it on somebody's machine."""

import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import asyncpg
import psutil
import pytest

from tests.support.embedded_postgres import FOLDER, IS_ROOT, Application, kill_server, python, query
from watchkeeper.foundation.embedded_postgres import EmbeddedPostgres, binaries
from watchkeeper.foundation.embedded_postgres.folders import ELSEWHERE, folder_elsewhere
from watchkeeper.foundation.embedded_postgres.postmaster import find_postmaster

UNREAPED_SERVER = """
import ctypes, os, signal, sys
from pathlib import Path
import psutil
from watchkeeper.foundation.embedded_postgres import EmbeddedPostgres
PR_SET_CHILD_SUBREAPER = 36
assert ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
state = Path(sys.argv[1])
server = EmbeddedPostgres(state, durable=False)
server.start()
pid = int((state / "postgres18-volatile/data/postmaster.pid").read_text().split()[0])
os.kill(pid, signal.SIGKILL)
while psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
    pass
print(server.is_running, server.start() != "", psutil.Process(pid).status(), server.release())
"""


@pytest.fixture
def run_application(state: Path) -> Iterator[Callable[[], Application]]:
    with ExitStack() as stack:

        def run() -> Application:
            application = Application(state)
            stack.callback(application.kill)
            return application

        yield run


def test_first_start_gives_a_database_that_only_its_password_opens(server: EmbeddedPostgres, state: Path) -> None:
    dsn = server.start()

    assert server.started_here
    assert query(dsn, "SELECT current_database() || ' ' || current_user") == "watchkeeper watchkeeper"
    assert query(dsn, "SELECT current_setting('listen_addresses') || current_setting('TimeZone')") == "UTC"
    assert query(dsn, "SELECT lower('ÀÉÎ ŻÓŁĆ Ωθ')") == "àéî żółć ωθ"
    assert stat.S_IMODE((state / FOLDER / "password").stat().st_mode) == 0o600
    with pytest.raises(asyncpg.InvalidPasswordError):
        query(dsn.replace("watchkeeper:", "watchkeeper:x"), "SELECT 1")
    assert server.release()
    assert not server.release()
    assert not server.is_running


def test_six_cold_starts_at_once_share_one_server(run_application: Callable[[], Application]) -> None:
    applications = [run_application() for _ in range(6)]

    started = [application.started() for application in applications]

    assert len({query(dsn, "SELECT pg_postmaster_start_time()") for dsn, _ in started}) == 1
    assert [started_here for _, started_here in started].count(True) == 1
    assert [application.leave() for application in applications] == [False] * 5 + [True]


def test_killed_application_leaves_a_server_that_the_next_one_joins_and_stops(
    run_application: Callable[[], Application], server: EmbeddedPostgres
) -> None:
    killed = run_application()
    killed.started()
    killed.kill()
    assert server.is_running

    dsn = server.start()

    assert not server.started_here
    assert query(dsn, "SELECT 1") == 1
    assert server.release()


def test_killed_server_is_started_again_with_its_data(state: Path) -> None:
    server = EmbeddedPostgres(state)
    dsn = server.start()
    query(dsn, "CREATE TABLE kept AS SELECT 42 AS number")
    kill_server(state / "postgres18" / "data")

    assert server.start() == dsn

    assert query(dsn, "SELECT number FROM kept") == 42
    assert server.release()
    assert query(server.start(), "SELECT number FROM kept") == 42
    assert server.release()


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux: makes a process that adopts orphans and never reaps")
def test_killed_server_that_nobody_reaps_is_not_taken_for_alive(state: Path) -> None:
    output, _ = python(UNREAPED_SERVER, state).communicate(timeout=60)

    assert output.split() == ["False", "True", "zombie", "True"]


def test_stale_files_that_name_another_process_are_taken_away(server: EmbeddedPostgres, state: Path) -> None:
    server.start()
    files = [state / FOLDER / name for name in ("data/postmaster.pid", "s/.s.PGSQL.5432.lock")]
    contents = [file.read_text().split("\n", 1)[1] for file in files]
    server.release()
    with psutil.Popen(["sleep", "60"]) as other:
        for file, content in zip(files, contents, strict=True):
            file.write_text(f"{other.pid}\n{content}")

        assert query(server.start(), "SELECT 1") == 1

        assert server.release()
        assert other.is_running()
        other.kill()


def test_killed_first_start_leaves_nothing_in_the_way(
    run_application: Callable[[], Application], server: EmbeddedPostgres, state: Path
) -> None:
    killed = run_application()
    deadline = time.monotonic() + 30
    while not list(state.glob(f"{FOLDER}/init-*/base")):
        assert time.monotonic() < deadline
        time.sleep(0.005)
    killed.kill()
    assert not (state / FOLDER / "data").exists()

    assert query(server.start(), "SELECT 1") == 1

    assert not list((state / FOLDER).glob("init-*"))
    assert server.release()


def test_any_folder_name_will_do_and_removing_it_under_a_server_does_no_harm(home: Path) -> None:
    state = home / f"Zoë's films, {'shows' * 25}" / "state"
    server = EmbeddedPostgres(state, durable=False)
    query(server.start(), "CREATE TABLE removed ()")
    process = find_postmaster(state / FOLDER / "data")
    assert process is not None
    shutil.rmtree(state)

    again = EmbeddedPostgres(state, durable=False)
    assert query(again.start(), "SELECT to_regclass('removed')") is None

    assert again.release()
    assert not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_stop_ends_a_server_in_use_and_start_brings_it_back(server: EmbeddedPostgres, state: Path) -> None:
    dsn = server.start()

    assert EmbeddedPostgres(state).stop()

    assert not server.is_running
    assert not EmbeddedPostgres(state).stop()
    assert query(server.start(), "SELECT 1") == 1
    assert server.start() == dsn
    assert server.release()


def test_version_16_is_started_beside_18_on_request(
    server: EmbeddedPostgres, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dsn = server.start()
    monkeypatch.setenv("EMBPG_MAJOR", "16")
    older = EmbeddedPostgres(state, durable=False)

    assert query(older.start(), "SELECT current_setting('server_version_num')::int / 10000") == 16

    assert query(dsn, "SELECT current_setting('server_version_num')::int / 10000") == 18
    assert older.release()
    assert server.release()


@pytest.mark.skipif(not IS_ROOT, reason="needs root: PostgreSQL then runs as another account, which can't enter")
def test_private_folder_of_root_is_left_private(home: Path) -> None:
    private = home / "private"
    private.mkdir(mode=0o700)
    state = private / "state"
    server = EmbeddedPostgres(state, durable=False)
    elsewhere = folder_elsewhere(state / FOLDER)
    try:
        assert query(server.start(), "SELECT 1") == 1

        assert stat.S_IMODE(private.stat().st_mode) == 0o700
        assert (state / FOLDER).readlink() == elsewhere
        assert server.release()
    finally:
        EmbeddedPostgres(state).stop()
        shutil.rmtree(elsewhere)
        if not any(ELSEWHERE.iterdir()):
            ELSEWHERE.rmdir()


@pytest.mark.skipif(not IS_ROOT, reason="needs root: PostgreSQL then runs as another account, which can't reach")
def test_programs_out_of_reach_are_copied(
    server: EmbeddedPostgres, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "can_run", lambda *_: False)

    dsn = server.start()

    process = find_postmaster(state / FOLDER / "data")
    assert process is not None
    assert Path(process.exe()).is_relative_to(state / FOLDER)
    assert query(dsn, "SELECT to_tsvector('english', 'films')::text") == "'film':1"
    assert server.release()


def test_server_that_died_is_revived_and_one_that_was_stopped_is_not(server: EmbeddedPostgres, state: Path) -> None:
    assert not server.revive()
    dsn = server.start()
    assert not server.revive()
    kill_server(state / FOLDER / "data")
    while server.is_running:
        time.sleep(0.01)
    assert server.revive()
    assert query(dsn, "SELECT 1") == 1
    assert server.stop()
    assert not server.revive()
    assert not server.is_running
