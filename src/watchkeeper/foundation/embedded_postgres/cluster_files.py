"""The files of a cluster and its password, created once and atomically."""

import os
import secrets
import shutil
from pathlib import Path

from watchkeeper.foundation.embedded_postgres.binaries import Binaries
from watchkeeper.foundation.embedded_postgres.failures import EmbeddedPostgresError, explained
from watchkeeper.foundation.embedded_postgres.folders import own
from watchkeeper.foundation.embedded_postgres.programs import Account, Outcome, run_program

NAME = "watchkeeper"
"""The name of the database and of its owner."""
_BUILTIN_LOCALE_SINCE = 17


def read_password(folder: Path) -> str:
    """Return the password of the cluster in `folder`. Raises EmbeddedPostgresError if its file is missing."""
    path = folder / "password"
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise EmbeddedPostgresError(
            f"The password file {path} is missing: restore it, or remove {folder} to begin with an empty database."
        ) from None


def create_cluster(folder: Path, binaries: Binaries, account: Account | None, *, durable: bool) -> None:
    """Create the cluster in `folder` if it does not exist, removing the rest of an interrupted creation.

    Raises EmbeddedPostgresError.
    """
    data = folder / "data"
    if data.is_dir():
        return
    _make_password(folder)
    for leftover in folder.glob("init-*"):
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    draft = folder / f"init-{os.getpid()}"
    draft.mkdir(mode=0o700)
    own(draft, account)
    password_copy = folder / f"{draft.name}.password"
    write_private(password_copy, read_password(folder))
    own(password_copy, account)
    outcome = _initialize(draft, password_copy, binaries, account, durable=durable)
    password_copy.unlink()
    if not outcome.succeeded:
        shutil.rmtree(draft, ignore_errors=True)
        raise explained("make its files", outcome.output, folder)
    draft.rename(data)


def write_private(path: Path, text: str) -> None:
    """Write a new file that only its owner can read."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)


def _make_password(folder: Path) -> None:
    if (folder / "password").exists():
        return
    draft = folder / "password.new"
    draft.unlink(missing_ok=True)
    write_private(draft, secrets.token_urlsafe(32))
    draft.replace(folder / "password")


def _initialize(draft: Path, password: Path, binaries: Binaries, account: Account | None, *, durable: bool) -> Outcome:
    command: list[str | Path] = [binaries.program("initdb"), "-D", draft, "-U", NAME, "--no-instructions"]
    command += ["--auth=scram-sha-256", f"--pwfile={password}", "--encoding=UTF8", "--locale=C"]
    if binaries.major >= _BUILTIN_LOCALE_SINCE:
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    if not durable:
        command.append("--no-sync")
    return run_program(command, account=account)
