from collections.abc import Sequence
from typing import Protocol
from uuid import UUID


class RelatedTitleRepository(Protocol):
    """Titles that are like another one."""

    async def find(self, title_id: UUID, limit: int) -> Sequence[UUID]:
        """Return the ids of active public titles that share genres with a title and are near to it in time, those of
        its media type and with most genres in common first."""
