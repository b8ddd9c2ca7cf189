from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.sorts import WatchlistSort
from watchkeeper.models.types.undo.operation import RowImage
from watchkeeper.models.types.watchlist.watch_entry import WatchEntry, WatchlistCounts, WatchlistFilter


class WatchEntryRepository(Protocol):
    """Watch entries. Every method sees only the entries of the given person.

    Unknown values sort last in both directions.
    """

    async def search(
        self, user_id: UUID, filters: WatchlistFilter, sort: WatchlistSort, request: PageRequest
    ) -> Page[WatchEntry]:
        """Return a page of the entries that match. Raises InvalidCursorError."""

    async def count(self, user_id: UUID, filters: WatchlistFilter) -> WatchlistCounts:
        """Return the numbers of the entries that match."""

    async def find_without_episodes(self, user_id: UUID, limit: int) -> Sequence[WatchEntry]:
        """Return entries that are being watched, of titles without known episodes, the last changed first.

        What is hidden from next up is left out.
        """

    async def require(self, user_id: UUID, id: UUID) -> WatchEntry:  # noqa: A002
        """Return an entry. Raises WatchEntryNotFoundError."""

    async def require_locked(self, user_id: UUID, id: UUID) -> WatchEntryEntity:  # noqa: A002
        """Return an entry, locked until the transaction ends.

        Raises WatchEntryNotFoundError.
        """

    async def add(self, entity: WatchEntryEntity) -> WatchEntry:
        """Store a new entry and return it.

        Raises TitleNotFoundError unless its title exists and is active, AlreadyInWatchlistError, QuotaExceededError,
        and InvalidTokenError when the account has been deleted concurrently.
        """

    async def save(self, entity: WatchEntryEntity) -> WatchEntry:
        """Store the changed entry with a later `updated_at`, and return it. Raises WatchEntryNotFoundError."""

    async def delete(self, user_id: UUID, id: UUID) -> RowImage:  # noqa: A002
        """Remove an entry, and return it as it was. Raises WatchEntryNotFoundError."""
