from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.sorts import WatchlistSort
from watchkeeper.models.types.watch_entry import WatchEntry, WatchlistFilter


class WatchEntryRepository(Protocol):
    """The entries of people's watchlists. Every method sees the entries of the one person it is asked about, no others.

    Unknown release dates and averages come last in either direction.
    """

    async def search(
        self, user_id: UUID, filters: WatchlistFilter, sort: WatchlistSort, request: PageRequest
    ) -> Page[WatchEntry]:
        """Return a page of the entries that are wanted. Raises InvalidCursorError."""

    async def require(self, user_id: UUID, id: UUID) -> WatchEntry:  # noqa: A002
        """Return an entry. Raises WatchEntryNotFoundError."""

    async def require_locked(self, user_id: UUID, id: UUID) -> WatchEntryEntity:  # noqa: A002
        """Return an entry to be changed, kept from changes of others until the transaction ends.

        Raises WatchEntryNotFoundError.
        """

    async def add(self, entity: WatchEntryEntity) -> WatchEntry:
        """Store a new entry and return it.

        Raises TitleNotFoundError unless its title is there and active, AlreadyInWatchlistError, and InvalidTokenError
        when the account has been deleted meanwhile.
        """

    async def save(self, entity: WatchEntryEntity) -> WatchEntry:
        """Store the changed entry with a later `updated_at`, and return it. Raises WatchEntryNotFoundError."""

    async def delete(self, user_id: UUID, id: UUID) -> None:  # noqa: A002
        """Remove an entry. Raises WatchEntryNotFoundError."""
