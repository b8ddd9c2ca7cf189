"""Maps responses of TMDb: pages and titles are validated, other values are passed through."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from watchkeeper.models.dtos.discovery.discovery_dtos import (
    MediaOutput,
    MovieDetailsOutput,
    MovieOutput,
    ShowDetailsOutput,
    ShowOutput,
)
from watchkeeper.models.errors.discovery_errors import ProviderUnavailableError
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.discovery import DetailsRequest
from watchkeeper.models.types.discovery.metadata import TitleMetadata
from watchkeeper.repositories.discovery.adapters.metadata_cleaning import (
    address,
    alternative_titles,
    external_id,
    names,
    overview,
    picture,
    runtime,
    title_text,
)
from watchkeeper.repositories.discovery.adapters.page_mapper import media_page
from watchkeeper.repositories.discovery.metadata_provider import MediaPage

MediaT = TypeVar("MediaT", bound=MediaOutput)

_RESULTS: Mapping[MediaType, type[MovieOutput | ShowOutput]] = {
    MediaType.MOVIE: MovieOutput,
    MediaType.SHOW: ShowOutput,
}
_POSTER, _BACKDROP = "w500", "w1280"
_PARTS = {"videos": "videos", "credits": "credits", "watch/providers": "watch_providers"}


class _Named(NamedTuple):
    """Members that movies and shows have under different names."""

    title: str | None
    original_title: str | None
    day: date | None
    minutes: object


class TmdbReader:
    """Reads responses of TMDb. Raises ProviderUnavailableError for an invalid response."""

    def __init__(self, *, image_base_url: str, region: str) -> None:
        self._image_base_url = image_base_url
        self._region = region

    def page(self, response: Any, media_type: MediaType) -> MediaPage:  # noqa: ANN401 - JSON
        """Return a page of results."""
        members = _object(response)
        results = [self._media(_RESULTS[media_type], result) for result in _list(members.get("results"))]
        return media_page(
            list(results),
            page=members.get("page"),
            total_pages=members.get("total_pages"),
            total_results=members.get("total_results"),
        )

    def details(self, response: Any, request: DetailsRequest) -> MovieDetailsOutput | ShowDetailsOutput:  # noqa: ANN401
        """Return the details of the requested title."""
        members = dict(_object(response))
        for sent, shown in _PARTS.items():
            part = members.pop(sent, None)
            members[shown] = part if isinstance(part, dict) else {}
        if members.get("id") != request.provider_id:
            raise ProviderUnavailableError
        if request.media_type is MediaType.MOVIE:
            return self._media(MovieDetailsOutput, members)
        return self._media(ShowDetailsOutput, members)

    def title(self, details: MovieDetailsOutput | ShowDetailsOutput) -> TitleMetadata:
        """Return the facts that the catalogue stores. Raises ProviderUnavailableError for a title without a name."""
        named = _named(details)
        name = title_text(named.title)
        if name is None:
            raise ProviderUnavailableError
        original = title_text(named.original_title)
        extra = details.model_extra or {}
        imdb_id = external_id("imdb", extra.get("imdb_id"))
        return TitleMetadata(
            title=name,
            original_title=original,
            alternative_titles=alternative_titles(_alternatives(extra), besides=(name, original)),
            overview=overview(details.overview),
            release_date=named.day,
            runtime_minutes=runtime(named.minutes),
            poster_url=address(details.poster_url),
            genres=names(_names_in(extra.get("genres"), "name")),
            platforms=names(self._offers(details.watch_providers)),
            external_ids={"imdb": imdb_id} if imdb_id else {},
        )

    def _media(self, kind: type[MediaT], result: Any) -> MediaT:  # noqa: ANN401
        members = _object(result)
        poster, backdrop = members.get("poster_path"), members.get("backdrop_path")
        own = {
            "poster_url": self._picture(_POSTER, poster),
            "backdrop_url": self._picture(_BACKDROP, backdrop),
            "title_id": None,
            "watch_status": None,
            "favorite": None,
            "stale": False,
        }
        members = {name: value for name, value in members.items() if name != "attribution"}
        try:
            return kind.model_validate({**members, **own})
        except ValidationError as failure:
            raise ProviderUnavailableError from failure

    def _picture(self, size: str, path: object) -> str | None:
        return picture(self._image_base_url, size, path if isinstance(path, str) else None)

    def _offers(self, watch_providers: Mapping[str, Any]) -> list[object]:
        """Return the names of providers in the region that offer it by subscription, free, or with advertisements."""
        countries = watch_providers.get("results")
        region = countries.get(self._region) if isinstance(countries, dict) else None
        offers = region if isinstance(region, dict) else {}
        return [name for way in ("flatrate", "free", "ads") for name in _names_in(offers.get(way), "provider_name")]


def _named(details: MovieDetailsOutput | ShowDetailsOutput) -> _Named:
    if isinstance(details, MovieDetailsOutput):
        return _Named(details.title, details.original_title, details.release_date, details.runtime)
    times = _list_or_none((details.model_extra or {}).get("episode_run_time"))
    return _Named(details.name, details.original_name, details.first_air_date, next(iter(times), None))


def _alternatives(extra: Mapping[str, Any]) -> list[object]:
    """Return the alternative titles, which movies have as `titles` and shows as `results`."""
    sent = extra.get("alternative_titles")
    lists = sent if isinstance(sent, dict) else {}
    return [*_names_in(lists.get("titles"), "title"), *_names_in(lists.get("results"), "title")]


def _object(value: Any) -> dict[str, Any]:  # noqa: ANN401
    if not isinstance(value, dict):
        raise ProviderUnavailableError
    return value


def _list(value: Any) -> list[Any]:  # noqa: ANN401
    if not isinstance(value, list):
        raise ProviderUnavailableError
    return value


def _list_or_none(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _names_in(values: object, member: str) -> list[object]:
    return [one.get(member) for one in _list_or_none(values) if isinstance(one, dict)]
