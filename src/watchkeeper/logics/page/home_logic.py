from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from msgspec.structs import asdict

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import PageRequest
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.logics.catalogue.title_logic import TitleLogic
from watchkeeper.logics.episodes.next_up_logic import NextUpLogic
from watchkeeper.models.errors.page_errors import NothingFitsError
from watchkeeper.models.types.catalogue.title import Title
from watchkeeper.models.types.catalogue.title_filter import TitleFilter
from watchkeeper.models.types.episodes.episode import Episode
from watchkeeper.models.types.episodes.next_up import NextUpFilter, NextUpGroup
from watchkeeper.models.types.identity.time_zone import time_zone
from watchkeeper.models.types.page.home import ContinuedEntry, Home
from watchkeeper.models.types.sorts import NextUpSort, TitleSort
from watchkeeper.models.types.watchlist.pick_filter import PickFilter
from watchkeeper.models.types.watchlist.watch_entry import WatchEntry
from watchkeeper.repositories.page.home_repository import HomeRepository
from watchkeeper.repositories.watchlist.watch_entry_repository import WatchEntryRepository

_GOES_ON: Final = NextUpFilter((NextUpGroup.WATCHING, NextUpGroup.RETURNED))


@dataclass(kw_only=True, eq=False)
class HomeLogic:
    """The first screen of the caller, and a pick of what to watch."""

    home: HomeRepository
    next_up: NextUpLogic
    entries: WatchEntryRepository
    titles: TitleLogic

    async def get_home(self, caller: Principal, limit: int) -> Home:
        """Return `limit` of each kind, at most."""
        day = now().astimezone(time_zone(caller.time_zone)).date()
        counts = await self.home.count(caller.user_id, caller.time_zone)
        return Home(
            await self._continued(caller, limit),
            counts.by_status,
            await self.home.find_planned(caller.user_id, day, limit),
            await self._recently_added(caller, limit),
            [
                title
                for title in await self._titles(caller, TitleSort.WEIGHTED_RATING_DESCENDING, limit)
                if _is_rated(title)
            ],
            counts.completed_this_month,
        )

    async def pick(self, caller: Principal, filters: PickFilter) -> WatchEntry:
        """Return any planned entry that fits. Raises NothingFitsError."""
        entry_id = await self.home.pick(caller.user_id, filters)
        if entry_id is None:
            raise NothingFitsError
        return await self.entries.require(caller.user_id, entry_id)

    async def _continued(self, caller: Principal, limit: int) -> list[ContinuedEntry]:
        """Return the shows with a next episode, then what is watched without known episodes."""
        request = PageRequest(limit=limit)
        coming = await self.next_up.search(caller, _GOES_ON, NextUpSort.LAST_WATCHED_DESCENDING, request)
        shown = [_continued(place.entry, place.episode) for place in coming.items]
        if len(shown) >= limit:
            return shown
        others = await self.entries.find_without_episodes(caller.user_id, limit - len(shown))
        return [*shown, *(_continued(entry, None) for entry in others)]

    async def _recently_added(self, caller: Principal, limit: int) -> list[Title]:
        """Return the newest titles. Those of a load, which all came at once, give way to the newest releases."""
        newest = await self._titles(caller, TitleSort.CREATED_AT_DESCENDING, limit)
        times = Counter(title.created_at for title in newest)
        added = [title for title in newest if times[title.created_at] == 1]
        if len(added) == len(newest):
            return newest
        released = await self._titles(caller, TitleSort.RELEASE_DATE_DESCENDING, limit)
        known = _ids(added)
        return [*added, *(title for title in released if title.id not in known)][:limit]

    async def _titles(self, caller: Principal, sort: TitleSort, limit: int) -> list[Title]:
        page = await self.titles.search_titles(TitleFilter(is_active=True), sort, PageRequest(limit=limit), caller)
        return list(page.items)


def _continued(entry: WatchEntry, episode: Episode | None) -> ContinuedEntry:
    return ContinuedEntry(**asdict(entry), next_episode=episode)


def _is_rated(title: Title) -> bool:
    return title.rating.count > 0


def _ids(titles: Sequence[Title]) -> set[UUID]:
    return {title.id for title in titles}
