from dataclasses import dataclass
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.logics.episodes.episode_logic import reader_of
from watchkeeper.models.types.episode import Episode
from watchkeeper.models.types.next_up import NextUp, NextUpFilter
from watchkeeper.models.types.sorts import NextUpSort
from watchkeeper.repositories.changes.change_repository import OwnRows
from watchkeeper.repositories.episodes.episode_repository import EpisodeRepository
from watchkeeper.repositories.episodes.next_up_repository import NextUpRepository


@dataclass(kw_only=True, eq=False)
class NextUpLogic:
    """What the caller watches next: the first aired episode after the furthest one seen."""

    places: NextUpRepository
    entries: OwnRows
    episodes: EpisodeRepository

    async def search(
        self, caller: Principal, filters: NextUpFilter, sort: NextUpSort, request: PageRequest
    ) -> Page[NextUp]:
        """Raises InvalidCursorError."""
        page = await self.places.search(caller.user_id, filters, sort, request)
        found = await self.entries.find_many(caller.user_id, [place.id for place in page.items])
        entries = {entry.id: entry for entry in found}
        episodes = await self._episodes(caller, [place.episode_id for place in page.items])
        items = [
            NextUp(
                entries[place.id],
                episodes[place.episode_id],
                place.reason,
                place.remaining,
                place.remaining_minutes,
            )
            for place in page.items
            if place.id in entries and place.episode_id in episodes
        ]
        return Page(items, page.next_cursor, page.total)

    async def _episodes(self, caller: Principal, ids: list[UUID]) -> dict[UUID, Episode]:
        return {one.id: one for one in await self.episodes.find_many(ids, reader_of(caller))}
