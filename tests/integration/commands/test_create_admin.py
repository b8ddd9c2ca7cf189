"""manage.py create-admin with somebody at a terminal, who makes mistakes, and with answers from a pipe."""

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.commands import Manage
from tests.support.databases import created_database
from watchkeeper.configs.settings import PROJECT_ROOT

PASSWORD = "correct horse battery staple"
COMMAND = [sys.executable, str(PROJECT_ROOT / "manage.py"), "create-admin"]


@pytest.fixture
def environment(server_dsn: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "COVERAGE_PROCESS_CONFIG") if name in os.environ}
    with created_database(server_dsn, "admin") as dsn:
        own = {"DATABASE_URL": dsn, "WATCHKEEPER_DATA_DIR": str(tmp_path), "AUTH__BCRYPT_ROUNDS": "4"}
        yield kept | own


def at_a_terminal(environment: dict[str, str], dialogue: list[tuple[str, str]]) -> tuple[int, str]:
    """Answer each question, in this order, once it is there. Returns the exit code and what was shown."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        COMMAND, env=environment, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    shown, seen = "", 0
    with os.fdopen(ours, "rb+", buffering=0) as terminal:
        for question, answer in dialogue:
            while question not in shown[seen:]:
                shown += read(terminal.fileno())
            seen = shown.index(question, seen) + len(question)
            terminal.write(f"{answer}\n".encode())
        while more := read(terminal.fileno()):
            shown += more
    return process.wait(60), shown


def read(terminal: int) -> str:
    """Return what comes next; nothing once the command has ended, which Linux tells by an error."""
    try:
        return os.read(terminal, 65536).decode()
    except OSError:
        return ""


def test_each_answer_at_a_terminal_is_asked_for_again_with_the_reason(environment: dict[str, str]) -> None:
    code, shown = at_a_terminal(
        environment,
        [
            ("E-mail address: ", "nobody"),
            ("Not an e-mail address.\r\nE-mail address: ", "ada@example.com"),
            ("User name: ", "a"),
            ("At least 2 characters.\r\nUser name: ", "ada lovelace"),
            ("only.\r\nUser name: ", "ada"),
            ("Password: ", "short"),
            ("At least 8 characters.\r\nPassword: ", "password1"),
            ("most common passwords.\r\nPassword: ", PASSWORD),
            ("The password again: ", "something else"),
            ("Enter the password twice again.\r\nPassword: ", PASSWORD),
            ("The password again: ", PASSWORD),
        ],
    )
    assert code == 0, shown
    assert "Admin ada was created." in shown
    assert "correct" not in shown


def test_what_the_environment_says_is_not_asked_for(environment: dict[str, str]) -> None:
    given = {"FIRST_SUPERUSER_EMAIL": "ada@example.com", "FIRST_SUPERUSER_USERNAME": "ada"}
    code, shown = at_a_terminal(environment | given, [("Password: ", PASSWORD), ("again: ", PASSWORD)])
    assert code == 0, shown
    assert "E-mail" not in shown


def test_answers_from_a_pipe_are_asked_for_once_and_judged_at_the_end(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manage = Manage(tmp_path, monkeypatch, environment)
    answer = manage("create-admin", typed=f"nobody\na\n{PASSWORD}\n{PASSWORD}\n")
    assert answer.exit_code == 1
    assert answer.stdout.count("E-mail address: ") == 1
    assert "email: Not an e-mail address" in answer.stderr
    assert "username: At least 2 characters" in answer.stderr
