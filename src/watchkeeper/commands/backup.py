"""manage.py backup and restore."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from watchkeeper.commands.runtime import direct_database, fail, load_settings, out, reported_errors
from watchkeeper.configs.migrations import current_revision, newest_revision
from watchkeeper.foundation.embedded_postgres.client_programs import ClientProgramError, client_programs
from watchkeeper.foundation.embedded_postgres.dump import is_dump, occupancy, read_dump, write_dump

# Clients of the change feed begin anew: what was committed after the backup is gone. Older schemas have no feed.
_RENEW_EPOCH = """
RESET search_path;
DO $$ BEGIN
    IF to_regclass('change_epoch') IS NOT NULL THEN
        UPDATE change_epoch SET epoch = gen_random_uuid();
    END IF;
END $$
"""


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Replace an existing file.")] = False,
) -> None:
    """Write a consistent snapshot of the whole database to a file. The service can keep running."""
    settings = load_settings()
    if file.exists() and not replace:
        fail(f"{file} already exists: choose another name, or add --replace.")
    with direct_database(settings) as dsn, reported_errors():
        revision = asyncio.run(current_revision(dsn))
        if revision is None:
            fail("The database has no schema of Watchkeeper: there is nothing to back up.")
        major = asyncio.run(occupancy(dsn)).server_major
        try:
            write_dump(client_programs(major, is_embedded=settings.external_dsn is None), dsn, file)
        except ClientProgramError as failure:
            fail(str(failure))
        except OSError as failure:
            fail(f"{file} can't be written ({failure.strerror}).")
    out.print(f"{file} contains the database, schema {revision}, {file.stat().st_size:,} bytes.")
    out.print("It does not contain AUTH__SECRET_KEY: save that too, in another place.")


def restore(
    file: Annotated[
        Path, typer.Argument(help="A file that `manage.py backup` or pg_dump --format=custom has written.")
    ],
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Drop the present contents of the database.")] = False,
) -> None:
    """Restore an empty database from a backup in one transaction, so that an error changes nothing."""
    settings = load_settings()
    if not file.is_file():
        fail(f"There is no file {file}.")
    _require_dump(file)
    with direct_database(settings) as dsn, reported_errors():
        there = asyncio.run(occupancy(dsn))
        if there.services:
            fail(f"A service is running on this database ({there.services} connections): stop it first.")
        if there.objects and not replace:
            fail(f"The database is not empty ({there.objects} tables, views, sequences): add --replace to drop them.")
        try:
            programs = client_programs(there.server_major, is_embedded=settings.external_dsn is None)
            read_dump(programs, dsn, file, is_replacing=replace, at_end=_RENEW_EPOCH)
        except ClientProgramError as failure:
            fail(str(failure))
        revision = asyncio.run(current_revision(dsn))
    out.print(f"The database was restored from {file}, schema {revision}.")
    if revision != newest_revision():
        out.print(f"This version works with schema {newest_revision()}: run `manage.py migrate up`.")


def _require_dump(file: Path) -> None:
    try:
        if not is_dump(file):
            fail(f"{file} is no backup: `manage.py backup` and pg_dump --format=custom write such files.")
    except OSError as failure:
        fail(f"{file} can't be read ({failure.strerror}).")
