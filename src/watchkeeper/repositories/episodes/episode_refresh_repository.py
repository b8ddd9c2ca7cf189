from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.models.types.episodes.episode_refresh import (
    DueShow,
    EpisodeChanges,
    KnownEpisode,
    ProvidedShow,
)


class EpisodeRefreshRepository(Protocol):
    """The episodes of titles as refreshes write them, and when each title is due."""

    async def claim(self, most: int, at: datetime, *, until: datetime) -> Sequence[DueShow]:
        """Return up to `most` titles whose episodes are due at `at`, longest overdue first.

        Claimed titles are not returned again before `until`.
        """

    async def find(self, title_id: UUID) -> DueShow | None:
        """Return a title that may have episodes: a show or an anime that exists."""

    async def claim_one(self, title_id: UUID, at: datetime, *, until: datetime) -> bool:
        """Claim a title, due or not, and return whether it was unclaimed."""

    async def release(self, title_id: UUID) -> None:
        """End the claim of a title, which stays due."""

    async def lock(self, title_id: UUID) -> bool:
        """Lock a title until the transaction ends, and return whether it exists."""

    async def find_known(self, title_id: UUID) -> Sequence[KnownEpisode]:
        """Return the episodes of a title, gone ones too."""

    async def apply(self, title_id: UUID, show: ProvidedShow, changes: EpisodeChanges, at: datetime) -> None:
        """Store the seasons of an answer, and what it changes of the episodes. Needs a transaction.

        Plays that name the season and number at which an episode is now become plays of it.
        """

    async def finish(self, title_id: UUID, show: ProvidedShow, due_at: datetime | None) -> None:
        """Store that the episodes of a title are those of an answer, and when it is due again; None: never."""

    async def postpone(self, title_id: UUID, due_at: datetime) -> None:
        """Store that no provider has the episodes of a title, and when it is due again. Known episodes stay."""
