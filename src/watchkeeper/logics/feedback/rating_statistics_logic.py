from datetime import timedelta
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.postgres.unit_of_work import UnitOfWork
from watchkeeper.models.types.rating_statistics import RecountReport
from watchkeeper.repositories.feedback.rating_statistics_repository import RatingStatisticsRepository

REFRESH_EVERY = timedelta(hours=1)

_NEVER = timedelta(0)
_LEAST_ID = UUID(int=0)
_BATCH = 1000


class RatingStatisticsLogic:
    """The figures of titles: the mean of all ratings that weighted averages lean on, and the proof of the counts."""

    def __init__(self, *, unit_of_work: UnitOfWork, rating_statistics: RatingStatisticsRepository) -> None:
        self._unit_of_work = unit_of_work
        self._rating_statistics = rating_statistics

    async def refresh_when_due(self) -> bool:
        """Measure the mean of all ratings anew, if the last time is an hour ago; return whether it was.

        However many processes ask, one of them does it. The mean stays what it was when there is no rating left.
        """
        if not await self._renew_prior(REFRESH_EVERY):
            return False
        await self._renew_weighted()
        return True

    async def recount(self) -> RecountReport:
        """Compare all figures with the rows they are made of, as of one moment, and repair those that differ.

        Then measure the mean of all ratings anew, whenever that was done last.
        """
        differences = await self._rating_statistics.find_differences()
        for difference in differences:
            async with self._unit_of_work.transaction():
                await self._rating_statistics.recount(difference.title_id)
        await self._renew_prior(_NEVER)
        return RecountReport(tuple(differences), await self._renew_weighted())

    async def _renew_prior(self, age: timedelta) -> bool:
        at = now()
        async with self._unit_of_work.transaction():
            if not await self._rating_statistics.claim_refresh(at, due_before=at - age):
                return False
            mean = await self._rating_statistics.find_mean()
            if mean is not None:
                await self._rating_statistics.set_prior(mean)
        return True

    async def _renew_weighted(self) -> int:
        """Renew in small steps, so that nobody who rates waits for long; return how many moved."""
        moved, last = 0, _LEAST_ID
        while renewed := await self._rating_statistics.renew_weighted(last, _BATCH):
            moved, last = moved + len(renewed), max(renewed)
        return moved
