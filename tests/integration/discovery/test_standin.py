"""The stand-in answers as the providers do, and misbehaves as it is told."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.support.standin import Standin, token_digest

OWNER = {"Authorization": "Bearer token-of-548"}
READER = {"Authorization": "Bearer read-only"}


@pytest.fixture
def http(standin: Standin) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=standin.address, headers=OWNER, timeout=10, verify=False) as http:
        yield http


def test_recording_is_found_whatever_the_defaults_and_their_order(http: httpx.Client) -> None:
    plain = http.get("/3/search/movie", params={"query": "007"}).json()
    spelt_out = {"language": "en-US", "page": "1", "include_adult": "false", "query": "007"}

    assert http.get("/3/search/movie", params=spelt_out).json() == plain
    assert plain["total_results"] == 129
    assert http.get("/3/search/movie", params={"query": "007", "page": "2"}).json()["results"][0]["id"] == 273857
    assert http.get("/3/movie/47964", params={"language": "it"}).json()["title"].startswith("Die Hard - Un buon")


def test_search_for_the_unknown_finds_nothing(http: httpx.Client) -> None:
    answer = http.get("/3/search/tv", params={"query": "nobody wrote this"})

    assert answer.json() == {"page": 1, "results": [], "total_pages": 1, "total_results": 0}
    assert http.get("/3/search/tv").status_code == 422


@pytest.mark.parametrize(
    ("path", "runtime"), [("/3/movie/47964", 98), ("/3/movie/12313", 92), ("/3/movie/969681", 101)]
)
def test_details_hold_exactly_what_was_appended(http: httpx.Client, path: str, runtime: int) -> None:
    assert "videos" not in http.get(path).json()

    whole = http.get(path, params={"append_to_response": "videos,credits,watch/providers,account_states"}).json()

    assert whole["runtime"] == runtime
    assert set(whole) >= {"genres", "videos", "credits", "watch/providers", "account_states"}
    assert "keywords" not in whole


def test_show_is_put_together_from_its_pieces(http: httpx.Client) -> None:
    whole = http.get("/3/tv/1396", params={"append_to_response": "videos,watch/providers"}).json()

    assert whole["name"] == "Breaking Bad"
    assert whole["watch/providers"]["results"]["US"]["flatrate"][0]["provider_name"] == "Netflix"


@pytest.mark.parametrize("path", ["/3/movie/999999999", "/3/movie/1", "/3/nothing/of/the/kind"])
def test_unknown_is_not_found(http: httpx.Client, path: str) -> None:
    answer = http.get(path)

    assert (answer.status_code, answer.json()["status_code"]) == (404, 34)


@pytest.mark.parametrize("token", [{}, {"Authorization": "Bearer guessed"}, {"Authorization": "Basic dG9rZW4="}])
def test_without_a_known_token_nothing_is_answered(standin: Standin, token: dict[str, str]) -> None:
    answer = httpx.get(f"{standin.address}/3/movie/47964", headers=token)

    assert (answer.status_code, answer.json()["status_code"]) == (401, 7)


def test_favourite_comes_and_goes(http: httpx.Client) -> None:
    body = {"media_type": "movie", "media_id": 47964, "favorite": True}
    assert http.get("/3/account/548/favorite/movies").json()["total_results"] == 20

    assert http.post("/3/account/548/favorite", json=body).status_code == 201

    first = http.get("/3/account/548/favorite/movies").json()
    assert (first["results"][0]["id"], first["total_pages"], first["total_results"]) == (47964, 2, 21)
    assert len(http.get("/3/account/548/favorite/movies", params={"page": 2}).json()["results"]) == 1
    assert http.get("/3/movie/47964/account_states").json()["favorite"] is True
    assert http.post("/3/account/548/favorite", json=body | {"favorite": False}).json()["status_code"] == 13
    assert http.get("/3/movie/47964/account_states").json()["favorite"] is False


def test_account_belongs_to_one_token(http: httpx.Client, standin: Standin) -> None:
    body = {"media_type": "tv", "media_id": 1396, "favorite": True}

    assert http.get("/3/account/9").json()["id"] == 548
    assert http.get("/3/account", headers=READER).status_code == 401
    assert http.post("/3/account/9/favorite", json=body).status_code == 401
    assert http.get("/3/account/9/favorite/tv").json()["results"] == []
    standin.keeps_accounts_private()
    assert http.get("/3/account/9/favorite/tv").status_code == 401


def graphql(http: httpx.Client, text: str, **variables: Any) -> httpx.Response:
    return http.post("/anilist", json={"query": text, "variables": variables})


def test_anilist_tells_search_discovery_and_one_medium_apart(http: httpx.Client) -> None:
    page = "query { Page { media { id } } }"
    medium = "query ($id: Int) { Media(id: $id) { id } }"

    found = graphql(http, page, search="frieren", page=1, perPage=20).json()["data"]["Page"]
    popular = graphql(http, page, page=2, perPage=4).json()["data"]["Page"]

    assert [one["id"] for one in found["media"]] == [154587]
    assert (len(popular["media"]), popular["pageInfo"]["hasNextPage"]) == (2, False)
    assert graphql(http, medium, id=199).json()["data"]["Media"]["title"]["english"] == "Spirited Away"
    assert graphql(http, medium, id=7).status_code == 404


def test_consumet_answers_in_its_own_shape(http: httpx.Client) -> None:
    found = http.get("/consumet/meta/anilist/accel world").json()

    assert (found["results"][0]["title"], found["hasNextPage"]) == ("Accel World", False)
    assert len(http.get("/consumet/meta/anilist/popular", params={"perPage": 4}).json()["results"]) == 4
    assert http.get("/consumet/meta/anilist/info/1").json()["startDate"] == {"year": 1998, "month": 4, "day": 3}
    assert http.get("/consumet/meta/anilist/info/7").status_code == 404


def test_failures_come_in_order_and_end(http: httpx.Client, standin: Standin) -> None:
    standin.fails_with(503, path="/3/movie", times=1)
    standin.is_busy(retry_after="3", path="/3/movie", times=1)

    answers = [http.get("/3/movie/47964") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [503, 429, 200]
    assert answers[1].headers["Retry-After"] == "3"
    assert len(standin.calls("/3/movie/47964")) == 3


@pytest.mark.parametrize("misbehave", [Standin.hangs_up, Standin.breaks_off], ids=["hangs up", "breaks off"])
def test_connection_is_broken(http: httpx.Client, standin: Standin, misbehave: Callable[[Standin], None]) -> None:
    misbehave(standin)
    with pytest.raises(httpx.RemoteProtocolError):
        http.get("/3/movie/47964")

    standin.recovers()
    assert http.get("/3/movie/47964").status_code == 200


def test_answer_drips_byte_by_byte(http: httpx.Client, standin: Standin) -> None:
    standin.drips()

    with http.stream("GET", "/3/movie/47964") as answer:
        assert len(next(answer.iter_raw())) < int(answer.headers["Content-Length"])


def test_answer_does_not_come_in_time(http: httpx.Client, standin: Standin) -> None:
    standin.is_slow(30)

    with pytest.raises(httpx.ReadTimeout):
        http.get("/3/movie/47964", timeout=0.3)


def test_what_is_answered_is_no_answer(http: httpx.Client, standin: Standin) -> None:
    standin.answers_garbage(times=1)
    standin.answers_nothing(times=1)
    standin.answers(["of", "another", "shape"], times=1)
    standin.answers_hugely(200_000, times=1)
    standin.redirects(times=1)

    garbage, nothing, other, huge, redirect = [http.get("/3/movie/47964") for _ in range(5)]

    assert garbage.text.startswith("<!DOCTYPE html>")
    assert nothing.content == b""
    assert other.json() == ["of", "another", "shape"]
    assert len(huge.content) > 200_000
    assert "Content-Length" not in huge.headers
    assert redirect.headers["Location"] == "/elsewhere"


def test_held_call_is_answered_after_recovery(http: httpx.Client, standin: Standin) -> None:
    standin.holds(path="/3/movie")
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(http.get, "/3/movie/47964")
        while not standin.calls("/3/movie/47964"):
            assert not held.done()
        standin.recovers()
        assert held.result(10).status_code == 200


def test_calls_are_noted_without_their_tokens(http: httpx.Client, standin: Standin) -> None:
    http.get("/3/movie/47964", params={"language": "it"})

    assert standin.calls() == [
        {
            "method": "GET",
            "path": "/3/movie/47964",
            "query": {"language": "it"},
            "token_digest": token_digest("token-of-548"),
            "body": None,
        }
    ]
