from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.models.types.discovery.metadata import DueTitle


class DueTitleRepository(Protocol):
    """Titles whose metadata is due for a refresh from their provider."""

    async def claim(self, most: int, at: datetime, *, until: datetime) -> Sequence[DueTitle]:
        """Return up to `most` titles that are due at `at`, longest overdue first.

        Claimed titles are not returned again before `until`; the caller sets their next due time by then.
        """

    async def postpone(self, title_id: UUID, due_at: datetime | None) -> None:
        """Set when a title is due again; None for never. The title itself does not change."""

    async def make_pending_due(self, at: datetime) -> None:
        """Set every title with pending metadata due at `at`, unless it is due already."""
