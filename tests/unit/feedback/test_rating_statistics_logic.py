"""The refresh and the recount of figures, on an in-memory fake of their port."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from tests.support.unit_of_work import InMemoryUnitOfWork
from watchkeeper.commands.recount import lines
from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import DatabaseUnavailableError
from watchkeeper.foundation.jobs.background_task import BackgroundTask
from watchkeeper.logics.feedback.rating_statistics_logic import RatingStatisticsLogic
from watchkeeper.models.types.feedback.rating_statistics import (
    RatingStatisticsDifference,
    RecountReport,
    TitleRatingStatistics,
)

RIGHT = TitleRatingStatistics(2, 15, (0, 0, 0, 0, 0, 1, 1, 0, 0), 1)
WRONG = TitleRatingStatistics(3, 15, (0, 0, 0, 0, 0, 1, 1, 0, 0), 1)


class RatingStatistics:
    """`stale` are the titles whose weighted averages need it; `wrong` those whose figures differ."""

    def __init__(self, *, refreshed: timedelta | None = None, mean: str | None = None, stale: int = 0) -> None:
        self.refreshed_at = None if refreshed is None else now() - refreshed
        self.mean = None if mean is None else Decimal(mean)
        self.prior: Decimal | None = None
        self.stale = [UUID(int=number) for number in range(1, stale + 1)]
        self.wrong: list[RatingStatisticsDifference] = []
        self.repaired: list[UUID] = []
        self.portions: list[int] = []
        self.known_set = 0

    async def claim_refresh(self, at: datetime, *, due_before: datetime) -> bool:
        is_due = self.refreshed_at is None or self.refreshed_at <= due_before
        self.refreshed_at = at if is_due else self.refreshed_at
        return is_due

    async def find_mean(self) -> Decimal | None:
        return self.mean

    async def set_prior(self, mean: Decimal) -> None:
        self.prior = mean

    async def renew_weighted(self, after: UUID, limit: int) -> Sequence[UUID]:
        portion = [title_id for title_id in self.stale if title_id > after][:limit]
        self.portions.append(len(portion))
        return list(reversed(portion))

    async def set_known(self) -> None:
        self.known_set += 1

    async def find_differences(self) -> list[RatingStatisticsDifference]:
        return self.wrong

    async def recount(self, title_id: UUID) -> None:
        self.repaired.append(title_id)


def _logic(rating_statistics: RatingStatistics) -> RatingStatisticsLogic:
    return RatingStatisticsLogic(unit_of_work=InMemoryUnitOfWork(), rating_statistics=rating_statistics)


@pytest.mark.parametrize("age", [None, timedelta(minutes=60), timedelta(days=3)])
async def test_refresh_is_due_an_hour_after_the_last(age: timedelta | None) -> None:
    rating_statistics = RatingStatistics(refreshed=age, mean="3.7")

    assert await _logic(rating_statistics).refresh_when_due()
    assert (rating_statistics.prior, rating_statistics.known_set) == (Decimal("3.7"), 1)


@pytest.mark.parametrize("minutes", [0, 1, 59])
async def test_refresh_before_its_time_changes_nothing(minutes: int) -> None:
    rating_statistics = RatingStatistics(refreshed=timedelta(minutes=minutes), mean="3.7", stale=1)

    assert not await _logic(rating_statistics).refresh_when_due()
    assert (rating_statistics.prior, rating_statistics.portions, rating_statistics.known_set) == (None, [], 0)


async def test_refresh_without_ratings_leaves_the_mean() -> None:
    rating_statistics = RatingStatistics()

    assert await _logic(rating_statistics).refresh_when_due()
    assert rating_statistics.prior is None


async def test_weighted_averages_are_renewed_in_portions() -> None:
    rating_statistics = RatingStatistics(mean="3.7", stale=2500)

    assert await _logic(rating_statistics).refresh_when_due()

    assert rating_statistics.portions == [1000, 1000, 500, 0]


async def test_recount_repairs_each_difference_and_refreshes_before_its_time() -> None:
    rating_statistics = RatingStatistics(refreshed=timedelta(0), mean="4", stale=3)
    rating_statistics.wrong = [
        RatingStatisticsDifference(UUID(int=7), WRONG, RIGHT),
        RatingStatisticsDifference(UUID(int=9), None, RIGHT),
    ]

    report = await _logic(rating_statistics).recount()

    assert report == RecountReport(tuple(rating_statistics.wrong), reweighted=3)
    assert rating_statistics.repaired == [UUID(int=7), UUID(int=9)]
    assert rating_statistics.prior == 4


def test_report_names_stored_and_counted_figures() -> None:
    differences = (
        RatingStatisticsDifference(UUID(int=7), WRONG, RIGHT),
        RatingStatisticsDifference(UUID(int=9), None, RIGHT),
    )

    text = lines(RecountReport(differences, reweighted=3))

    counted = "2 ratings (sum 7.5, [0, 0, 0, 0, 0, 1, 1, 0, 0]) and 1 reviews counted"
    assert text[0].startswith(f"title {UUID(int=7)}: 3 ratings (sum 7.5, ")
    assert text[0].endswith(f"and 1 reviews stored, {counted}")
    assert text[1] == f"title {UUID(int=9)}: nothing stored, {counted}"
    assert text[2:] == [
        "2 titles had wrong rating statistics; they are repaired.",
        "3 weighted averages changed with the mean of all ratings.",
    ]
    assert lines(RecountReport((), reweighted=0))[0] == "no difference"


class Failing(RatingStatistics):
    """Fails at the first two refreshes, as a database that is away and as something nobody thought of."""

    def __init__(self) -> None:
        super().__init__(mean="4")
        self.failures: list[Exception] = [DatabaseUnavailableError(), RuntimeError("nobody thought of it")]
        self.is_done = asyncio.Event()

    async def claim_refresh(self, at: datetime, *, due_before: datetime) -> bool:
        if self.failures:
            raise self.failures.pop(0)
        return await super().claim_refresh(at, due_before=due_before)

    async def renew_weighted(self, after: UUID, limit: int) -> Sequence[UUID]:
        self.is_done.set()
        return []


async def test_background_refresh_goes_on_after_failures_and_stops_when_told() -> None:
    rating_statistics = Failing()
    refresh = BackgroundTask("prior-refresh", _logic(rating_statistics).refresh_when_due, pause_seconds=0.001)
    before = asyncio.all_tasks()

    with capture_logs() as logs:
        await refresh.start()
        async with asyncio.timeout(10):
            await rating_statistics.is_done.wait()
        await refresh.stop()

    assert [entry["event"] for entry in logs] == ["task_postponed", "task_failed"]
    assert rating_statistics.prior == 4
    assert asyncio.all_tasks() <= before


async def test_refresh_that_never_began_can_be_stopped() -> None:
    await BackgroundTask("prior-refresh", _logic(RatingStatistics()).refresh_when_due).stop()
