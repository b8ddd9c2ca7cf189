"""Whatever providers send becomes an answer that can be written, or one of the refusals: never anything else."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from tests.standins.recordings import FOLDER
from tests.support.mutations import WRONG_VALUES, changed, places_in, without
from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.models.dtos.catalogue.title_dtos import CreateTitleInput
from watchkeeper.models.dtos.discovery.discovery_dtos import AnimeDetailsOutput, MovieDetailsOutput, ShowDetailsOutput
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.discovery import DetailsRequest
from watchkeeper.models.types.discovery.metadata import TitleMetadata
from watchkeeper.repositories.discovery.adapters import anilist_mapper, consumet_mapper
from watchkeeper.repositories.discovery.adapters.tmdb_mapper import TmdbReader

Read = Callable[[Any], BaseModel]

READER = TmdbReader(image_base_url="https://images.example.com", region="US")
MOVIE, SHOW = MediaType.MOVIE, MediaType.SHOW


def body_of(file: Any) -> Any:
    """Return the body that a file recorded, with or without the request before it."""
    whole = json.loads(file.read_text("utf-8"))
    response = whole.get("response") if isinstance(whole, dict) else None
    return response["body"] if isinstance(response, dict) and "body" in response else whole


BODIES = {str(file.relative_to(FOLDER)): body_of(file) for file in sorted(FOLDER.rglob("*.json"))}


def id_of(body: Any) -> int:
    return body["id"] if isinstance(body, dict) and isinstance(body.get("id"), int) else 1


def readers(body: Any) -> list[Read]:
    """Return everything that reads an answer of a provider."""
    provider_id = id_of(body)
    return [
        partial(READER.page, media_type=MOVIE),
        partial(READER.page, media_type=SHOW),
        partial(READER.details, request=DetailsRequest(MOVIE, provider_id)),
        partial(READER.details, request=DetailsRequest(SHOW, provider_id)),
        anilist_mapper.page,
        partial(anilist_mapper.details, provider_id=provider_id),
        consumet_mapper.page,
        partial(consumet_mapper.details, provider_id=provider_id),
    ]


def tried(read: Read, body: Any) -> BaseModel | None:
    """Return what was read, which must be fit to be sent and to be kept; None where it was refused."""
    try:
        output = read(body)
    except ServiceError:
        return None
    written = json.loads(output.model_dump_json(), parse_constant=pytest.fail)
    assert isinstance(written, dict)
    if isinstance(output, MovieDetailsOutput | ShowDetailsOutput):
        keep(lambda: READER.title(output))
    elif isinstance(output, AnimeDetailsOutput):
        keep(lambda: anilist_mapper.title(output))
    return output


def keep(make: Callable[[], TitleMetadata]) -> None:
    """See that the catalogue can keep what was read of a title: its own input takes it."""
    try:
        metadata = make()
    except ServiceError:
        return
    CreateTitleInput(
        media_type=MOVIE,
        title=metadata.title,
        original_title=metadata.original_title,
        alternative_titles=list(metadata.alternative_titles or ()),
        overview=metadata.overview,
        release_date=metadata.release_date,
        runtime_minutes=metadata.runtime_minutes,
        poster_url=metadata.poster_url,
        external_ids=metadata.external_ids,
    )
    for name in (*metadata.genres, *(metadata.platforms or ())):
        assert 0 < len(name) <= 80
        assert name.isprintable()


@pytest.mark.parametrize("name", BODIES)
def test_every_recorded_body_is_read_or_refused_by_every_reader(name: str) -> None:
    for read in readers(BODIES[name]):
        tried(read, BODIES[name])


@pytest.mark.parametrize(
    ("name", "media_type", "count"),
    [
        ("tmdb/recorded/GET_3_discover_movie__200.json", MOVIE, 20),
        ("tmdb/recorded/GET_3_discover_tv__page-2__200.json", SHOW, 20),
        ("tmdb/recorded/GET_3_search_movie__include_adult-false_query-007_year-1962__200.json", MOVIE, 1),
        ("tmdb/recorded/GET_3_search_tv__include_adult-false_page-2_query-Breaking-Bad__200.json", SHOW, 0),
        ("tmdb/account_and_append/account_favourite_tv.json", SHOW, 20),
    ],
)
def test_recorded_page_is_read_whole(name: str, media_type: MediaType, count: int) -> None:
    body = BODIES[name]
    page = READER.page(body, media_type)
    assert len(page.results) == len(body["results"]) >= min(count, 1)
    assert page.total_results == body["total_results"]
    assert page.total_pages == min(body["total_pages"], 500)
    for result, sent in zip(page.results, body["results"], strict=True):
        shown = json.loads(result.model_dump_json())
        unknown = {member: value for member, value in sent.items() if value not in ("", shown.get(member))}
        assert unknown == {}


def test_recorded_details_are_read_whole() -> None:
    body = BODIES["tmdb/account_and_append/movies_details_with_append_to_response.json"]
    details = READER.details(body, DetailsRequest(MOVIE, body["id"]))
    assert isinstance(details, MovieDetailsOutput)
    assert details.videos == body["videos"]
    assert details.credits == body["credits"]
    assert details.watch_providers == body["watch/providers"]
    title = READER.title(details)
    assert (title.title, title.runtime_minutes) == (body["title"], body["runtime"])
    assert title.alternative_titles == ("Мост",)
    assert title.genres == tuple(genre["name"] for genre in body["genres"])
    assert title.external_ids == {"imdb": body["imdb_id"]}


SEEDS = [
    "tmdb/recorded/GET_3_discover_movie__200.json",
    "tmdb/recorded/GET_3_discover_tv__200.json",
    "tmdb/account_and_append/movies_details_with_append_to_response.json",
    "tmdb/recorded/GET_3_tv_1396__200.json",
    "tmdb/recorded/GET_3_movie_47964__200.json",
]
ANIME = BODIES["anilist/media.json"]
ANIME_LIST = ANIME if isinstance(ANIME, list) else next(value for value in ANIME.values() if isinstance(value, list))
NEARLY_RIGHT = [
    *(BODIES[name] for name in SEEDS),
    {"data": {"Page": {"pageInfo": {"total": 2, "currentPage": 1, "lastPage": 1}, "media": ANIME_LIST}}},
    *({"data": {"Media": media}} for media in ANIME_LIST[:2]),
    {"currentPage": 1, "hasNextPage": True, "results": [{"id": "21", "title": {"romaji": "One Piece"}, "rating": 88}]},
    {"id": "21", "title": "One Piece", "releaseDate": 1999, "startDate": {"year": 1999, "month": 10, "day": 20}},
]


@given(data=st.data())
def test_nearly_right_bodies_are_read_or_refused(data: st.DataObject) -> None:
    body = data.draw(st.sampled_from(NEARLY_RIGHT))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(places_in(body)))
        body = without(body, place) if data.draw(st.booleans()) else changed(body, place, data.draw(WRONG_VALUES))
    for read in readers(body):
        tried(read, body)


def test_alternative_titles_are_taken_once_without_the_title_itself() -> None:
    sent = ["Die Hard 5", "die hard  5!", "A Good Day to Die Hard", "Яйца", None, "", "x" * 501, *map(str, range(40))]
    body = {**BODIES["tmdb/recorded/GET_3_movie_47964__200.json"], "alternative_titles": {"titles": []}}
    body["alternative_titles"]["titles"] = [{"iso_3166_1": "US", "title": title} for title in sent]
    details = READER.details(body, DetailsRequest(MOVIE, body["id"]))
    assert isinstance(details, MovieDetailsOutput)
    names = READER.title(details).alternative_titles
    assert names is not None
    assert (names[:3], len(names)) == (("Die Hard 5", "Яйца", "0"), 20)


def test_alternative_titles_of_a_show_are_its_results() -> None:
    body = {**BODIES["tmdb/recorded/GET_3_tv_1396__200.json"], "alternative_titles": {"results": [{"title": "BrBa"}]}}
    details = READER.details(body, DetailsRequest(SHOW, body["id"]))
    assert isinstance(details, ShowDetailsOutput)
    assert READER.title(details).alternative_titles == ("BrBa",)


def test_alternative_titles_of_anime_are_its_further_names_and_synonyms() -> None:
    named = {"romaji": "Sousou no Frieren", "english": "Frieren: Beyond Journey's End", "native": "葬送のフリーレン"}
    media = {**ANIME_LIST[0], "title": named, "synonyms": ["Frieren at the Funeral", "葬送のフリーレン", 7]}
    title = anilist_mapper.title(anilist_mapper.details({"data": {"Media": media}}, media["id"]))
    assert (title.title, title.original_title) == (named["english"], named["native"])
    assert title.alternative_titles == ("Sousou no Frieren", "Frieren at the Funeral")
    consumed = {**media, "id": str(media["id"])}
    assert anilist_mapper.title(consumet_mapper.details(consumed, media["id"])).alternative_titles == (
        "Sousou no Frieren",
        "Frieren at the Funeral",
    )


HUGE = 10**400


@pytest.mark.parametrize("member", ["averageScore", "idMal", "duration", "episodes", "popularity"])
@pytest.mark.parametrize("wrong", [HUGE, -HUGE, True, "x" * 1000, [], {}, 1e308])
def test_anime_with_a_senseless_member_is_read_without_it(member: str, wrong: Any) -> None:
    media = {**ANIME_LIST[0], member: wrong}
    details = anilist_mapper.details({"data": {"Media": media}}, media["id"])
    tried(lambda _: details, None)
    assert anilist_mapper.title(details).external_ids.get("mal") != "True"


def test_movie_with_a_senseless_id_elsewhere_is_kept_without_it() -> None:
    body = {**BODIES["tmdb/recorded/GET_3_movie_47964__200.json"], "imdb_id": "tt" + "1" * 300}
    details = READER.details(body, DetailsRequest(MOVIE, body["id"]))
    assert isinstance(details, MovieDetailsOutput)
    assert READER.title(details).external_ids == {}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "http://localhost/x", 5])
def test_anime_shows_no_address_that_is_none_of_the_web(address: Any) -> None:
    cover = {"extraLarge": address, "large": address}
    media = {**ANIME_LIST[0], "coverImage": cover, "bannerImage": address, "siteUrl": address}
    details = anilist_mapper.details({"data": {"Media": media}}, media["id"])
    assert (details.poster_url, details.backdrop_url, details.site_url) == (None, None, None)
    one = consumet_mapper.details({"id": "21", "title": "One Piece", "image": address, "cover": address}, 21)
    assert (one.poster_url, one.backdrop_url) == (None, None)
