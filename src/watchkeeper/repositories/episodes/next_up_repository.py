from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.types.episodes.next_up import NextUp, NextUpFilter
from watchkeeper.models.types.sorts import NextUpSort


class NextUpRepository(Protocol):
    """The next episodes of a person."""

    async def search(
        self, user_id: UUID, filters: NextUpFilter, sort: NextUpSort, request: PageRequest
    ) -> Page[NextUp]:
        """Return a page of entries with the first aired episode after the furthest one seen. Raises
        InvalidCursorError."""
