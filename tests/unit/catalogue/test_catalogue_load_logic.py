"""The order of a load, what its report adds up to, and that it happens once, over a repository in memory."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import pytest

from tests.support.unit_of_work import InMemoryUnitOfWork
from watchkeeper.logics.catalogue.catalogue_load_logic import BATCH, CatalogueLoadLogic
from watchkeeper.models.types.catalogue.catalogue_load import (
    AppliedRows,
    CatalogueRecord,
    RowClaim,
    StagedName,
    StagedTitle,
)
from watchkeeper.models.types.catalogue.load_report import LoadReport, RejectedRow
from watchkeeper.models.types.catalogue.poster_hosts import PosterHosts


class CatalogueLoadsInMemory:
    """Knows titles by their name alone; `contradictory` lines are refused as the database would."""

    def __init__(self) -> None:
        self.datasets: dict[str, datetime] = {}
        self.titles: dict[str, StagedTitle] = {}
        self.contradictory: frozenset[int] = frozenset()
        self.batches: list[int] = []
        self._rows: dict[int, StagedTitle] = {}

    async def begin(self) -> None:
        self._rows = {}

    async def record_dataset(self, name: str, at: datetime) -> bool:
        return self.datasets.setdefault(name, at) is at

    async def stage(self, titles: Sequence[StagedTitle]) -> None:
        self.batches.append(len(titles))
        self._rows |= {title.line: title for title in titles}

    async def match_ids(self) -> list[RejectedRow]:
        rejected = [RejectedRow(line, "contradictory") for line in self._rows if line in self.contradictory]
        await self.set_aside([row.line for row in rejected])
        return rejected

    async def find_claims(self) -> list[RowClaim]:
        return [RowClaim(line, title.name_key, title.digest) for line, title in sorted(self._rows.items())]

    async def set_aside(self, lines: Sequence[int]) -> None:
        for line in lines:
            del self._rows[line]

    async def match_names(self) -> None:
        """There is nothing to find: titles are known by name."""

    async def add_names(self, genres: Sequence[StagedName], platforms: Sequence[StagedName], at: datetime) -> None:
        """Genres and platforms are not kept here."""

    async def apply(self, at: datetime) -> AppliedRows:
        known = {key: title.digest for key, title in self.titles.items()}
        new = sum(title.name_key not in known for title in self._rows.values())
        changed = sum(known.get(title.name_key, title.digest) != title.digest for title in self._rows.values())
        self.titles |= {title.name_key: title for title in self._rows.values()}
        return AppliedRows(new, changed)


@pytest.fixture
def loads() -> CatalogueLoadsInMemory:
    return CatalogueLoadsInMemory()


@pytest.fixture
def logic(loads: CatalogueLoadsInMemory) -> CatalogueLoadLogic:
    return CatalogueLoadLogic(
        unit_of_work=InMemoryUnitOfWork(loads.datasets, loads.titles), loads=loads, poster_hosts=PosterHosts([])
    )


def film(line: int, title: str, **members: object) -> CatalogueRecord:
    return CatalogueRecord(line, {"media_type": "movie", "title": title, **members})


async def test_report_accounts_for_every_row(logic: CatalogueLoadLogic, loads: CatalogueLoadsInMemory) -> None:
    await logic.load([film(2, "Kept"), film(3, "Edited")])
    loads.contradictory = frozenset({6})
    report = await logic.load(
        [
            film(2, "Kept"),
            film(3, "Edited", runtime_minutes=90),
            film(4, "New"),
            film(5, "kept", runtime_minutes=7),
            film(6, "Contradictory"),
            film(7, "", runtime_minutes=7),
            film(8, "New"),
        ]
    )
    assert (report.new, report.changed, report.unchanged, report.rows) == (1, 1, 2, 7)
    assert [row.line for row in report.rejected] == [5, 6, 7]


async def test_rows_are_held_in_batches_and_progress_is_told(
    logic: CatalogueLoadLogic, loads: CatalogueLoadsInMemory
) -> None:
    told: list[int] = []
    report = await logic.load((film(line, f"Film {line}") for line in range(2 * BATCH + 1)), on_progress=told.append)
    assert told == loads.batches == [BATCH, BATCH, 1]
    assert report == LoadReport(new=2 * BATCH + 1)


async def test_data_set_is_loaded_once(logic: CatalogueLoadLogic, loads: CatalogueLoadsInMemory) -> None:
    assert await logic.load_once("demo", [film(2, "Heat")]) == LoadReport(new=1)
    loads.titles.clear()
    assert await logic.load_once("demo", [film(2, "Heat")]) is None
    assert loads.titles == {}


async def test_data_set_that_breaks_off_is_loaded_the_next_time(
    logic: CatalogueLoadLogic, loads: CatalogueLoadsInMemory
) -> None:
    def broken() -> Iterator[CatalogueRecord]:
        yield film(2, "Heat")
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - the reader's own failure, passed on as it is
        await logic.load_once("demo", broken())
    assert await logic.load_once("demo", [film(2, "Heat")]) == LoadReport(new=1)
