"""Pages of movies and shows, discovered and searched for at TMDb."""

from typing import Any

import pytest

from tests.support.accounts import Person
from tests.support.discovery import API, BREAKING_BAD, IMAGES, looked_at
from tests.support.standin import Standin

PAGES = [
    f"{API}/movies/discover",
    f"{API}/movies/search?query=007",
    f"{API}/shows/discover",
    f"{API}/shows/search?query=Breaking+Bad",
]


@pytest.mark.parametrize("kind", ["movies", "shows"])
async def test_discovered_page_has_the_members_of_tmdb_and_those_of_the_service(person: Person, kind: str) -> None:
    page = await looked_at(person, f"{API}/{kind}/discover")

    assert (page["page"], page["total_pages"], len(page["results"])) == (1, 500, 20)
    assert page["total_results"] > 200_000
    assert "stale" not in page
    for result in page["results"]:
        assert result["poster_url"] == f"{IMAGES}/w500{result['poster_path']}"
        assert result["backdrop_url"] == f"{IMAGES}/w1280{result['backdrop_path']}"
        assert (result["title_id"], result["watch_status"]) == (None, None)
        assert "favorite" not in result


async def test_results_keep_what_tmdb_says(person: Person) -> None:
    first = (await looked_at(person, f"{API}/movies/discover"))["results"][0]

    assert (first["id"], first["title"]) == (969681, "Spider-Man: Brand New Day")
    assert (first["release_date"], first["genre_ids"]) == ("2026-07-29", [878, 28, 12])
    assert first["poster_path"] == "/iPOn6DinuVyLY17YM9mKuPofV08.jpg"
    assert first["softcore"] is False, "a member that the service does not know"


async def test_show_found_by_its_name(person: Person) -> None:
    page = await looked_at(person, f"{API}/shows/search", query="Breaking Bad")

    assert (page["results"][0]["id"], page["results"][0]["name"]) == (BREAKING_BAD, "Breaking Bad")
    assert page["results"][0]["first_air_date"] == "2008-01-20"
    assert page["total_results"] == 5


async def test_second_page_and_year_narrow_a_search(person: Person) -> None:
    second = await looked_at(person, f"{API}/movies/search", query="007", page=2)
    of_1962 = await looked_at(person, f"{API}/movies/search", query="007", year=1962)

    assert (second["page"], second["results"][0]["id"]) == (2, 273857)
    assert [result["title"] for result in of_1962["results"]] == ["Dr. No"]


async def test_release_date_that_tmdb_leaves_empty_is_null(person: Person) -> None:
    page = await looked_at(person, f"{API}/movies/search", query="007", page=2)

    (undated,) = [result for result in page["results"] if result["id"] == 1204022]
    assert undated["release_date"] is None


async def test_picture_that_tmdb_lacks_is_null(person: Person, standin: Standin) -> None:
    bare = {"id": 7, "title": "Bare", "poster_path": None, "backdrop_path": None}
    standin.answers({"page": 1, "results": [bare], "total_pages": 1, "total_results": 1})

    (result,) = (await looked_at(person, f"{API}/movies/discover"))["results"]

    assert (result["poster_url"], result["backdrop_url"]) == (None, None)


async def test_nothing_found_is_an_empty_page(person: Person) -> None:
    page = await looked_at(person, f"{API}/movies/search", query="nobody made this film")

    assert (page["results"], page["total_results"]) == ([], 0)


@pytest.mark.parametrize(
    ("kind", "upstream", "parameters"),
    [
        (
            "movies",
            "movie",
            {
                "language": "de-DE",
                "page": "7",
                "include_adult": "true",
                "include_video": "true",
                "sort_by": "vote_average.desc",
                "with_genres": "28,12|16",
                "primary_release_year": "1999",
                "vote_average.gte": "7.5",
            },
        ),
        (
            "shows",
            "tv",
            {"language": "pt-BR", "page": "500", "sort_by": "popularity.asc", "first_air_date_year": "2008"},
        ),
    ],
)
async def test_parameters_reach_tmdb_under_their_own_names(
    person: Person, standin: Standin, kind: str, upstream: str, parameters: dict[str, str]
) -> None:
    await looked_at(person, f"{API}/{kind}/discover", **parameters)

    (call,) = standin.calls(f"/3/discover/{upstream}")
    assert call["query"].items() >= parameters.items()


@pytest.mark.parametrize(("kind", "upstream"), [("movies", "movie"), ("shows", "tv")])
async def test_search_reaches_tmdb_as_it_was_typed(person: Person, standin: Standin, kind: str, upstream: str) -> None:
    typed = "Amélie & 50 % / “straße”? #1+1=2"

    await looked_at(person, f"{API}/{kind}/search", query=typed, language="fr")

    (call,) = standin.calls(f"/3/search/{upstream}")
    assert call["query"].items() >= {"query": typed, "language": "fr"}.items()


@pytest.mark.parametrize("address", [f"{API}/movies/discover?&page=2", f"{API}/movies/discover?&&page=2&"])
async def test_query_may_begin_with_an_empty_pair(person: Person, address: str) -> None:
    assert (await looked_at(person, address))["page"] == 2


@pytest.mark.parametrize("address", PAGES)
async def test_trailing_slash_changes_nothing(person: Person, address: str) -> None:
    path, mark, query = address.partition("?")

    assert await looked_at(person, f"{path}/{mark}{query}") == await looked_at(person, address)


@pytest.mark.parametrize(
    "result",
    [
        {"id": 5},
        {"id": 5, "title": None, "overview": None, "popularity": None, "genre_ids": None},
        {"id": 5, "title": 3, "release_date": "soon", "vote_average": "high", "genre_ids": {}, "adult": "no"},
        {"id": 5, "release_date": "0000-00-00", "poster_path": 7, "backdrop_path": ["x"], "video": None},
    ],
)
async def test_result_that_lacks_members_or_has_odd_ones_is_shown_all_the_same(
    person: Person, standin: Standin, result: dict[str, Any]
) -> None:
    standin.answers({"page": 1, "results": [result], "total_pages": 1, "total_results": 1})

    page = await looked_at(person, f"{API}/movies/discover")

    assert [one["id"] for one in page["results"]] == [5]
    assert page["results"][0].get("release_date") is None
