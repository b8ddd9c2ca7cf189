from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.models.types.metadata import DueTitle


class DueTitleRepository(Protocol):
    """Titles whose providers are to be asked about them."""

    async def claim(self, most: int, at: datetime, *, until: datetime) -> Sequence[DueTitle]:
        """Return up to `most` titles that are due at `at`, longest overdue first.

        Nobody else gets them before `until`; whoever claimed them says by then when they are due again.
        """

    async def postpone(self, title_id: UUID, due_at: datetime | None) -> None:
        """Set when a title is due again; None for never. The title itself stays as it is."""

    async def hasten_pending(self, at: datetime) -> None:
        """Make every title whose facts are pending due at `at`, unless it is due already."""
