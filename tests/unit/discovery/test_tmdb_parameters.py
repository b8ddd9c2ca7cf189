"""What clients ask for reaches TMDb in its own words, and nothing that nobody asked for."""

import pytest

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.discovery import DiscoverQuery, SearchRequest
from watchkeeper.models.types.discovery.discovery_orders import DiscoverOrder, MovieOrder, OrderKey, ShowOrder, order_of
from watchkeeper.repositories.discovery.adapters.tmdb_parameters import discover_parameters, search_parameters

ALL = DiscoverQuery(
    language="pt-BR",
    order=DiscoverOrder(OrderKey.TITLE, is_descending=False),
    genres=((28, 12), (16,)),
    year=1999,
    minimum_average=7.5,
    include_adult=True,
    include_video=False,
)
COMMON = {
    "language": "pt-BR",
    "include_adult": "true",
    "include_video": "false",
    "with_genres": "28|12,16",
    "vote_average.gte": "7.5",
}


@pytest.mark.parametrize("media_type", [MediaType.MOVIE, MediaType.SHOW])
def test_query_without_wishes_has_no_parameters(media_type: MediaType) -> None:
    assert discover_parameters(media_type, DiscoverQuery()) == {}
    assert search_parameters(SearchRequest(media_type, "heat")) == {"query": "heat"}


@pytest.mark.parametrize(
    ("media_type", "own"),
    [
        (MediaType.MOVIE, {"sort_by": "title.asc", "primary_release_year": "1999"}),
        (MediaType.SHOW, {"sort_by": "name.asc", "first_air_date_year": "1999"}),
    ],
)
def test_every_wish_has_the_name_that_tmdb_gives_it(media_type: MediaType, own: dict[str, str]) -> None:
    assert discover_parameters(media_type, ALL) == COMMON | own


@pytest.mark.parametrize(("media_type", "year"), [(MediaType.MOVIE, "year"), (MediaType.SHOW, "first_air_date_year")])
def test_search_is_narrowed_by_year_under_the_name_of_its_kind(media_type: MediaType, year: str) -> None:
    request = SearchRequest(media_type, "heat", language="de", year=1995, include_adult=False)
    assert search_parameters(request) == {"query": "heat", "language": "de", "include_adult": "false", year: "1995"}


@pytest.mark.parametrize(
    ("media_type", "asked"),
    [*((MediaType.MOVIE, order) for order in MovieOrder), *((MediaType.SHOW, order) for order in ShowOrder)],
)
def test_order_that_is_asked_for_is_the_one_that_tmdb_gets(
    media_type: MediaType, asked: MovieOrder | ShowOrder
) -> None:
    assert discover_parameters(media_type, DiscoverQuery(order=order_of(asked))) == {"sort_by": asked.value}
