from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.models.types.undo.operation import ChangedRow


class WatchedTitleRepository(Protocol):
    """Locks the account, the title and the watch entry while a person rates or reviews a title."""

    async def lock(self, user_id: UUID, title_id: UUID) -> bool:
        """Lock account, title and watch entry until the transaction ends, in this order.

        Returns whether the title is watched: completed in the person's watchlist, or played. All changes of one
        person's ratings and reviews lock the account first, so they run one after another. Raises TitleNotFoundError
        unless the title exists and is active, and InvalidTokenError when the account has been deleted concurrently.
        """

    async def mark_completed(self, user_id: UUID, title_id: UUID, at: datetime) -> Sequence[ChangedRow]:
        """Set the title to completed in the person's watchlist, adding it if it is missing; return what an undo has to
        know.

        Raises QuotaExceededError.
        """
