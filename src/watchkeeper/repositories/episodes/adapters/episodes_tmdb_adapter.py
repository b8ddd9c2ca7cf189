from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from watchkeeper.foundation.outbound.cached_client import CachedUpstream
from watchkeeper.models.errors.discovery_errors import ProviderUnavailableError
from watchkeeper.models.types.episodes.episode_refresh import Airing, ProvidedEpisode, ProvidedSeason, ProvidedShow
from watchkeeper.repositories.discovery.adapters.metadata_cleaning import external_id as external_id_of
from watchkeeper.repositories.discovery.adapters.metadata_cleaning import overview, picture, runtime, title_text
from watchkeeper.repositories.discovery.adapters.provider_cache_policies import DETAILS, EPISODES
from watchkeeper.repositories.discovery.adapters.tmdb_tokens import TmdbTokens
from watchkeeper.repositories.episodes.adapters.provided_values import day, number, text_id

_SOURCE = "tmdb"
_JOINING = ("imdb", "tvdb")
_MAX_APPENDED = 20  # TMDb's limit of a call
_POSTER, _STILL = "w500", "w300"
_AIRING = {
    "Planned": Airing.UPCOMING,
    "In Production": Airing.UPCOMING,
    "Pilot": Airing.UPCOMING,
    "Returning Series": Airing.AIRING,
    "Ended": Airing.ENDED,
    "Canceled": Airing.CANCELLED,
}


class TmdbEpisodeAdapter:
    """Seasons and episodes of shows from TMDb, twenty seasons a call."""

    def __init__(self, *, upstream: CachedUpstream, tokens: TmdbTokens, image_base_url: str) -> None:
        self._upstream = upstream
        self._tokens = tokens
        self._image_base_url = image_base_url

    async def get_show(self, external_id: str) -> ProvidedShow:
        """Return all seasons of a show; those that come without all of their episodes make it incomplete."""
        response = await self._fetch(external_id, range(_MAX_APPENDED))
        listed = _listed(response)
        parts = {**response}
        further = [one for one in listed if one >= _MAX_APPENDED]
        for start in range(0, len(further), _MAX_APPENDED):
            parts |= await self._fetch(external_id, further[start : start + _MAX_APPENDED])
        seasons = [(one, parts.get(f"season/{one}")) for one in listed]
        return ProvidedShow(
            _SOURCE,
            _AIRING.get(str(response.get("status")), Airing.UNKNOWN),
            [self._season(one, part) for one, part in seasons if isinstance(part, dict)],
            [episode for one, part in seasons for episode in self._episodes(one, part)],
            is_complete=all(_is_whole(part, listed[one]) for one, part in seasons),
        )

    async def get_ids(self, external_id: str) -> Mapping[str, str]:
        """Return the ids of a show at IMDb and TVDB, by source."""
        call = self._tokens.call(f"/tv/{external_id}/external_ids", None)
        ids = (await self._upstream.fetch(call, DETAILS, _ids)).content
        known = {source: external_id_of(source, ids.get(f"{source}_id")) for source in _JOINING}
        return {source: id_ for source, id_ in known.items() if id_ is not None}

    async def _fetch(self, external_id: str, numbers: Sequence[int]) -> dict[str, Any]:
        appended = ",".join(f"season/{one}" for one in numbers)
        call = self._tokens.call(f"/tv/{external_id}", None, query={"append_to_response": appended})
        return (await self._upstream.fetch(call, EPISODES, _object)).content

    def _season(self, season: int, part: Mapping[str, Any]) -> ProvidedSeason:
        return ProvidedSeason(
            season,
            title_text(part.get("name")),
            overview(part.get("overview")),
            self._picture(_POSTER, part.get("poster_path")),
            day(part.get("air_date")),
            text_id(part.get("id")),
        )

    def _episodes(self, season: int, part: object) -> Iterator[ProvidedEpisode]:
        for one in _episodes_of(part):
            place = number(one.get("episode_number"))
            if place is None:
                continue
            yield ProvidedEpisode(
                season,
                place,
                text_id(one.get("id")),
                title_text(one.get("name")),
                overview(one.get("overview")),
                day(one.get("air_date")),
                runtime_minutes=runtime(one.get("runtime")),
                still_url=self._picture(_STILL, one.get("still_path")),
                is_premiere=season > 0 and place == 1,
                is_finale=one.get("episode_type") == "finale",
            )

    def _picture(self, size: str, path: object) -> str | None:
        return picture(self._image_base_url, size, path if isinstance(path, str) else None)


def _object(response: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    if not isinstance(response, dict) or not isinstance(response.get("seasons"), list):
        raise ProviderUnavailableError
    return response


def _ids(response: Any) -> dict[str, Any]:  # noqa: ANN401
    if not isinstance(response, dict):
        raise ProviderUnavailableError
    return response


def _listed(response: Mapping[str, Any]) -> dict[int, int]:
    """Return the numbers of episodes that seasons have, by the number of the season."""
    seasons = [one for one in response["seasons"] if isinstance(one, dict)]
    counted = ((number(one.get("season_number")), number(one.get("episode_count"))) for one in seasons)
    return {season: count or 0 for season, count in counted if season is not None}


def _episodes_of(part: object) -> list[Mapping[str, Any]]:
    episodes = part.get("episodes") if isinstance(part, dict) else None
    return [one for one in episodes if isinstance(one, dict)] if isinstance(episodes, list) else []


def _is_whole(part: object, count: int) -> bool:
    return isinstance(part, dict) and len(_episodes_of(part)) >= count
