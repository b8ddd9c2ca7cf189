from collections.abc import Callable, Iterable
from itertools import islice
from typing import Final

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.catalogue.catalogue_rows import StagedRows, check_claims
from watchkeeper.models.types.catalogue.catalogue_load import CatalogueRecord
from watchkeeper.models.types.catalogue.load_report import LoadReport
from watchkeeper.models.types.catalogue.poster_hosts import PosterHosts
from watchkeeper.repositories.catalogue.catalogue_load_repository import CatalogueLoadRepository

BATCH: Final = 1000
"""Rows in memory at a time; the event loop runs other work between two batches."""

ProgressCallback = Callable[[int], None]
"""Called with the number of rows read since the last call."""


def _ignore(count: int) -> None: ...


class _DryRunError(Exception):
    """Rolls the transaction of a dry run back, and carries its report out."""

    def __init__(self, report: LoadReport) -> None:
        super().__init__()
        self.report = report


def _reported(report: LoadReport, *, dry_run: bool) -> LoadReport:
    if dry_run:
        raise _DryRunError(report)
    return report


class CatalogueLoadLogic:
    """Loads files into the catalogue: all valid rows of a file, or nothing if an error occurs.

    A row matches the title that has one of its external ids; else the only title of its media type and year that has
    one of its names, unless that title has a different id at a source of the row. Two rows of a file are about the same
    title if they share an external id, or have the same name and no ids: then the first row counts, and a later row
    with different content is rejected. Concurrent loads wait for each other.
    """

    def __init__(self, *, unit_of_work: UnitOfWork, loads: CatalogueLoadRepository, poster_hosts: PosterHosts) -> None:
        self._unit_of_work = unit_of_work
        self._poster_hosts = poster_hosts
        self._loads = loads

    async def load(
        self, rows: Iterable[CatalogueRecord], *, dry_run: bool = False, on_progress: ProgressCallback = _ignore
    ) -> LoadReport:
        """Load the rows into the catalogue. Invalid rows are rejected one by one and listed in the report.

        With `dry_run` the transaction is rolled back in the end: the report says what a load would do.
        """
        try:
            async with self._unit_of_work.transaction():
                await self._loads.begin()
                return _reported(await self._load(rows, on_progress), dry_run=dry_run)
        except _DryRunError as done:
            return done.report

    async def load_once(
        self, name: str, rows: Iterable[CatalogueRecord], *, on_progress: ProgressCallback = _ignore
    ) -> LoadReport | None:
        """Load the data set `name`, or return None if it was already loaded into this database."""
        async with self._unit_of_work.transaction():
            await self._loads.begin()
            if not await self._loads.record_dataset(name, now()):
                return None
            return await self._load(rows, on_progress)

    async def _load(self, rows: Iterable[CatalogueRecord], on_progress: ProgressCallback) -> LoadReport:
        staged = StagedRows(self._poster_hosts)
        remaining = iter(rows)
        while batch := list(islice(remaining, BATCH)):
            await self._loads.stage(staged.stage(batch))
            on_progress(len(batch))
        contradictory = await self._loads.match_ids()
        repeated = check_claims(await self._loads.find_claims())
        await self._loads.set_aside([*repeated.repeats, *(row.line for row in repeated.rejected)])
        await self._loads.match_names()
        at = now()
        await self._loads.add_names(list(staged.genres.values()), list(staged.platforms.values()), at)
        applied = await self._loads.apply(at)
        rejected = sorted([*staged.rejected, *contradictory, *repeated.rejected], key=lambda row: row.line)
        changed = applied.new + applied.changed
        unchanged = staged.count - changed - len(contradictory) - len(repeated.rejected)
        return LoadReport(applied.new, applied.changed, unchanged, tuple(rejected))
