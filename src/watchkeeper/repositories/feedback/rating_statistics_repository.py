from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from watchkeeper.models.types.rating_statistics import RatingStatisticsDifference


class RatingStatisticsRepository(Protocol):
    """The figures of titles beside the rows they are made of, and the mean that weighted averages lean on."""

    async def claim_refresh(self, at: datetime, *, due_before: datetime) -> bool:
        """Note a refresh at `at`, unless there was one after `due_before`. Of many who ask, one gets True."""

    async def find_mean(self) -> Decimal | None:
        """Return the mean of all ratings as a score, or None without any."""

    async def set_prior(self, mean: Decimal) -> None:
        """Make `mean` what the weighted averages of ratings to come lean on. No rating runs beside this.

        Raises DatabaseUnavailableError when ratings under way take too long. Needs a transaction.
        """

    async def renew_weighted(self, after: UUID, limit: int) -> Sequence[UUID]:
        """Bring up to date the weighted averages of the first `limit` titles with greater ids that need it.

        Returns their ids.
        """

    async def find_differences(self) -> list[RatingStatisticsDifference]:
        """Return the titles whose figures are not those of their rows, by id, as of one moment."""

    async def recount(self, title_id: UUID) -> None:
        """Set the figures of a title to what its rows say, while no change of them is counted. Needs a transaction."""
