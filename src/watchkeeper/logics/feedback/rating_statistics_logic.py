from datetime import timedelta
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.models.types.feedback.rating_statistics import RecountReport
from watchkeeper.repositories.feedback.rating_statistics_repository import RatingStatisticsRepository

REFRESH_EVERY = timedelta(hours=1)

_NEVER = timedelta(0)
_LEAST_ID = UUID(int=0)
_BATCH = 1000


class RatingStatisticsLogic:
    """Rating statistics of titles: refreshing the prior of weighted averages, and verifying the counts.

    The prior is the mean of all ratings.
    """

    def __init__(self, *, unit_of_work: UnitOfWork, rating_statistics: RatingStatisticsRepository) -> None:
        self._unit_of_work = unit_of_work
        self._rating_statistics = rating_statistics

    async def refresh_when_due(self) -> bool:
        """Compute the mean of all ratings and the known titles again if they are an hour old; return whether this did.

        Only one of all processes does it. If there are no ratings, the mean stays unchanged.
        """
        if not await self._renew_prior(REFRESH_EVERY):
            return False
        await self._renew_weighted()
        await self._rating_statistics.set_known()
        return True

    async def recount(self) -> RecountReport:
        """Compare all rating statistics with their rows in one snapshot, and repair those that differ.

        Then compute the mean of all ratings again, regardless of its age.
        """
        differences = await self._rating_statistics.find_differences()
        for difference in differences:
            async with self._unit_of_work.transaction():
                await self._rating_statistics.recount(difference.title_id)
        await self._renew_prior(_NEVER)
        await self._rating_statistics.set_known()
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
        """Update the weighted averages in batches, so that ratings wait only briefly; return how many changed."""
        moved, last = 0, _LEAST_ID
        while renewed := await self._rating_statistics.renew_weighted(last, _BATCH):
            moved, last = moved + len(renewed), max(renewed)
        return moved
