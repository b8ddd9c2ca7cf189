"""What the embedded PostgreSQL refuses, always in one sentence that says what to do."""

import os
from pathlib import Path

import pytest

from tests.support.embedded_postgres import FOLDER, IS_ROOT, python
from watchkeeper.foundation.embedded_postgres import EmbeddedPostgres, EmbeddedPostgresError, launcher
from watchkeeper.foundation.embedded_postgres.failures import explained
from watchkeeper.foundation.embedded_postgres.locks import starting_or_stopping

WITHOUT_ACCOUNT = """
import os, sys
from pathlib import Path
from watchkeeper.foundation.embedded_postgres import EmbeddedPostgres, EmbeddedPostgresError
os.setgroups([]); os.setgid(54321); os.setuid(54321)
try:
    EmbeddedPostgres(Path(sys.argv[1])).start()
except EmbeddedPostgresError as failure:
    print(failure)
"""


def test_missing_version_is_refused_with_a_way_out(server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBPG_MAJOR", "99")

    with pytest.raises(EmbeddedPostgresError, match=r"^No PostgreSQL 99 is installed here .* set DATABASE_URL .*\.$"):
        server.start()


def test_start_lock_held_for_too_long_is_named(
    server: EmbeddedPostgres, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.start()
    monkeypatch.setattr(launcher, "_LOCK_SECONDS", 0.1)

    with (
        starting_or_stopping(state / FOLDER, 1),
        pytest.raises(
            EmbeddedPostgresError, match=f"^Process {os.getpid()} has held the start lock .*end that process"
        ),
    ):
        EmbeddedPostgres(state, durable=False).start()

    assert server.release()


def test_lost_password_is_refused_with_a_way_out(server: EmbeddedPostgres, state: Path) -> None:
    server.start()
    server.release()
    (state / FOLDER / "password").unlink()

    with pytest.raises(EmbeddedPostgresError, match="restore it, or remove"):
        server.start()


@pytest.mark.skipif(IS_ROOT, reason="needs an ordinary account: root may write anywhere")
def test_read_only_folder_is_refused_with_a_way_out(home: Path, state: Path, server: EmbeddedPostgres) -> None:
    home.chmod(0o555)
    try:
        with pytest.raises(EmbeddedPostgresError, match=f"^The folder {state} can't be written .*WATCHKEEPER_DATA_DIR"):
            server.start()
    finally:
        home.chmod(0o755)


@pytest.mark.skipif(not IS_ROOT, reason="needs root: becomes a user id without an account")
def test_user_id_without_an_account_is_refused_with_a_way_out(home: Path, state: Path) -> None:
    home.chmod(0o777)
    output, _ = python(WITHOUT_ACCOUNT, state).communicate(timeout=60)

    assert output.startswith("PostgreSQL needs a named account")
    assert "set DATABASE_URL" in output


def test_folder_name_that_a_shell_would_misread_is_refused_with_a_way_out(home: Path) -> None:
    with pytest.raises(EmbeddedPostgresError, match=r"because of a quote.* move the project, or set DATABASE_URL"):
        EmbeddedPostgres(home / "$(touch harm)" / "state").start()


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("initdb: error: could not write: No space left on device", "The disk that holds /folder is full: free"),
        ('FATAL:  lock file "postmaster.pid" already exists', "Another PostgreSQL server uses /folder: stop it"),
        ("FATAL:  something new\nhint", r"could not start \(FATAL:  something new\): see /folder/postgres.log, or set"),
        ("", r"could not start \(no message\)"),
    ],
)
def test_output_of_a_failed_program_becomes_one_sentence(output: str, sentence: str) -> None:
    failure = explained("start", output, Path("/folder"))

    with pytest.raises(EmbeddedPostgresError, match=sentence):
        raise failure
