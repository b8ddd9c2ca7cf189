from collections.abc import Callable, Iterable
from itertools import islice
from typing import Final

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.postgres.unit_of_work import UnitOfWork
from watchkeeper.logics.catalogue.catalogue_rows import StagedRows, judge_claims
from watchkeeper.models.types.catalogue_load import CatalogueRecord
from watchkeeper.models.types.load_report import LoadReport
from watchkeeper.repositories.catalogue.catalogue_load_repository import CatalogueLoadRepository

BATCH: Final = 1000
"""Rows held at a time; other work of the process gets its turn between two batches."""

ProgressCallback = Callable[[int], None]
"""Is told how many more rows have been read."""


def _ignore(count: int) -> None: ...


class CatalogueLoadLogic:
    """Loads files into the catalogue: all of a file that is valid, or nothing when something breaks.

    A row is about the title that has one of its external ids; else about the one with its media type, title (upper
    and lower case are the same) and year, unless that has another id at a source of the row. Rows of one file are
    about different titles, unless they share an external id or name the same title without any: then the first counts
    and a later one that says other things is refused. Loads at the same time wait for each other.
    """

    def __init__(self, *, unit_of_work: UnitOfWork, loads: CatalogueLoadRepository) -> None:
        self._unit_of_work = unit_of_work
        self._loads = loads

    async def load(self, rows: Iterable[CatalogueRecord], *, on_progress: ProgressCallback = _ignore) -> LoadReport:
        """Bring the rows into the catalogue. What is not valid is refused by itself; see the report."""
        async with self._unit_of_work.transaction():
            await self._loads.begin()
            return await self._load(rows, on_progress)

    async def load_once(
        self, name: str, rows: Iterable[CatalogueRecord], *, on_progress: ProgressCallback = _ignore
    ) -> LoadReport | None:
        """Load the data set `name`, or return None where it was loaded before, here or by another service."""
        async with self._unit_of_work.transaction():
            await self._loads.begin()
            if not await self._loads.record_dataset(name, now()):
                return None
            return await self._load(rows, on_progress)

    async def _load(self, rows: Iterable[CatalogueRecord], on_progress: ProgressCallback) -> LoadReport:
        staged = StagedRows()
        remaining = iter(rows)
        while batch := list(islice(remaining, BATCH)):
            await self._loads.stage(staged.stage(batch))
            on_progress(len(batch))
        contradictory = await self._loads.match_ids()
        repeated = judge_claims(await self._loads.find_claims())
        await self._loads.set_aside([*repeated.repeats, *(row.line for row in repeated.rejected)])
        await self._loads.match_names()
        at = now()
        await self._loads.add_names(list(staged.genres.values()), list(staged.platforms.values()), at)
        applied = await self._loads.apply(at)
        rejected = sorted([*staged.rejected, *contradictory, *repeated.rejected], key=lambda row: row.line)
        changed = applied.new + applied.changed
        unchanged = staged.count - changed - len(contradictory) - len(repeated.rejected)
        return LoadReport(applied.new, applied.changed, unchanged, tuple(rejected))
