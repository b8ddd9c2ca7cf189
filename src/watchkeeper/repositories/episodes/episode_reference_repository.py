from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from watchkeeper.models.types.watchlist.watching import WatchedEpisode


@dataclass(frozen=True, slots=True)
class EpisodeReference:
    """An episode of a title: by its id, by season and number, by absolute number, or by its id at a source."""

    title_id: UUID
    id: UUID | None = None
    season: int | None = None
    number: int | None = None
    absolute_number: int | None = None
    source: str | None = None
    external_id: str | None = None


class EpisodeReferenceRepository(Protocol):
    """The episodes of titles. Those that are gone are found by their ids alone."""

    async def require_title(self, id: UUID) -> UUID:  # noqa: A002 - the name in the API
        """Return the title of an episode. Raises EpisodeNotFoundError."""

    async def find_many(self, references: Sequence[EpisodeReference]) -> Sequence[Sequence[WatchedEpisode]]:
        """Return the episodes that each reference may mean, in one statement.

        At a place these are the episode of its season, or where this has fewer, those with its absolute number; by an
        id at a source gone ones only if there are no others.
        """
