from typing import Protocol

from watchkeeper.models.types.operations.overview import OverviewCounts


class OverviewRepository(Protocol):
    """Numbers of the whole service."""

    async def count(self) -> OverviewCounts:
        """Return how much there is."""
