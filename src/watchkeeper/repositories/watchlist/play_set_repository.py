from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.watchlist.locked_rows import RowWrites
from watchkeeper.models.types.watchlist.play import PlayKey
from watchkeeper.models.types.watchlist.title_plays import TitlesPlays
from watchkeeper.models.types.watchlist.watching import WatchedEpisode
from watchkeeper.models.types.watchlist.when import When


@dataclass(frozen=True, slots=True)
class LockedTitles:
    """The titles that are locked, with those of named plays, how many entries may be added (`room`, of `max_entries`
    that an account may have), and the person's tags by the keys that were asked for."""

    title_ids: Sequence[UUID]
    room: int
    max_entries: int
    tags: Mapping[str, UUID]


@dataclass(frozen=True, slots=True)
class ViewingEnd:
    """The time at which plays completed the current viewing of a title; unknown if none did, or if its date is unknown.

    `completed_at` is when the title was completed here, or until when it was done before plays moved it on.
    """

    title_id: UUID
    viewing: int
    finished_on: When
    finished_until: datetime | None
    completed_at: datetime | None


class PlaySetRepository(Protocol):
    """Plays of many titles of one person, by one statement a step. Each step needs the same transaction, in which the
    account is locked."""

    async def lock(
        self,
        user_id: UUID,
        title_ids: Collection[UUID],
        ids: Collection[UUID] = (),
        keys: Collection[PlayKey] = (),
        *,
        tag_keys: Collection[str] = (),
        max_added: int = 0,
    ) -> LockedTitles:
        """Lock titles and those of the plays with these ids or keys, then the entries of them, then the plays, each by
        id; count the entries that may be added up to `max_added`.

        Raises TransactionConflictError if a title was merged or deleted concurrently.
        """

    async def read(
        self,
        user_id: UUID,
        title_ids: Collection[UUID],
        ids: Collection[UUID] = (),
        keys: Collection[PlayKey] = (),
    ) -> TitlesPlays:
        """Return where the person stands with locked titles, with all plays of them; those with these ids or keys as
        they are stored."""

    async def regular_episodes(self, title_ids: Collection[UUID]) -> Mapping[UUID, Sequence[WatchedEpisode]]:
        """Return the current episodes of titles but for specials, in their order; nothing of titles without any."""

    async def write(
        self,
        user_id: UUID,
        plays: RowWrites[PlayEntity],
        entries: RowWrites[WatchEntryEntity],
        ends: Sequence[ViewingEnd],
    ) -> None:
        """Store all changes of plays, and what follows for entries and viewings."""

    async def forget_stated_unseen(self, user_id: UUID, removed: Collection[tuple[UUID, int, UUID | None]]) -> None:
        """Forget how many episodes the person said to have seen in the current viewings of which they have taken back
        an episode: removed plays, as title, viewing and episode, of regular episodes without another play there."""
