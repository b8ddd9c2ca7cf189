from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from watchkeeper.models.types.episodes.episode import SeenEpisode, SeenSeason


class SeenEpisodeRepository(Protocol):
    """The seasons and episodes that a person has seen. A play of a gone episode counts for the one that replaced it."""

    async def find_seasons(self, user_id: UUID, ids: Sequence[UUID]) -> Sequence[SeenSeason]:
        """Return those of the seasons that exist, in any order."""

    async def find_episodes(self, user_id: UUID, ids: Sequence[UUID]) -> Sequence[SeenEpisode]:
        """Return those of the episodes that exist, in any order."""
