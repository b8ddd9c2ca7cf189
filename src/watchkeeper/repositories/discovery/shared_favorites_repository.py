from datetime import datetime
from typing import Protocol

from watchkeeper.models.entities.shared_favorites_entity import SharedFavoritesEntity


class SharedFavoritesRepository(Protocol):
    """Under which names favourites are shared: one name an account, one account a name, without regard to case."""

    async def share(self, account_id: int, list_name: str, at: datetime) -> tuple[SharedFavoritesEntity, bool]:
        """Share the favourites of an account under a name, in place of the one before.

        Returns the row and whether it is new. However many share at once, one row comes of it. Raises
        ListNameTakenError.
        """

    async def require(self, list_name: str) -> SharedFavoritesEntity:
        """Return what is shared under a name. Raises SharedListNotFoundError."""
