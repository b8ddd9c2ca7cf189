from dataclasses import dataclass

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.models.types.episodes.next_up import NextUp, NextUpFilter
from watchkeeper.models.types.sorts import NextUpSort
from watchkeeper.repositories.episodes.next_up_repository import NextUpRepository


@dataclass(kw_only=True, eq=False)
class NextUpLogic:
    """Finds what the caller can watch next: the first aired episode after the furthest one seen."""

    places: NextUpRepository

    async def search(
        self, caller: Principal, filters: NextUpFilter, sort: NextUpSort, request: PageRequest
    ) -> Page[NextUp]:
        """Raises InvalidCursorError."""
        return await self.places.search(caller.user_id, filters, sort, request)
