"""manage.py load-catalogue."""

import asyncio
import json as json_format
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from watchkeeper.commands.opened_container import opened_container
from watchkeeper.commands.runtime import err
from watchkeeper.models.errors.catalogue_file_errors import CatalogueFileError
from watchkeeper.models.types.catalogue.load_report import LoadReport
from watchkeeper.models.types.catalogue.media_type import MediaType

if TYPE_CHECKING:
    from watchkeeper.configs.container import Container
    from watchkeeper.logics.catalogue.catalogue_load_logic import ProgressCallback

SHOWN: Final = 20
ALL_REJECTED: Final = 1
UNREADABLE: Final = 2


def load_catalogue(
    file: Annotated[Path, typer.Argument(help="CSV with a header or JSON lines, plain or gzip.", show_default=False)],
    media_type: Annotated[MediaType, typer.Option(help="Of rows that name no media type.")] = MediaType.MOVIE,
    report: Annotated[
        typer.FileTextWrite | None,
        typer.Option(help="Write the whole report to this file, as JSON.", encoding="utf-8", lazy=False),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the whole report as JSON.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and write nothing.")] = False,
) -> None:
    """Load titles from FILE into the catalogue, all valid rows or none; the same file again changes nothing.

    Exit status: 0 when the file was loaded, also when some rows were rejected (the report says which and why);
    1 when every row was rejected or the database failed; 2 when the file can't be read.
    """
    loaded = asyncio.run(_load(file, media_type, dry_run=dry_run))
    whole = json_format.dumps(loaded.to_dict(), ensure_ascii=False, indent=2)
    if report is not None:
        report.write(f"{whole}\n")
    nothing = "Dry run: nothing was written.\n" if dry_run and not json else ""
    sys.stdout.write(f"{whole if json else summary(loaded)}\n{nothing}")
    raise typer.Exit(ALL_REJECTED if loaded.rejected and not loaded.accepted else 0)


async def _load(file: Path, media_type: MediaType | None, *, dry_run: bool) -> LoadReport:
    async with opened_container() as container:
        try:
            return await run_load(container, file, media_type, dry_run=dry_run)
        except CatalogueFileError as failure:
            err.print(f"{file}: {failure.detail} Nothing was loaded.", style="red", markup=False)
            raise typer.Exit(UNREADABLE) from failure


async def run_load(
    container: "Container", file: Path, media_type: MediaType | None = None, *, dry_run: bool = False
) -> LoadReport:
    """Load a file, showing how far it is on a terminal.

    Raises CatalogueFileError and DatabaseUnavailableError; nothing was loaded then.
    """
    with container.catalogue_files().open(file, media_type) as opened, progress(opened.lines) as on_progress:
        report = await container.catalogue_load_logic().load(opened.records, dry_run=dry_run, on_progress=on_progress)
        return replace(report, notes=opened.notes())


def summary(report: LoadReport) -> str:
    """Return the report for people: the counts, what holds for the whole file, the first rejected rows."""
    counts = (
        f"{report.new} new, {report.changed} changed, {report.unchanged} unchanged, {len(report.rejected)} rejected"
    )
    lines = [f"{report.rows} rows: {counts}", *report.notes]
    lines += [f"line {row.line}: {row.reason}" for row in report.rejected[:SHOWN]]
    more = len(report.rejected) - SHOWN
    return "\n".join(
        [*lines, f"and {more} more rejected rows; --report FILE writes all of them"] if more > 0 else lines
    )


@contextmanager
def progress(lines: int) -> Iterator["ProgressCallback"]:
    """Show a bar on standard error while the block runs, if that is a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, disable=not err.is_terminal, transient=True) as bar:
        task = bar.add_task("Loading the catalogue", total=lines)
        yield lambda count: bar.advance(task, count)
