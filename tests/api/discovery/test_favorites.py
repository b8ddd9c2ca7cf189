"""Favourites, live at TMDb: read, set, taken back, and never kept here."""

from typing import Any

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from tests.support.accounts import Person
from tests.support.discovery import ACCOUNT, API, BREAKING_BAD, DIE_HARD, IMAGES, Json, looked_at, read
from tests.support.problems import pointers_of, problem_of
from tests.support.standin import Standin, token_digest

FAVORITES = f"{API}/favorites"
BODY = {"account_id": ACCOUNT, "movie_id": DIE_HARD}


@pytest.fixture
def application(lasting_application: FastAPI, standin: Standin) -> FastAPI:
    del standin  # it is to be reset
    return lasting_application


def ids(page: Json) -> list[int]:
    return [result["id"] for result in page["results"]]


async def test_favourites_are_a_page_of_movies(person: Person) -> None:
    page = await looked_at(person, FAVORITES, account_id=ACCOUNT)

    assert (page["page"], page["total_pages"], page["total_results"]) == (1, 1, 20)
    first = page["results"][0]
    assert (first["id"], first["title"]) == (9806, "The Incredibles")
    assert first["poster_url"] == f"{IMAGES}/w500{first['poster_path']}"


async def test_shows_have_favourites_of_their_own(person: Person) -> None:
    page = await looked_at(person, FAVORITES, account_id=ACCOUNT, media_type="tv")

    assert page["results"][0]["name"] == "Breaking Bad"


@pytest.mark.parametrize("account", [7, "7"])
async def test_favourite_comes_and_goes(person: Person, account: object) -> None:
    own = {"X-TMDB-Token": "token-of-7"}
    body = {"account_id": account, "movie_id": DIE_HARD}

    put = await person.http.post(FAVORITES, json=body, headers=own)

    assert read(put) == {"account_id": 7, "movie_id": DIE_HARD, "media_type": "movie", "favorite": True}
    assert ids(await looked_at(person, FAVORITES, account_id=7)) == [DIE_HARD]
    taken = await person.http.post(FAVORITES, json=body | {"favorite": False}, headers=own)
    assert read(taken)["favorite"] is False
    assert ids(await looked_at(person, FAVORITES, account_id=7)) == []


async def test_show_becomes_a_favourite(person: Person, standin: Standin) -> None:
    body = {"account_id": ACCOUNT, "movie_id": BREAKING_BAD, "media_type": "tv"}

    assert read(await person.http.post(FAVORITES, json=body))["media_type"] == "tv"

    (call,) = standin.calls("/3/account/548/favorite")
    assert call["body"] == {"media_type": "tv", "media_id": BREAKING_BAD, "favorite": True}
    assert call["token_digest"] == token_digest("token-of-548")


async def test_doing_it_twice_is_doing_it_once(person: Person) -> None:
    for _ in range(2):
        read(await person.http.post(FAVORITES, json=BODY))

    assert ids(await looked_at(person, FAVORITES, account_id=ACCOUNT)).count(DIE_HARD) == 1


async def test_second_page(person: Person) -> None:
    read(await person.http.post(FAVORITES, json=BODY))

    second = await looked_at(person, FAVORITES, account_id=ACCOUNT, page=2)

    assert (second["page"], second["total_pages"], second["total_results"]) == (2, 2, 21)
    assert ids(second) == [11]


async def test_favourites_are_asked_for_anew_each_time(person: Person, standin: Standin) -> None:
    answers = [await person.http.get(FAVORITES, params={"account_id": ACCOUNT}) for _ in range(2)]

    assert len(standin.calls("/3/account/548/favorite/movies")) == 2
    assert not any("Age" in answer.headers for answer in answers)


async def test_nothing_of_favourites_is_stored(person: Person, connection: asyncpg.Connection) -> None:
    read(await person.http.post(FAVORITES, json=BODY))

    for table in ("titles", "title_external_ids", "watch_entries"):
        assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0


async def test_movie_that_tmdb_does_not_know_is_no_favourite(person: Person) -> None:
    answer = await person.http.post(FAVORITES, json=BODY | {"movie_id": 999999999})

    problem_of(answer, 404, "provider_title_not_found")


async def test_favourite_of_an_account_that_the_service_does_not_own(person: Person) -> None:
    answer = await person.http.post(FAVORITES, json=BODY | {"account_id": 7})

    assert answer.status_code in (403, 502)
    problem_of(answer, answer.status_code)


async def test_own_token_does_not_reach_into_another_account(person: Person) -> None:
    own = {"X-TMDB-Token": "token-of-7"}

    problem_of(await person.http.post(FAVORITES, json=BODY, headers=own), 401, "tmdb_token_rejected")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"account_id": None}, "account_id"),
        ({"account_id": "x"}, "account_id"),
        ({"account_id": "5/../9"}, "account_id"),
        ({"account_id": 5.0}, "account_id"),
        ({"account_id": True}, "account_id"),
        ({"account_id": 0}, "account_id"),
        ({"account_id": 2**63}, "account_id"),
        ({"account_id": "٥٤٨"}, "account_id"),
        ({"movie_id": "x"}, "movie_id"),
        ({"movie_id": -1}, "movie_id"),
        ({"favorite": "yes"}, "favorite"),
        ({"favorite": 1}, "favorite"),
        ({"media_type": "anime"}, "media_type"),
        ({"media_id": 5}, "media_id"),
    ],
)
async def test_impossible_favourite_is_refused_before_tmdb_is_asked(
    person: Person, standin: Standin, change: dict[str, Any], place: str
) -> None:
    problem = problem_of(await person.http.post(FAVORITES, json=BODY | change), 422, "validation_failed")

    assert pointers_of(problem) == [f"/body/{place}"]
    assert standin.calls() == []


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ({}, "account_id"),
        ({"account_id": "me"}, "account_id"),
        ({"account_id": "1/../../authentication"}, "account_id"),
        ({"account_id": ACCOUNT, "page": 0}, "page"),
        ({"account_id": ACCOUNT, "page": 501}, "page"),
        ({"account_id": ACCOUNT, "media_type": "anime"}, "media_type"),
    ],
)
async def test_impossible_list_is_refused_before_tmdb_is_asked(
    person: Person, standin: Standin, query: dict[str, Any], place: str
) -> None:
    problem = problem_of(await person.http.get(FAVORITES, params=query), 422, "validation_failed")

    assert pointers_of(problem) == [f"/query/{place}"]
    assert standin.calls() == []


async def test_favourites_are_for_signed_in_people(client: httpx.AsyncClient, standin: Standin) -> None:
    problem_of(await client.get(FAVORITES, params={"account_id": ACCOUNT}), 401)
    problem_of(await client.post(FAVORITES, json=BODY), 401)
    assert standin.calls() == []


async def test_query_may_begin_with_an_empty_pair(person: Person) -> None:
    assert (await looked_at(person, f"{FAVORITES}?&account_id=548&page=1"))["total_results"] == 20
