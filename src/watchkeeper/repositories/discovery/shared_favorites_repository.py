from datetime import datetime
from typing import Protocol

from watchkeeper.models.entities.discovery.shared_favorites_entity import SharedFavoritesEntity


class SharedFavoritesRepository(Protocol):
    """Names under which favourites are shared: one name per account, one account per name, without regard to case."""

    async def share(self, account_id: int, list_name: str, at: datetime) -> tuple[SharedFavoritesEntity, bool]:
        """Share the favourites of an account under a name, replacing the previous name.

        Returns the row and whether it is new. Concurrent calls create one row. Raises ListNameTakenError.
        """

    async def require(self, list_name: str) -> SharedFavoritesEntity:
        """Return the shared favourites with a name. Raises SharedListNotFoundError."""
