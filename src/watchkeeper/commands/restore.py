"""manage.py restore."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from watchkeeper.commands.direct import direct_database_of
from watchkeeper.commands.runtime import fail, load_settings, out, sentences
from watchkeeper.configs.migrations import current_revision, newest_revision
from watchkeeper.foundation.embedded_postgres.client_programs import ClientProgramError, client_programs
from watchkeeper.foundation.embedded_postgres.dump import occupancy, read_dump


def restore(
    file: Annotated[
        Path, typer.Argument(help="A file that `manage.py backup` or pg_dump --format=custom has written.")
    ],
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Drop what the database holds.")] = False,
) -> None:
    """Make an empty database what a backup says, in one transaction: by an error nothing is changed."""
    settings = load_settings()
    if not file.is_file():
        fail(f"There is no file {file}.")
    with direct_database_of(settings) as dsn, sentences():
        there = asyncio.run(occupancy(dsn))
        if there.objects and not replace:
            fail(f"The database is not empty ({there.objects} tables and the like): say --replace to drop all of it.")
        try:
            programs = client_programs(there.server_major, is_embedded=settings.external_dsn is None)
            read_dump(programs, dsn, file, is_replacing=replace)
        except ClientProgramError as failure:
            fail(str(failure))
        revision = asyncio.run(current_revision(dsn))
    out.print(f"The database is what {file} says, schema {revision}.")
    if revision != newest_revision():
        out.print(f"This version works with schema {newest_revision()}: run `manage.py migrate up`.")
