"""Each kind of title is asked for at its own provider, whichever that is."""

import pytest
from pydantic import SecretStr

from tests.support.discovery_fakes import Provider
from watchkeeper.foundation.core.provider_response import ProviderResponse
from watchkeeper.models.dtos.discovery.discovery_dtos import MovieDetailsOutput, MovieOutput
from watchkeeper.models.errors.discovery_errors import ProviderNotConfiguredError
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.discovery import DetailsRequest, DiscoverQuery, DiscoverRequest, SearchRequest
from watchkeeper.models.types.discovery.discovery_orders import DiscoverOrder, OrderKey
from watchkeeper.models.types.discovery.metadata import TitleMetadata
from watchkeeper.repositories.discovery.adapters.metadata_routed_adapter import RoutedMetadataAdapter
from watchkeeper.repositories.discovery.metadata_provider import MediaDetails, MediaPage

TOKEN = SecretStr("a token")


class FilmArchive:
    """Another provider of movies, with words and orders of its own."""

    MOVIES = (("Heat", 1995, 8.3), ("Ronin", 1998, 7.2), ("Collateral", 2004, 7.5))

    async def discover(self, request: DiscoverRequest, token: SecretStr | None) -> ProviderResponse[MediaPage]:
        query = request.query
        found = [
            movie
            for movie in self.MOVIES
            if (query.year is None or movie[1] == query.year) and movie[2] >= (query.minimum_average or 0)
        ]
        if query.order is not None and query.order.key is OrderKey.TITLE:
            found.sort(reverse=query.order.is_descending)
        return ProviderResponse(_page([title for title, _, _ in found]))

    async def search(self, request: SearchRequest, token: SecretStr | None) -> ProviderResponse[MediaPage]:
        words = request.query.casefold()
        found = [title for title, year, _ in self.MOVIES if words in title.casefold() and request.year in (None, year)]
        return ProviderResponse(_page(found))

    async def get_details(self, request: DetailsRequest, token: SecretStr | None) -> ProviderResponse[MediaDetails]:
        title = self.MOVIES[request.provider_id - 1][0]
        return ProviderResponse(MovieDetailsOutput.model_validate(_result(request.provider_id, title)))

    async def get_title(self, media_type: MediaType, provider_id: int) -> TitleMetadata:
        return TitleMetadata(self.MOVIES[provider_id - 1][0])


def _result(id_: int, title: str) -> dict[str, object]:
    return {"id": id_, "title": title, "videos": {}, "credits": {}, "watch_providers": {}}


def _page(titles: list[str]) -> MediaPage:
    results = [MovieOutput.model_validate(_result(number, title)) for number, title in enumerate(titles, 1)]
    members = {"page": 1, "results": results, "total_pages": 1, "total_results": len(titles)}
    return MediaPage.model_validate(members)


def titles_of(answer: ProviderResponse[MediaPage]) -> list[str | None]:
    return [getattr(result, "title", None) for result in answer.content.results]


@pytest.fixture
def shows() -> Provider:
    return Provider()


@pytest.fixture
def routed(shows: Provider) -> RoutedMetadataAdapter:
    return RoutedMetadataAdapter(providers={MediaType.MOVIE: FilmArchive(), MediaType.SHOW: shows})


async def test_another_provider_of_movies_takes_the_same_requests(routed: RoutedMetadataAdapter) -> None:
    query = DiscoverQuery(order=DiscoverOrder(OrderKey.TITLE, is_descending=False), minimum_average=7.5)
    request = DiscoverRequest(MediaType.MOVIE, query=query)
    assert titles_of(await routed.discover(request, TOKEN)) == ["Collateral", "Heat"]
    assert titles_of(await routed.discover(DiscoverRequest(MediaType.MOVIE, query=DiscoverQuery(year=1998)), None)) == [
        "Ronin"
    ]
    assert titles_of(await routed.search(SearchRequest(MediaType.MOVIE, "ron"), None)) == ["Ronin"]
    assert titles_of(await routed.search(SearchRequest(MediaType.MOVIE, "ron", year=1995), None)) == []
    details = (await routed.get_details(DetailsRequest(MediaType.MOVIE, 1), None)).content
    assert isinstance(details, MovieDetailsOutput)
    assert details.title == "Heat"
    assert (await routed.get_title(MediaType.MOVIE, 3)).title == "Collateral"


async def test_other_kinds_are_asked_for_elsewhere(routed: RoutedMetadataAdapter, shows: Provider) -> None:
    shows.titles[MediaType.SHOW, 7] = TitleMetadata("Dark")
    assert (await routed.get_title(MediaType.SHOW, 7)).title == "Dark"
    assert shows.asked == [(MediaType.SHOW, 7)]


async def test_kind_without_provider_is_said_to_have_none(routed: RoutedMetadataAdapter) -> None:
    with pytest.raises(ProviderNotConfiguredError, match="anime"):
        await routed.discover(DiscoverRequest(MediaType.ANIME), None)
    with pytest.raises(ProviderNotConfiguredError, match="anime"):
        await routed.get_title(MediaType.ANIME, 1)
