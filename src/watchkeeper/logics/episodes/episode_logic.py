from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar
from uuid import UUID

from msgspec.structs import asdict

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.logics.catalogue.merged_titles import MergedTitles
from watchkeeper.models.errors.catalogue_errors import EpisodeNotFoundError, SeasonNotFoundError, TitleNotFoundError
from watchkeeper.models.types.episodes.episode import (
    Episode,
    EpisodeFilter,
    Reader,
    Season,
    ViewedEpisode,
    ViewedSeason,
)
from watchkeeper.models.types.identity.time_zone import UTC_NAME, time_zone
from watchkeeper.models.types.sorts import EpisodeSort, SeasonSort
from watchkeeper.repositories.catalogue.title_repository import TitleRepository
from watchkeeper.repositories.episodes.episode_repository import EpisodeRepository
from watchkeeper.repositories.episodes.seen_episode_repository import SeenEpisodeRepository

ShownT = TypeVar("ShownT", Season, Episode)


@dataclass(kw_only=True, eq=False)
class EpisodeLogic:
    """Seasons and episodes, visible to everyone who sees their title. What has aired depends on the day of the reader.

    Those of an inactive title are visible to people who have something on it.
    """

    episodes: EpisodeRepository
    seen: SeenEpisodeRepository
    titles: TitleRepository
    merged_titles: MergedTitles

    async def search_seasons(
        self, title_id: UUID, sort: SeasonSort, request: PageRequest, caller: Principal | None
    ) -> Page[Season]:
        """Raises TitleNotFoundError, TitleMergedError, InvalidCursorError."""
        search = partial(self.episodes.search_seasons, sort=sort, request=request)
        page = await self._read_of(title_id, search, caller)
        return replace(page, items=await self._viewed_seasons(page.items, caller))

    async def get_season(self, season_id: UUID, caller: Principal | None) -> Season:
        """Raises SeasonNotFoundError."""
        season = await self._read(partial(self.episodes.get_season, season_id), caller)
        return (await self._viewed_seasons([season], caller))[0]

    async def search_episodes(
        self,
        title_id: UUID,
        filters: EpisodeFilter,
        sort: EpisodeSort,
        request: PageRequest,
        caller: Principal | None,
    ) -> Page[Episode]:
        """Raises TitleNotFoundError, TitleMergedError, InvalidCursorError."""
        search = partial(self.episodes.search_episodes, filters=filters, sort=sort, request=request)
        page = await self._read_of(title_id, search, caller)
        return replace(page, items=await self._viewed_episodes(page.items, caller))

    async def get_episode(self, episode_id: UUID, caller: Principal | None) -> Episode:
        """Raises EpisodeNotFoundError."""
        episode = await self._read(partial(self.episodes.get_episode, episode_id), caller)
        return (await self._viewed_episodes([episode], caller))[0]

    async def _read(self, read: Callable[[Reader], Awaitable[ShownT]], caller: Principal | None) -> ShownT:
        try:
            return await read(reader_of(caller))
        except (SeasonNotFoundError, EpisodeNotFoundError):
            found = await read(replace(reader_of(caller), sees_all=True))
            if not await self._is_used(found.title_id, caller):
                raise
            return found

    async def _read_of(
        self, title_id: UUID, search: Callable[..., Awaitable[Page[ShownT]]], caller: Principal | None
    ) -> Page[ShownT]:
        try:
            return await self.merged_titles.redirect(title_id, partial(search, reader=reader_of(caller)))
        except TitleNotFoundError:
            if not await self._is_used(title_id, caller):
                raise
            return await search(title_id, reader=replace(reader_of(caller), sees_all=True))

    async def _is_used(self, title_id: UUID, caller: Principal | None) -> bool:
        return caller is not None and await self.titles.is_used_by(title_id, caller.user_id)

    async def _viewed_seasons(self, seasons: Sequence[Season], caller: Principal | None) -> list[Season]:
        """Return seasons with what a caller who is signed in has seen of them."""
        if caller is None or not seasons:
            return list(seasons)
        found = await self.seen.find_seasons(caller.user_id, [one.id for one in seasons])
        viewers = {one.id: one.viewer for one in found}
        return [ViewedSeason(**asdict(one), viewer=viewers[one.id]) for one in seasons if one.id in viewers]

    async def _viewed_episodes(self, episodes: Sequence[Episode], caller: Principal | None) -> list[Episode]:
        """Return episodes with what a caller who is signed in has seen of them."""
        if caller is None or not episodes:
            return list(episodes)
        found = await self.seen.find_episodes(caller.user_id, [one.id for one in episodes])
        viewers = {one.id: one.viewer for one in found}
        return [ViewedEpisode(**asdict(one), viewer=viewers[one.id]) for one in episodes if one.id in viewers]


def reader_of(caller: Principal | None) -> Reader:
    """Return who reads, and on which day."""
    zone = time_zone(UTC_NAME if caller is None else caller.time_zone)
    at = now()
    return Reader(
        None if caller is None else caller.user_id,
        caller is not None and caller.is_admin,
        at,
        at.astimezone(zone).date(),
    )
