from collections.abc import Collection, Mapping
from datetime import tzinfo
from typing import Protocol
from uuid import UUID

from watchkeeper.models.types.imports.import_library import LibraryTitle, LibraryWrites
from watchkeeper.models.types.watchlist.play import PlayKey


class ImportLibraryRepository(Protocol):
    """The library of a person for many titles, by one statement a table."""

    async def lock(self, user_id: UUID, title_ids: Collection[UUID]) -> frozenset[UUID]:
        """Lock the account, titles, their entries and rating statistics, each in the order of ids, until the
        transaction ends. Return the titles that something new may be of.

        Raises InvalidTokenError if the account is gone.
        """

    async def read(self, user_id: UUID, title_ids: Collection[UUID]) -> dict[UUID, LibraryTitle]:
        """Return what the person has of each title."""

    async def open_titles(self, user_id: UUID, title_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
        """Return the titles that something new may be of, or those that they were merged into, by the given ids."""

    async def taken_keys(self, user_id: UUID, keys: Collection[PlayKey]) -> set[PlayKey]:
        """Return those of the keys that plays have."""

    async def time_zone(self, user_id: UUID) -> tzinfo:
        """Return where days begin for the person."""

    async def last_ranks(self, user_id: UUID) -> dict[str, int]:
        """Return the greatest rank of each kind of marks."""

    async def write(self, user_id: UUID, writes: LibraryWrites) -> None:
        """Store all changes. Needs a transaction that has locked the titles."""

    async def order_marks(self, user_id: UUID, import_id: UUID) -> None:
        """Put the marks that an import has made in the order of its upload."""

    async def remove_titles(self, user_id: UUID, import_id: UUID, place: int, limit: int) -> int | None:
        """Remove the titles of one's own that an import made, and the viewings that it stated, but for those that
        something hangs on: of so many of its records behind a place. Returns the place of the last, None if there is
        none."""
