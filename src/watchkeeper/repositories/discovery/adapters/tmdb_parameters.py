"""Maps neutral queries to TMDb's parameters (https://developer.themoviedb.org/reference/discover-movie)."""

from collections.abc import Mapping
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.discovery import DiscoverQuery, GenreGroups, SearchRequest
from watchkeeper.models.types.discovery.discovery_orders import DiscoverOrder, OrderKey

_YEAR: Final = {MediaType.MOVIE: "primary_release_year", MediaType.SHOW: "first_air_date_year"}
_YEAR_OF_SEARCH: Final = {MediaType.MOVIE: "year", MediaType.SHOW: "first_air_date_year"}
_ORDER_OF_SHOWS: Final[Mapping[OrderKey, str]] = {
    OrderKey.RELEASE_DATE: "first_air_date",
    OrderKey.TITLE: "name",
    OrderKey.ORIGINAL_TITLE: "original_name",
}


def discover_parameters(media_type: MediaType, query: DiscoverQuery) -> dict[str, str]:
    """Return the parameters of a discovery that are set."""
    return _written(
        {
            "language": query.language,
            "include_adult": query.include_adult,
            "include_video": query.include_video,
            "sort_by": None if query.order is None else _order(media_type, query.order),
            "with_genres": None if query.genres is None else _genres(query.genres),
            _YEAR[media_type]: query.year,
            "vote_average.gte": query.minimum_average,
        }
    )


def search_parameters(request: SearchRequest) -> dict[str, str]:
    """Return the parameters of a search that are set."""
    return _written(
        {
            "query": request.query,
            "language": request.language,
            "include_adult": request.include_adult,
            _YEAR_OF_SEARCH[request.media_type]: request.year,
        }
    )


def _order(media_type: MediaType, order: DiscoverOrder) -> str:
    name = _ORDER_OF_SHOWS.get(order.key, order.key.value) if media_type is MediaType.SHOW else order.key.value
    return f"{name}.{'desc' if order.is_descending else 'asc'}"


def _genres(groups: GenreGroups) -> str:
    """Return genre groups in TMDb's syntax: commas mean AND, bars inside a group mean OR."""
    return ",".join("|".join(map(str, group)) for group in groups)


def _written(parameters: Mapping[str, object]) -> dict[str, str]:
    return {name: _text(value) for name, value in parameters.items() if value is not None}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
