from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from watchkeeper.models.types.feedback.rating_statistics import RatingStatisticsDifference


class RatingStatisticsRepository(Protocol):
    """The rating statistics of titles, and the prior: the mean in their weighted averages."""

    async def claim_refresh(self, at: datetime, *, due_before: datetime) -> bool:
        """Record a refresh at `at`, unless there was one after `due_before`. One of several concurrent callers gets
        True."""

    async def find_mean(self) -> Decimal | None:
        """Return the mean of all ratings as a score, or None without any."""

    async def set_prior(self, mean: Decimal) -> None:
        """Set the prior of the weighted averages of later ratings. No rating is written concurrently.

        Raises DatabaseUnavailableError when concurrent ratings take too long. Needs a transaction.
        """

    async def renew_weighted(self, after: UUID, limit: int) -> Sequence[UUID]:
        """Update the weighted averages of the first `limit` titles with greater ids that are outdated.

        Returns their ids.
        """

    async def set_known(self) -> None:
        """Mark the 2,000 titles with the most ratings as known, which a search finds first, and no others."""

    async def find_differences(self) -> list[RatingStatisticsDifference]:
        """Return the titles whose statistics differ from their rows, by id, as of one snapshot."""

    async def recount(self, title_id: UUID) -> None:
        """Recompute the statistics of a title from its rows, while concurrent changes wait. Needs a transaction."""
