"""Maps responses of AniList to TMDb's member names."""

from collections.abc import Iterator, Mapping
from datetime import date
from http import HTTPStatus
from typing import Any, TypeVar

from pydantic import ValidationError

from watchkeeper.models.dtos.discovery.discovery_dtos import AnimeDetailsOutput, AnimeOutput
from watchkeeper.models.errors.discovery_errors import (
    ProviderBusyError,
    ProviderTitleNotFoundError,
    ProviderUnavailableError,
)
from watchkeeper.models.types.catalogue.date_precision import DatePrecision
from watchkeeper.models.types.discovery.metadata import TitleMetadata
from watchkeeper.repositories.discovery.adapters.metadata_cleaning import (
    address,
    alternative_titles,
    external_id,
    names,
    overview,
    plain_text,
    runtime,
    score,
    title_text,
)
from watchkeeper.repositories.discovery.adapters.page_mapper import media_page
from watchkeeper.repositories.discovery.metadata_provider import MediaPage

AnimeT = TypeVar("AnimeT", bound=AnimeOutput)

_PASSED_ON = ("format", "status", "episodes", "popularity", "season", "seasonYear", "countryOfOrigin", "idMal")
_DETAILS_PASSED_ON = ("synonyms", "endDate", "studios", "externalLinks", "trailer")
_PAUSE = 60


def page(response: Any) -> MediaPage:  # noqa: ANN401 - JSON
    """Return a page of results. Raises ProviderUnavailableError for an invalid response."""
    found = data_of(response).get("Page")
    members = found if isinstance(found, dict) else {}
    info = members.get("pageInfo")
    results = members.get("media")
    if not isinstance(info, dict) or not isinstance(results, list):
        raise ProviderUnavailableError
    return media_page(
        [_anime(AnimeOutput, result) for result in results],
        page=info.get("currentPage"),
        total_pages=info.get("lastPage"),
        total_results=info.get("total"),
    )


def details(response: Any, provider_id: int) -> AnimeDetailsOutput:  # noqa: ANN401
    """Return the details of the requested anime. Raises ProviderTitleNotFoundError, ProviderUnavailableError."""
    data = data_of(response)
    if "Media" in data and data["Media"] is None:
        raise ProviderTitleNotFoundError
    anime = _anime(AnimeDetailsOutput, data.get("Media"), passed_on=(*_PASSED_ON, *_DETAILS_PASSED_ON))
    if anime.id != provider_id:
        raise ProviderUnavailableError
    return anime


def title(anime: AnimeDetailsOutput) -> TitleMetadata:
    """Return the facts that the catalogue stores. Raises ProviderUnavailableError for an anime without a name."""
    name = title_text(anime.title)
    if name is None:
        raise ProviderUnavailableError
    extra = anime.model_extra or {}
    original = title_text(anime.original_title)
    synonyms = extra.get("synonyms")
    alternatives = [extra.get("title_romaji"), *(synonyms if isinstance(synonyms, list) else ())]
    year = extra.get("start_year")
    mal_id = external_id("mal", extra.get("idMal"))
    has_only_year = anime.release_date is None and isinstance(year, int)
    return TitleMetadata(
        title=name,
        original_title=original,
        alternative_titles=alternative_titles(alternatives, besides=(name, original)),
        overview=overview(anime.overview),
        release_date=_day({"year": year, "month": 1, "day": 1}) if has_only_year else anime.release_date,
        release_date_precision=DatePrecision.YEAR if has_only_year else DatePrecision.DAY,
        runtime_minutes=runtime(anime.runtime),
        poster_url=address(anime.poster_url),
        genres=names(anime.genres or ()),
        external_ids={"mal": mal_id} if mal_id else {},
    )


def data_of(response: Any) -> Mapping[str, Any]:  # noqa: ANN401
    """Return the data of a response; errors are distinguished only by their status."""
    if not isinstance(response, dict):
        raise ProviderUnavailableError
    data = response.get("data")
    statuses = set(_statuses(response.get("errors")))
    if HTTPStatus.NOT_FOUND in statuses:
        raise ProviderTitleNotFoundError
    if HTTPStatus.TOO_MANY_REQUESTS in statuses:
        raise ProviderBusyError(_PAUSE)
    if response.get("errors") or not isinstance(data, dict):
        raise ProviderUnavailableError
    return data


def _statuses(errors: object) -> Iterator[int]:
    for error in errors if isinstance(errors, list) else ():
        status = error.get("status") if isinstance(error, dict) else None
        if isinstance(status, int):
            yield status


def _anime(kind: type[AnimeT], media: Any, passed_on: tuple[str, ...] = _PASSED_ON) -> AnimeT:  # noqa: ANN401
    if not isinstance(media, dict):
        raise ProviderUnavailableError
    try:
        return kind.model_validate(_members(media, passed_on))
    except ValidationError as failure:
        raise ProviderUnavailableError from failure


def _members(media: Mapping[str, Any], passed_on: tuple[str, ...]) -> dict[str, Any]:
    named = _part(media, "title")
    cover = _part(media, "coverImage")
    started = _part(media, "startDate")
    description = media.get("description")
    members = {name: media[name] for name in passed_on if media.get(name) is not None}
    return members | {
        "id": media.get("id"),
        "title": named.get("english") or named.get("romaji") or named.get("native"),
        "title_romaji": named.get("romaji"),
        "original_title": named.get("native") or named.get("romaji"),
        "overview": plain_text(description) if isinstance(description, str) else None,
        "release_date": _iso(_day(started)),
        "start_year": started.get("year"),
        "genres": media.get("genres"),
        "vote_average": score(media.get("averageScore"), of=100),
        "adult": media.get("isAdult"),
        "runtime": media.get("duration"),
        "poster_path": None,
        "poster_url": address(cover.get("extraLarge")) or address(cover.get("large")),
        "backdrop_path": None,
        "backdrop_url": address(media.get("bannerImage")),
        "site_url": address(media.get("siteUrl")),
    }


def _part(media: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = media.get(name)
    return part if isinstance(part, dict) else {}


def _day(fuzzy: Mapping[str, Any]) -> date | None:
    """Return the date of an AniList date, whose parts may be unknown; None unless all are known."""
    parts = [fuzzy.get(name) for name in ("year", "month", "day")]
    if not all(isinstance(part, int) for part in parts):
        return None
    try:
        return date(*parts)  # type: ignore[arg-type]
    except (ValueError, OverflowError):
        return None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
