"""Episodes that a provider brings, without one."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from watchkeeper.configs.container import Container
from watchkeeper.logics.episodes.episode_refresh_logic import EpisodeRefreshLogic
from watchkeeper.models.dtos.episodes.episode_dtos import RefreshEpisodesInput
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.episodes.episode_refresh import Airing, ProvidedEpisode, ProvidedShow


class _Provider:
    """A provider with the episodes that it is given."""

    def __init__(self, episodes: list[ProvidedEpisode]) -> None:
        self.episodes = episodes

    def sources_of(self, media_type: MediaType, external_ids: Mapping[str, str]) -> list[str]:
        del media_type, external_ids
        return ["tmdb"]

    async def get_show(self, source: str, external_ids: Mapping[str, str]) -> ProvidedShow:
        del external_ids
        return ProvidedShow(source, Airing.AIRING, [], self.episodes)


async def refreshed(container: Container, show: UUID, *works: tuple[int, int, int]) -> None:
    """Take the episodes of a title, given as season, number and name, from a provider that has no others."""
    provider = _Provider(
        [
            ProvidedEpisode(season, number, f"id-{work}", f"Work {work}", air_date=date(2001, 1, work))
            for season, number, work in works
        ]
    )
    logic = EpisodeRefreshLogic(
        unit_of_work=container.unit_of_work(),
        provider=provider,
        episodes=container.episode_refreshes(),
        gone_after=0,
    )
    await logic.refresh(show, RefreshEpisodesInput())


def season_of(last: int) -> list[tuple[int, int, int]]:
    """Return the episodes of a first season."""
    return [(1, number, number) for number in range(1, last + 1)]
