from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.read_model import Changed
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.sorts import PlaySort
from watchkeeper.models.types.undo.operation import ChangedRow, NewOperation, RowImage, StoredEntry
from watchkeeper.models.types.watchlist.play import Play, PlayFilter
from watchkeeper.models.types.watchlist.watching import TitleStatus, WatchedEpisode, Watching
from watchkeeper.models.types.watchlist.when import When


@dataclass(frozen=True, slots=True)
class ViewingDates:
    """The dates of the current viewing as a person sets them. None removes a date; only those with `sets_…` change."""

    started_on: When | None = None
    finished_on: When | None = None
    finished_until: datetime | None = None
    """The end of `finished_on`."""
    sets_started_on: bool = False
    sets_finished_on: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.sets_started_on and not self.sets_finished_on

    @property
    def removes_one(self) -> bool:
        return (self.sets_started_on and self.started_on is None) or (
            self.sets_finished_on and self.finished_on is None
        )


class PlayRepository(Protocol):
    """Plays. Every method sees only the plays of the given person. Unknown moments sort last in both directions.

    The counts of viewings follow each change in the same transaction.
    """

    async def search(self, user_id: UUID, filters: PlayFilter, sort: PlaySort, request: PageRequest) -> Page[Play]:
        """Return a page of the plays that match. Raises InvalidCursorError."""

    async def require(self, user_id: UUID, id: UUID) -> Play:  # noqa: A002 - the name in the API
        """Return a play. Raises PlayNotFoundError."""

    async def require_entity(self, user_id: UUID, id: UUID) -> PlayEntity:  # noqa: A002
        """Return a play as it is stored. Raises PlayNotFoundError."""

    async def find_regular(self, user_id: UUID, title_id: UUID, viewing: int) -> Sequence[tuple[WatchedEpisode, bool]]:
        """Return the current episodes of a title but for specials, and whether the viewing has seen each."""

    async def add(
        self, entity: PlayEntity, title_status: TitleStatus, watching: Watching, operation: NewOperation
    ) -> Changed[Play]:
        """Store a play of a title that has an entry, and return the play. If that moves, it is an operation.

        The status is stored as `WatchingRepository.save_status` does. Raises TransactionConflictError if the entry has
        changed since it was read.
        """

    async def add_with_entry(
        self,
        entity: PlayEntity,
        entry: WatchEntryEntity,
        title_status: TitleStatus,
        watching: Watching,
        operation: NewOperation,
    ) -> Changed[Play]:
        """Store a play of a title and the entry that it makes, as an operation, and return the play.

        Raises AlreadyInWatchlistError, QuotaExceededError, and TransactionConflictError for a key that has just been
        taken.
        """

    async def add_of_whole_title(
        self, entity: PlayEntity, entry: WatchEntryEntity, title_status: TitleStatus, operation: NewOperation
    ) -> Changed[Play] | None:
        """Store a play of a whole title in the current viewing, with the status of the completed title.

        There may be an entry: `entry` is stored where there is none. What that changes is an operation. Return None,
        and store nothing, if the title is not open to the person, the entry has just changed, or no more may be made.
        Raises AlreadyInWatchlistError for an entry that has just been made.
        """

    async def save(self, entity: PlayEntity) -> RowImage:
        """Store a changed play with a later `updated_at`, and return it as it was."""

    async def delete(self, user_id: UUID, id: UUID) -> RowImage:  # noqa: A002
        """Remove a locked play, and return it as it was."""

    async def delete_of_title(self, user_id: UUID, title_id: UUID) -> list[ChangedRow]:
        """Remove all plays and viewings of a title, and return them as they were."""


class WatchingRepository(Protocol):
    """The state of a person with a title: the entry and the current viewing."""

    async def lock(self, user_id: UUID, title_id: UUID, *, for_new: bool = False) -> None:
        """Lock account, title and entry until the transaction ends; the plays of a person take turns.

        Raises InvalidTokenError when the account has been deleted concurrently, and TitleNotFoundError unless the title
        exists; `for_new` also unless it is active, and public or the person's own.
        """

    async def find_title(self, user_id: UUID, entry_id: UUID) -> UUID:
        """Return the title of an entry. Raises WatchEntryNotFoundError."""

    async def read(self, user_id: UUID, title_id: UUID) -> Watching:
        """Return the state of the person with a locked title."""

    async def find_entry(self, user_id: UUID, title_id: UUID) -> StoredEntry:
        """Return the entry of a title and its viewing of now as they are stored."""

    async def save_status(self, user_id: UUID, title_id: UUID, watching: Watching, title_status: TitleStatus) -> None:
        """Store the status of an entry, and touch the entry, whose counts have changed."""

    async def begin_again(
        self, user_id: UUID, title_id: UUID, viewing: int, started_on: When | None, at: datetime
    ) -> None:
        """Begin the viewing after `viewing`, and set the entry to watching, as its person's."""

    async def set_dates(self, user_id: UUID, dates: Mapping[UUID, ViewingDates]) -> None:
        """Store when the person says that the current viewings of titles began and ended.

        Without that a viewing began with its first play; `save_status` sets its end.
        """
