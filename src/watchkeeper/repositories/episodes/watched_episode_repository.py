from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.types.episodes.watched_episodes import ListedPlay, RemovedPlay, SelectableEpisode


class WatchedEpisodeRepository(Protocol):
    """The episodes of a title with the plays of a person, many at once."""

    async def find_episodes(self, user_id: UUID, title_id: UUID, viewing: int) -> Sequence[SelectableEpisode]:
        """Return the current episodes of a title by season and number, with what a viewing has seen of them."""

    async def find_plays(self, user_id: UUID, title_id: UUID) -> Sequence[ListedPlay]:
        """Return the plays of a title in the order of their dates, those of unknown date first."""

    async def add(self, plays: Sequence[PlayEntity]) -> None:
        """Store plays of one title, in one statement."""

    async def remove(self, user_id: UUID, ids: Sequence[UUID]) -> Sequence[RemovedPlay]:
        """Remove plays, in one statement, and return them as they were."""

    async def find_entry_id(self, user_id: UUID, title_id: UUID) -> UUID | None:
        """Return the entry of a title."""

    async def forget_end(self, user_id: UUID, title_id: UUID, viewing: int) -> None:
        """Forget when a viewing was finished, and so until when what had aired counts as seen in it."""

    async def state_seen(self, user_id: UUID, title_id: UUID, viewing: int, seen: int) -> None:
        """Store how many episodes a person claims to have seen of a title whose episodes are unknown."""

    async def forget_stated(self, user_id: UUID, title_id: UUID, viewing: int) -> None:
        """Forget that number of a viewing: its plays say more."""
