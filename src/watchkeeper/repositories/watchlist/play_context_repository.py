from typing import Protocol
from uuid import UUID

from watchkeeper.models.types.watchlist.play import PlayKey
from watchkeeper.models.types.watchlist.play_context import PlayContext


class PlayContextRepository(Protocol):
    """Where a person stands with a title, as far as a new play is decided by it. Nothing is locked."""

    async def find(
        self,
        user_id: UUID,
        title_id: UUID,
        *,
        episode_id: UUID | None,
        place: tuple[int, int] | None,
        key: PlayKey | None,
    ) -> PlayContext | None:
        """Return what decides about a play of a title, or of its episode with an id or at a place (season and number).

        None unless the title is active, and public or the person's own.
        """
