from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.types.episodes.episode import Episode, EpisodeFilter, Reader, Season
from watchkeeper.models.types.sorts import EpisodeSort, SeasonSort


class EpisodeRepository(Protocol):
    """Seasons and episodes. Those of titles that a reader does not see do not exist for them."""

    async def search_seasons(
        self, title_id: UUID, sort: SeasonSort, request: PageRequest, reader: Reader
    ) -> Page[Season]:
        """Raises TitleNotFoundError, InvalidCursorError."""

    async def get_season(self, id: UUID, reader: Reader) -> Season:  # noqa: A002 - the name in the API
        """Raises SeasonNotFoundError."""

    async def search_episodes(
        self, title_id: UUID, filters: EpisodeFilter, sort: EpisodeSort, request: PageRequest, reader: Reader
    ) -> Page[Episode]:
        """Raises TitleNotFoundError, InvalidCursorError."""

    async def get_episode(self, id: UUID, reader: Reader) -> Episode:  # noqa: A002
        """Return an episode, also a gone one. Raises EpisodeNotFoundError."""

    async def find_many(self, ids: Sequence[UUID], reader: Reader) -> Sequence[Episode]:
        """Return those of the episodes that exist, in any order."""
