from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

from watchkeeper.models.types.integrations.media_server import KnownItem


class PlayedItemRepository(Protocol):
    """Titles and episodes of the catalogue by their ids at other services."""

    async def find_titles(self, user_id: UUID, ids: Mapping[str, str], *, is_movie: bool) -> Sequence[UUID]:
        """Return the titles with any of the ids that the person sees: movies, else shows, else anime of either form."""

    async def has_play(self, user_id: UUID, title_id: UUID, place: tuple[int, int] | None) -> bool:
        """Return whether a title, or the episode at a season and number, has a play of a person."""

    async def find_episodes(self, ids: Mapping[str, str]) -> Sequence[KnownItem]:
        """Return the episodes with any of the ids."""
