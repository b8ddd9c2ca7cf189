"""What discovery refuses before any provider is asked."""

import httpx
import pytest
from fastapi import FastAPI

from tests.support.accounts import Person
from tests.support.discovery import ANIME, API, MOVIE, SHOW
from tests.support.problems import pointers_of, problem_of
from tests.support.standin import Standin

READING = [
    f"{API}/movies/discover",
    f"{API}/movies/search?query=007",
    MOVIE,
    f"{API}/shows/discover",
    f"{API}/shows/search?query=x",
    SHOW,
    f"{API}/anime/discover",
    f"{API}/anime/search?query=x",
    ANIME,
]


@pytest.fixture
def application(lasting_application: FastAPI, standin: Standin) -> FastAPI:
    del standin  # it is to be reset
    return lasting_application


@pytest.mark.parametrize("path", ["movies/discover", "movies/search?query=007", "shows/discover", "anime/discover"])
@pytest.mark.parametrize("page", ["0", "501", "-1", "x", "1.5", ""])
async def test_page_is_between_1_and_500(person: Person, standin: Standin, path: str, page: str) -> None:
    mark = "&" if "?" in path else "?"

    problem = problem_of(await person.http.get(f"{API}/{path}{mark}page={page}"), 422, "validation_failed")

    assert pointers_of(problem) == ["/query/page"]
    assert standin.calls() == []


@pytest.mark.parametrize(
    ("address", "query", "place"),
    [
        ("movies/discover", {"vote_average.gte": "NaN"}, "vote_average.gte"),
        ("movies/discover", {"vote_average.gte": "11"}, "vote_average.gte"),
        ("movies/discover", {"primary_release_year": "99999"}, "primary_release_year"),
        ("movies/discover", {"include_adult": "perhaps"}, "include_adult"),
        ("movies/discover", {"account_id": "548/../../authentication"}, "account_id"),
        ("movies/discover", {"account_id": "0"}, "account_id"),
        ("movies/discover", {"account_id": "9" * 30}, "account_id"),
        ("movies/discover", {"language": "../etc"}, "language"),
        ("movies/discover", {"with_genres": "28&api_key=x"}, "with_genres"),
        ("movies/search", {}, "query"),
        ("movies/search", {"query": ""}, "query"),
        ("movies/search", {"query": "a\x00b"}, "query"),
        ("movies/search", {"query": "007", "year": "soon"}, "year"),
        ("shows/search", {}, "query"),
        ("shows/search", {"query": "x", "first_air_date_year": "-1"}, "first_air_date_year"),
        ("anime/search", {}, "query"),
    ],
)
async def test_impossible_parameter_is_refused_before_anybody_is_asked(
    person: Person, standin: Standin, address: str, query: dict[str, str], place: str
) -> None:
    problem = problem_of(await person.http.get(f"{API}/{address}", params=query), 422, "validation_failed")

    assert pointers_of(problem) == [f"/query/{place}"]
    assert standin.calls() == []


@pytest.mark.parametrize("kind", ["movies", "shows"])
async def test_unknown_order_names_the_known_ones(person: Person, kind: str) -> None:
    answer = await person.http.get(f"{API}/{kind}/discover", params={"sort_by": "mood"})

    problem = problem_of(answer, 422, "validation_failed")
    assert pointers_of(problem) == ["/query/sort_by"]
    assert "popularity.desc" in problem["errors"][0]["detail"]
    assert "vote_average.asc" in problem["errors"][0]["detail"]


@pytest.mark.parametrize("address", READING)
async def test_only_signed_in_people_discover(client: httpx.AsyncClient, standin: Standin, address: str) -> None:
    answer = await client.get(address)

    problem_of(answer, 401)
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert standin.calls() == []


@pytest.mark.parametrize("kind", ["movies", "shows", "anime"])
@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "47964%2Fcredits"])
async def test_what_is_no_number_is_asked_of_nobody(person: Person, standin: Standin, kind: str, number: str) -> None:
    answer = await person.http.get(f"{API}/{kind}/{number}")

    assert answer.status_code in (404, 422)
    problem = problem_of(answer, answer.status_code)
    assert pointers_of(problem)[0].startswith("/path/") if answer.status_code == 422 else "%2F" in number
    assert standin.calls() == []
