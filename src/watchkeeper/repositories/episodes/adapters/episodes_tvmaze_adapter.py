import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from watchkeeper.foundation.outbound.cached_client import CachedUpstream
from watchkeeper.foundation.outbound.call import UpstreamRequest
from watchkeeper.models.errors.discovery_errors import ProviderTitleNotFoundError, ProviderUnavailableError
from watchkeeper.models.types.episodes.episode_refresh import Airing, ProvidedEpisode, ProvidedSeason, ProvidedShow
from watchkeeper.repositories.discovery.adapters.metadata_cleaning import (
    address,
    overview,
    plain_text,
    runtime,
    title_text,
)
from watchkeeper.repositories.discovery.adapters.provider_cache_policies import DETAILS, EPISODES
from watchkeeper.repositories.episodes.adapters.provided_values import day, number, stamp, text_id

TVMAZE: Final = "tvmaze"
JOINING: Final = {"imdb": "imdb", "tvdb": "thetvdb"}
"""Sources whose ids TVmaze finds shows by, with its names of them."""

_SPECIALS = 0
_SHOW = re.compile(r"/shows/\d+$")
_MOVED = re.compile(r"/shows/\d+(/(episodes|seasons))?$")
_AIRING = {
    "Running": Airing.AIRING,
    "To Be Determined": Airing.UNKNOWN,
    "In Development": Airing.UPCOMING,
    "Ended": Airing.ENDED,
}


class TvmazeEpisodeAdapter:
    """Seasons and episodes of shows from TVmaze, which knows the instants at which they air.

    Specials have no numbers there: they are numbered in the order in which TVmaze got to know them.
    """

    def __init__(self, *, upstream: CachedUpstream) -> None:
        self._upstream = upstream

    async def get_show(self, external_ids: Mapping[str, str]) -> ProvidedShow:
        """Return all of a show. Raises ProviderTitleNotFoundError where none of its ids is known."""
        path = await self._path_of(external_ids)
        show = await self._fetch(path, _object)
        seasons = await self._fetch(f"{path}/seasons", _objects)
        episodes = await self._episodes(path)
        airing = _AIRING.get(str(show.get("status")), Airing.UNKNOWN)
        return ProvidedShow(TVMAZE, airing, list(_seasons(seasons)), episodes)

    async def get_episodes(self, external_ids: Mapping[str, str]) -> Sequence[ProvidedEpisode]:
        """Return the episodes of a show. Raises ProviderTitleNotFoundError where none of its ids is known."""
        return await self._episodes(await self._path_of(external_ids))

    async def _episodes(self, path: str) -> Sequence[ProvidedEpisode]:
        listed = await self._fetch(f"{path}/episodes", _objects, specials="1")
        regular = [(number(one.get("season")), number(one.get("number")), one) for one in listed]
        known = [_episode(season, place, one) for season, place, one in regular if season and place is not None]
        specials = sorted((one for _, place, one in regular if place is None), key=lambda one: one["id"])
        return known + [_episode(_SPECIALS, place, one) for place, one in enumerate(specials, start=1)]

    async def _path_of(self, external_ids: Mapping[str, str]) -> str:
        if TVMAZE in external_ids:
            return f"/shows/{external_ids[TVMAZE]}"
        for source, name in JOINING.items():
            path = await self._find(name, external_ids[source]) if source in external_ids else None
            if path is not None:
                return path
        raise ProviderTitleNotFoundError

    async def _find(self, name: str, id_: str) -> str | None:
        """Return the path that TVmaze redirects to from an id of another service."""
        call = UpstreamRequest("/lookup/shows", query={name: id_}, is_lookup=True)
        try:
            return (await self._upstream.fetch(call, DETAILS, _show_path)).content
        except ProviderTitleNotFoundError:
            return None

    async def _fetch(self, path: str, read: Any, **query: str) -> Any:  # noqa: ANN401 - JSON
        """Return what is at a path, or at the one that TVmaze redirects to since it merged two shows."""
        call = UpstreamRequest(path, query=query, is_lookup=True)
        found = (await self._upstream.fetch(call, EPISODES, partial(_here_or_moved, read=read))).content
        if not isinstance(found, str):
            return found
        return (await self._upstream.fetch(UpstreamRequest(found, query=query), EPISODES, read)).content


def _show_path(location: object) -> str:
    return _path_in(location, _SHOW)


def _here_or_moved(response: object, *, read: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - JSON
    return _path_in(response, _MOVED) if isinstance(response, str) else read(response)


def _path_in(location: object, allowed: re.Pattern[str]) -> str:
    found = allowed.search(location) if isinstance(location, str) else None
    if found is None:
        raise ProviderUnavailableError
    return found.group()


def _object(response: Any) -> Mapping[str, Any]:  # noqa: ANN401
    if not isinstance(response, dict):
        raise ProviderUnavailableError
    return response


def _objects(response: Any) -> Sequence[Mapping[str, Any]]:  # noqa: ANN401
    if not isinstance(response, list):
        raise ProviderUnavailableError
    return [one for one in response if isinstance(one, dict) and isinstance(one.get("id"), int)]


def _seasons(seasons: Sequence[Mapping[str, Any]]) -> Iterator[ProvidedSeason]:
    for one in seasons:
        place = number(one.get("number"))
        if place:
            yield ProvidedSeason(
                place,
                title_text(one.get("name") or None),
                _text(one.get("summary")),
                _picture(one),
                day(one.get("premiereDate")),
                text_id(one.get("id")),
            )


def _episode(season: int, place: int, one: Mapping[str, Any]) -> ProvidedEpisode:
    return ProvidedEpisode(
        season,
        place,
        text_id(one.get("id")),
        title_text(one.get("name")),
        _text(one.get("summary")),
        day(one.get("airdate")),
        stamp(one.get("airstamp")) if one.get("airtime") else None,  # without a time the stamp is made up: noon
        runtime(one.get("runtime")),
        _picture(one),
        is_premiere=season > 0 and place == 1,
    )


def _text(summary: object) -> str | None:
    return overview(plain_text(summary) or None) if isinstance(summary, str) else None


def _picture(one: Mapping[str, Any]) -> str | None:
    image = one.get("image")
    return address(image.get("medium")) if isinstance(image, dict) else None
