from dataclasses import dataclass
from functools import partial
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.logics.catalogue.merged_titles import MergedTitles
from watchkeeper.models.types.episode import Episode, EpisodeFilter, Reader, Season
from watchkeeper.models.types.sorts import EpisodeSort, SeasonSort
from watchkeeper.models.types.time_zone import UTC_NAME, time_zone
from watchkeeper.repositories.episodes.episode_repository import EpisodeRepository


@dataclass(kw_only=True, eq=False)
class EpisodeLogic:
    """Seasons and episodes, seen by whoever sees their title. What has aired depends on the day of the reader."""

    episodes: EpisodeRepository
    merged_titles: MergedTitles

    async def search_seasons(
        self, title_id: UUID, sort: SeasonSort, request: PageRequest, caller: Principal | None
    ) -> Page[Season]:
        """Raises TitleNotFoundError, TitleMergedError, InvalidCursorError."""
        search = partial(self.episodes.search_seasons, sort=sort, request=request, reader=reader_of(caller))
        return await self.merged_titles.redirect(title_id, search)

    async def get_season(self, season_id: UUID, caller: Principal | None) -> Season:
        """Raises SeasonNotFoundError."""
        return await self.episodes.get_season(season_id, reader_of(caller))

    async def search_episodes(
        self,
        title_id: UUID,
        filters: EpisodeFilter,
        sort: EpisodeSort,
        request: PageRequest,
        caller: Principal | None,
    ) -> Page[Episode]:
        """Raises TitleNotFoundError, TitleMergedError, InvalidCursorError."""
        reader = reader_of(caller)
        search = partial(self.episodes.search_episodes, filters=filters, sort=sort, request=request, reader=reader)
        return await self.merged_titles.redirect(title_id, search)

    async def get_episode(self, episode_id: UUID, caller: Principal | None) -> Episode:
        """Raises EpisodeNotFoundError."""
        return await self.episodes.get_episode(episode_id, reader_of(caller))


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
