"""Maps responses of Consumet's meta/anilist routes to TMDb's member names."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from watchkeeper.models.dtos.discovery.discovery_dtos import AnimeDetailsOutput, AnimeOutput
from watchkeeper.models.errors.discovery_errors import ProviderUnavailableError
from watchkeeper.repositories.discovery.adapters.metadata_cleaning import address, plain_text, score
from watchkeeper.repositories.discovery.adapters.page_mapper import media_page
from watchkeeper.repositories.discovery.metadata_provider import MediaPage

AnimeT = TypeVar("AnimeT", bound=AnimeOutput)

_PASSED_ON = ("status", "popularity", "season", "color")
_DETAILS_PASSED_ON = ("synonyms", "endDate", "studios", "trailer")


def page(response: Any) -> MediaPage:  # noqa: ANN401 - JSON
    """Return a page of results; missing totals are estimated from the current page and whether there is a next one."""
    members = response if isinstance(response, dict) else {}
    number, results = members.get("currentPage"), members.get("results")
    if isinstance(number, str) and number.isdecimal():
        number = int(number[:6])
    if not isinstance(number, int) or not isinstance(results, list):
        raise ProviderUnavailableError
    has_next = members.get("hasNextPage") is True
    pages = _count(members.get("totalPages")) or number + has_next
    return media_page(
        [_anime(AnimeOutput, result, _PASSED_ON) for result in results],
        page=number,
        total_pages=pages,
        total_results=_count(members.get("totalResults")) or len(results),
    )


def details(response: Any, provider_id: int) -> AnimeDetailsOutput:  # noqa: ANN401
    """Return the details of the requested anime."""
    anime = _anime(AnimeDetailsOutput, response, (*_PASSED_ON, *_DETAILS_PASSED_ON))
    if anime.id != provider_id:
        raise ProviderUnavailableError
    return anime


def _anime(kind: type[AnimeT], media: Any, passed_on: tuple[str, ...]) -> AnimeT:  # noqa: ANN401
    if not isinstance(media, dict):
        raise ProviderUnavailableError
    try:
        return kind.model_validate(_members(media, passed_on))
    except ValidationError as failure:
        raise ProviderUnavailableError from failure


def _members(media: Mapping[str, Any], passed_on: tuple[str, ...]) -> dict[str, Any]:
    names = _names(media.get("title"))
    started = media.get("startDate")
    episodes, description = media.get("episodes"), media.get("description")
    members = {name: media[name] for name in passed_on if media.get(name) is not None}
    return members | {
        "id": _count(media.get("id")),
        "idMal": _count(media.get("malId")),
        "title": names.get("english") or names.get("romaji") or names.get("userPreferred") or names.get("native"),
        "title_romaji": names.get("romaji"),
        "original_title": names.get("native") or names.get("romaji"),
        "overview": plain_text(description) if isinstance(description, str) else None,
        "release_date": _day(started if isinstance(started, dict) else {}),
        "start_year": _count(media.get("releaseDate")),
        "genres": media.get("genres"),
        "format": media.get("type"),
        "episodes": len(episodes) if isinstance(episodes, list) else _count(media.get("totalEpisodes")),
        "runtime": _count(media.get("duration")),
        "vote_average": score(media.get("rating"), of=100),
        "poster_path": None,
        "poster_url": address(media.get("image")),
        "backdrop_path": None,
        "backdrop_url": address(media.get("cover")),
    }


def _names(title: object) -> Mapping[str, Any]:
    """Return the names of an anime: Consumet sends an object, a list or the name alone."""
    if isinstance(title, dict):
        return title
    first = title[0] if isinstance(title, list) and title else title
    return {"romaji": first}


def _count(value: object) -> int | None:
    """Return an integer, also where it is sent as text."""
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        return int(value[:12])
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _day(parts: Mapping[str, Any]) -> str | None:
    numbers = [_count(parts.get(name)) for name in ("year", "month", "day")]
    if any(number is None for number in numbers):
        return None
    year, month, day = numbers
    return f"{year:04}-{month:02}-{day:02}"
