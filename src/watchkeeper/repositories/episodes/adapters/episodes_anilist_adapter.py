from collections.abc import Mapping
from typing import Any

from watchkeeper.foundation.outbound.cached_client import CachedUpstream
from watchkeeper.foundation.outbound.call import UpstreamRequest
from watchkeeper.models.errors.discovery_errors import ProviderTitleNotFoundError, ProviderUnavailableError
from watchkeeper.models.types.episodes.episode_refresh import Airing, ProvidedEpisode, ProvidedSeason, ProvidedShow
from watchkeeper.repositories.discovery.adapters.anilist_mapper import data_of
from watchkeeper.repositories.discovery.adapters.metadata_cleaning import runtime
from watchkeeper.repositories.discovery.adapters.provider_cache_policies import EPISODES
from watchkeeper.repositories.episodes.adapters.provided_values import instant, number

_SOURCE = "anilist"
_SEASON = 1
_MAX_PAGES = 40  # of 50 episodes each
_QUERY = """
query ($id: Int, $page: Int) {
  Media(id: $id, type: ANIME) {
    id status episodes duration
    airingSchedule(page: $page, perPage: 50) { pageInfo { hasNextPage } nodes { episode airingAt } }
  }
}
"""
_AIRING = {
    "NOT_YET_RELEASED": Airing.UPCOMING,
    "RELEASING": Airing.AIRING,
    "HIATUS": Airing.AIRING,
    "FINISHED": Airing.ENDED,
    "CANCELLED": Airing.CANCELLED,
}


class AnilistEpisodeAdapter:
    """Episodes of anime from AniList: how many there are, and when they air. They are one season."""

    def __init__(self, *, upstream: CachedUpstream) -> None:
        self._upstream = upstream

    async def get_show(self, external_id: str) -> ProvidedShow:
        """Return the episodes of an anime, those without a known time too."""
        times: dict[int, Any] = {}
        has_more, page = True, 0
        medium: Mapping[str, Any] = {}
        while has_more and page < _MAX_PAGES:
            page += 1
            medium = await self._fetch(external_id, page)
            schedule = _object(medium.get("airingSchedule"))
            times |= {place: airs for place, airs in map(_airing, _list(schedule.get("nodes"))) if place is not None}
            has_more = _object(schedule.get("pageInfo")).get("hasNextPage") is True
        known = number(medium.get("episodes")) or 0
        minutes = runtime(medium.get("duration"))
        last = max([known, *times])
        episodes = [
            ProvidedEpisode(
                _SEASON,
                place,
                airs_at=times.get(place),
                runtime_minutes=minutes,
                absolute_number=place,
                is_premiere=place == 1,
                is_finale=place == known,
            )
            for place in range(1, last + 1)
        ]
        seasons = [ProvidedSeason(_SEASON)] if episodes else []
        airing = _AIRING.get(str(medium.get("status")), Airing.UNKNOWN)
        return ProvidedShow(_SOURCE, airing, seasons, episodes, is_complete=not has_more)

    async def _fetch(self, external_id: str, page: int) -> Mapping[str, Any]:
        body = {"query": _QUERY, "variables": {"id": int(external_id), "page": page}}
        call = UpstreamRequest("", method="POST", body=body)
        return (await self._upstream.fetch(call, EPISODES, _medium)).content


def _medium(response: Any) -> Mapping[str, Any]:  # noqa: ANN401 - JSON
    data = data_of(response)
    if "Media" in data and data["Media"] is None:
        raise ProviderTitleNotFoundError
    medium = data.get("Media")
    if not isinstance(medium, dict):
        raise ProviderUnavailableError
    return medium


def _airing(node: object) -> tuple[int | None, object]:
    members = _object(node)
    place = number(members.get("episode"))
    return (place or None), instant(members.get("airingAt"))


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
