from datetime import datetime
from typing import Protocol
from uuid import UUID


class WatchedTitleRepository(Protocol):
    """What has to stand still while a person rates or reviews a title: the account, the title, the watch entry."""

    async def lock(self, user_id: UUID, title_id: UUID) -> bool:
        """Keep account, title and watch entry from changes of others until the transaction ends, in this order.

        Returns whether the title stands as completed in the person's watchlist. All changes of one person's ratings
        and reviews hold the account first, so none runs beside another. Raises TitleNotFoundError unless the title is
        there and active, and InvalidTokenError when the account has been deleted meanwhile.
        """

    async def mark_completed(self, user_id: UUID, title_id: UUID, at: datetime) -> None:
        """Set the title to completed in the person's watchlist, where it is entered if it is not there yet."""
