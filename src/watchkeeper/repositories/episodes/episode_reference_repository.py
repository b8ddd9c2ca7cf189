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

    async def by_id(self, title_id: UUID, id: UUID) -> Sequence[WatchedEpisode]:  # noqa: A002
        """Return the episode of a title with an id, or nothing."""

    async def by_place(self, title_id: UUID, season: int, number: int) -> Sequence[WatchedEpisode]:
        """Return the episodes at a place: that of their season, or where this has fewer, by absolute number."""

    async def by_absolute_number(self, title_id: UUID, number: int) -> Sequence[WatchedEpisode]:
        """Return the episodes of a title with this number over all seasons."""

    async def by_external_id(self, title_id: UUID, source: str, external_id: str) -> Sequence[WatchedEpisode]:
        """Return the episodes of a title with this id at a source; gone ones only if there are no others."""

    async def find_many(self, references: Sequence[EpisodeReference]) -> Sequence[Sequence[WatchedEpisode]]:
        """Return the episodes that each reference may mean, in one statement, as the other methods do."""
