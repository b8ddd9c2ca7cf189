from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from watchkeeper.models.errors.discovery_errors import (
    ProviderBusyError,
    ProviderTimeoutError,
    ProviderTitleNotFoundError,
    ProviderUnavailableError,
)
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.metadata import MetadataSource
from watchkeeper.models.types.episodes.episode_refresh import ProvidedEpisode, ProvidedShow
from watchkeeper.repositories.episodes.adapters.episodes_tmdb_adapter import TmdbEpisodeAdapter
from watchkeeper.repositories.episodes.adapters.episodes_tvmaze_adapter import JOINING, TVMAZE, TvmazeEpisodeAdapter
from watchkeeper.repositories.episodes.episode_provider import EpisodeProvider

_TMDB = MetadataSource.TMDB
_SAME_AIRING = timedelta(days=1)


class TimedEpisodeAdapter:
    """Adds to shows of TMDb, which knows days alone, the instants of TVmaze. Shows that TMDb lacks come from there.

    They are joined by their ids at IMDb and TVDB, episodes by season, number and day: nothing is guessed.
    """

    def __init__(
        self, *, provider: EpisodeProvider, tmdb: TmdbEpisodeAdapter, tvmaze: TvmazeEpisodeAdapter, has_tmdb: bool
    ) -> None:
        self._provider = provider
        self._tmdb = tmdb
        self._tvmaze = tvmaze
        self._has_tmdb = has_tmdb

    def sources_of(self, media_type: MediaType, external_ids: Mapping[str, str]) -> Sequence[str]:
        sources = self._provider.sources_of(media_type, external_ids)
        if media_type is not MediaType.SHOW or not _is_joined(external_ids):
            return sources
        return [*sources, TVMAZE] if self._has_tmdb else [TVMAZE]

    async def get_show(self, source: str, external_ids: Mapping[str, str]) -> ProvidedShow:
        if source == TVMAZE:
            return await self._tvmaze.get_show(external_ids)
        try:
            show = await self._provider.get_show(source, external_ids)
        except ProviderTitleNotFoundError:
            if source != _TMDB or not _is_joined(external_ids):
                raise
            return await self._tvmaze.get_show(external_ids)
        return await self._with_times(show, external_ids) if source == _TMDB else show

    async def _with_times(self, show: ProvidedShow, external_ids: Mapping[str, str]) -> ProvidedShow:
        try:
            joined = external_ids if _is_joined(external_ids) else await self._tmdb.get_ids(external_ids[_TMDB])
            timed = await self._tvmaze.get_episodes(joined)
        except ProviderTitleNotFoundError:
            return show
        except (ProviderBusyError, ProviderTimeoutError, ProviderUnavailableError):
            return replace(show, has_times=False)
        times = {one.position: one for one in timed}
        return replace(show, episodes=[_timed(one, times.get(one.position)) for one in show.episodes])


def _is_joined(external_ids: Mapping[str, str]) -> bool:
    return not external_ids.keys().isdisjoint((TVMAZE, *JOINING))


def _timed(one: ProvidedEpisode, other: ProvidedEpisode | None) -> ProvidedEpisode:
    """Return an episode with the instant of one at the same place, if that airs on the same day."""
    if other is None or other.airs_at is None or one.air_date is None or other.air_date is None:
        return one
    return replace(one, airs_at=other.airs_at) if abs(one.air_date - other.air_date) <= _SAME_AIRING else one
