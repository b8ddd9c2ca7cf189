"""Running PostgreSQL's programs; as root, under an unprivileged account (PostgreSQL does not run as root)."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from watchkeeper.foundation.embedded_postgres.failures import OTHERWISE, EmbeddedPostgresError, no_named_account

if sys.platform != "win32":
    import pwd


@dataclass(frozen=True)
class Account:
    """The account that PostgreSQL runs as if this process is root."""

    name: str
    user_id: int
    group_id: int


@dataclass(frozen=True)
class Outcome:
    succeeded: bool
    output: str


def server_account(data: Path) -> Account | None:
    """Return the account to run PostgreSQL as, or None for the current one.

    Raises EmbeddedPostgresError if there is no usable account.
    """
    if os.geteuid() != 0:
        _require_named_account(data)
        return None
    if data.is_dir() and data.stat().st_uid != 0:
        owner = data.stat()
        return Account(name=f"number {owner.st_uid}", user_id=owner.st_uid, group_id=owner.st_gid)
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(name=name, user_id=entry.pw_uid, group_id=entry.pw_gid)
    raise EmbeddedPostgresError(
        f"PostgreSQL does not run as root, and the accounts postgres and nobody don't exist: "
        f"run as another account, or {OTHERWISE}."
    )


def _require_named_account(data: Path) -> None:
    if data.is_dir():
        return
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        raise no_named_account() from None


def run_program(
    command: Sequence[str | Path],
    *,
    account: Account | None = None,
    seconds: float = 150,
    variables: Mapping[str, str] | None = None,
    text: str = "",
) -> Outcome:
    """Run a program and return its result and output; `text` is its standard input.

    Raises OSError if it can't be run, EmbeddedPostgresError if it takes longer than `seconds`.
    """
    # Files, not pipes: a started server inherits the output of pg_ctl, and a pipe would stay open until it ends.
    with TemporaryFile() as output, TemporaryFile() as entered:
        entered.write(text.encode())
        entered.seek(0)
        try:
            result = subprocess.run(  # noqa: S603
                [os.fspath(part) for part in command],
                stdin=entered,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                env={**_clean_environment(), **(variables or {})},
                user=account.user_id if account else None,
                group=account.group_id if account else None,
                extra_groups=[] if account else None,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise EmbeddedPostgresError(
                f"{Path(command[0]).name} did not end within {seconds:.0f} seconds: try again, or {OTHERWISE}."
            ) from None
        output.seek(0)
        return Outcome(succeeded=result.returncode == 0, output=output.read().decode(errors="replace"))


def can_enter(account: Account, folder: Path) -> bool:
    """Return whether `account` can enter `folder` and its ancestors.

    Raises EmbeddedPostgresError if this process can't switch to that account.
    """
    try:
        return run_program(["/bin/sh", "-c", 'test -x "$1"', "sh", folder], account=account).succeeded
    except OSError as failure:
        raise EmbeddedPostgresError(
            f"PostgreSQL does not run as root, and this process can't switch to the account {account.name}: "
            f"run as an ordinary account, or {OTHERWISE}."
        ) from failure


def can_run(account: Account, program: Path) -> bool:
    """Return whether `account` can run `program` with its libraries."""
    try:
        return run_program([program, "--version"], account=account).succeeded
    except OSError:
        return False


def _clean_environment() -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**environment, "LC_ALL": "C"}
