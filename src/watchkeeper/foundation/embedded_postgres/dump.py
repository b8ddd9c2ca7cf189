"""A whole database in one file, and back: pg_dump and pg_restore, so that nothing half is ever left."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from watchkeeper.foundation.embedded_postgres.client_programs import (
    ClientProgramError,
    ClientPrograms,
    without_password,
)

_OBJECTS = """
SELECT count(*) FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
"""
_EMPTY = """
SET client_min_messages = warning;
DO $$
DECLARE
    thing record;
BEGIN
    FOR thing IN
        SELECT oid::regclass AS name FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
    LOOP
        EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', thing.name);
    END LOOP;
    FOR thing IN
        SELECT oid::regprocedure AS name FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    LOOP
        EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', thing.name);
    END LOOP;
END
$$;
"""
_NEWER_SETTING = b"SET transaction_timeout = 0;"
_HEAD_BYTES = 4096
_ANALYZE = "SET client_min_messages = error; ANALYZE;"


@dataclass(frozen=True, slots=True)
class Occupancy:
    """What a server and its database are like: the major version, and how many tables and the like it holds."""

    server_major: int
    objects: int


async def occupancy(dsn: str) -> Occupancy:
    """Look at a database. Raises OSError or asyncpg's PostgresError where it is away."""
    connection = await asyncpg.connect(dsn, timeout=5, statement_cache_size=0)
    try:
        version = int(await connection.fetchval("SHOW server_version_num"))
        return Occupancy(version // 10000, await connection.fetchval(_OBJECTS))
    finally:
        await connection.close()


def write_dump(programs: ClientPrograms, dsn: str, file: Path) -> None:
    """Write the database, as it is at one moment, to `file`, which is there whole or not at all, for its owner alone.

    Raises ClientProgramError or OSError.
    """
    shown, secret = without_password(dsn)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    draft = Path(name)
    os.close(handle)
    try:
        programs.run("pg_dump", ["--format=custom", "--no-owner", f"--file={draft}", f"--dbname={shown}"], secret)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def read_dump(programs: ClientPrograms, dsn: str, file: Path, *, is_replacing: bool) -> None:
    """Make the database what `file` says, in one transaction: by an error nothing is changed.

    What was in its schema before is dropped where it `is_replacing`. The dump is unpacked into the temporary folder
    first. Raises ClientProgramError or OSError.
    """
    contents = programs.run("pg_restore", ["--list", file])
    if " alembic_version " not in contents:
        raise ClientProgramError(f"{file} is a dump of something else: it has no schema of Watchkeeper.")
    shown, secret = without_password(dsn)
    with tempfile.TemporaryDirectory(prefix="watchkeeper-restore-") as folder:
        script = Path(folder) / "script.sql"
        programs.run("pg_restore", ["--no-owner", f"--file={script}", file])
        _blank_newer_setting(script)
        steps = ["--command", _EMPTY] if is_replacing else []
        steps += ["--file", os.fspath(script), "--command", _ANALYZE]
        options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--dbname={shown}"]
        programs.run("psql", [*options, *steps], secret)


def _blank_newer_setting(script: Path) -> None:
    """Take out of the script's head what PostgreSQL 17 and newer write and 16 does not know; it says the default."""
    with script.open("r+b") as opened:
        head = opened.read(_HEAD_BYTES)
        opened.seek(0)
        opened.write(head.replace(_NEWER_SETTING, b" " * len(_NEWER_SETTING), 1))
