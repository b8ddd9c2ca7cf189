from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.types.next_up import NextUpFilter, NextUpPlace
from watchkeeper.models.types.sorts import NextUpSort


class NextUpRepository(Protocol):
    """What a person watches next."""

    async def search(
        self, user_id: UUID, filters: NextUpFilter, sort: NextUpSort, request: PageRequest
    ) -> Page[NextUpPlace]:
        """Return a page of entries with the first aired episode after the furthest one seen. Raises
        InvalidCursorError."""
