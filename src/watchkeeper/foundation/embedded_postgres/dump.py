"""Atomic dump of a whole database to a file, and restore from it, with pg_dump and pg_restore."""

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
from watchkeeper.foundation.postgres.options import SERVICE_NAME

_OBJECTS = """
SELECT count(*) FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
"""
_SERVICES = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE $1
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
_MAGIC = b"PGDMP"
_ANALYZE = "SET client_min_messages = error; ANALYZE;"


@dataclass(frozen=True, slots=True)
class Occupancy:
    """The major version of a server, the number of tables, views and sequences in a database, and the sessions there of
    running services."""

    server_major: int
    objects: int
    services: int


async def occupancy(dsn: str) -> Occupancy:
    """Return the occupancy of a database. Raises OSError or asyncpg's PostgresError if it can't be reached."""
    connection = await asyncpg.connect(dsn, timeout=5, statement_cache_size=0)
    try:
        version = int(await connection.fetchval("SHOW server_version_num"))
        objects = await connection.fetchval(_OBJECTS)
        return Occupancy(version // 10000, objects, await connection.fetchval(_SERVICES, f"{SERVICE_NAME}%"))
    finally:
        await connection.close()


def is_dump(file: Path) -> bool:
    """Return whether a file begins as the dumps of `write_dump` do. Raises OSError."""
    with file.open("rb") as opened:
        return opened.read(len(_MAGIC)) == _MAGIC


def write_dump(programs: ClientPrograms, dsn: str, file: Path) -> None:
    """Write a consistent snapshot of the database to `file`, atomically and readable only by its owner.

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


def read_dump(programs: ClientPrograms, dsn: str, file: Path, *, is_replacing: bool, at_end: str) -> None:
    """Restore the database from `file` in one transaction, so that an error changes nothing.

    With `is_replacing` the present objects of its schema are dropped. `at_end` is run in that transaction. The
    dump is unpacked into the temporary folder first. Raises ClientProgramError or OSError.
    """
    contents = programs.run("pg_restore", ["--list", file])
    if " alembic_version " not in contents:
        raise ClientProgramError(f"{file} is not a dump of Watchkeeper: it does not contain its schema.")
    shown, secret = without_password(dsn)
    with tempfile.TemporaryDirectory(prefix="watchkeeper-restore-") as folder:
        script = Path(folder) / "script.sql"
        programs.run("pg_restore", ["--no-owner", f"--file={script}", file])
        _blank_newer_setting(script)
        steps = ["--command", _EMPTY] if is_replacing else []
        steps += ["--file", os.fspath(script), "--command", at_end, "--command", _ANALYZE]
        options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--dbname={shown}"]
        programs.run("psql", [*options, *steps], secret)


def _blank_newer_setting(script: Path) -> None:
    """Blank a setting that PostgreSQL 17 and newer write and 16 does not know; its value is the default."""
    with script.open("r+b") as opened:
        head = opened.read(_HEAD_BYTES)
        opened.seek(0)
        opened.write(head.replace(_NEWER_SETTING, b" " * len(_NEWER_SETTING), 1))
