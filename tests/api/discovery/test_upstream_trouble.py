"""A provider in trouble: people are told so, in the same words whatever it is, and never get an empty list."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.support.accounts import Person
from tests.support.databases import ANONYMOUS
from tests.support.discovery import (
    ACCOUNT,
    ANIME,
    API,
    DIE_HARD,
    HURRIED,
    MOVIE,
    SHOW,
    looked_at,
    put_on_watchlist,
    read,
    settings_towards,
)
from tests.support.problems import problem_of
from tests.support.standin import Standin
from watchkeeper.configs.provider_settings import UpstreamSettings
from watchkeeper.configs.settings import Settings

OF_TMDB = [
    f"{API}/movies/discover",
    f"{API}/movies/search?query=007",
    MOVIE,
    f"{API}/shows/discover",
    f"{API}/shows/search?query=x",
    SHOW,
    f"{API}/favorites?account_id=548",
]


@dataclass(frozen=True)
class Trouble:
    name: str
    begin: Callable[[Standin], None]
    status: int
    code: str

    def __str__(self) -> str:
        return self.name


def failing(status: int) -> Callable[[Standin], None]:
    return lambda standin: standin.fails_with(status)


def answering(body: Any) -> Callable[[Standin], None]:
    return lambda standin: standin.answers(body)


NO_SENSE: list[Any] = [None, [], "text", {}, {"results": None}, {"results": [7]}, {"data": None}]
SOME = [f"{API}/movies/discover", ANIME, f"{API}/favorites?account_id=548"]
UNAVAILABLE = (502, "provider_unavailable")
TROUBLES = [
    Trouble("refuses the token", failing(401), 502, "provider_unauthorized"),
    Trouble("forbids", failing(403), 502, "provider_unauthorized"),
    Trouble("finds the page wrong", failing(400), 422, "provider_refused_request"),
    Trouble("finds the dates wrong", failing(422), 422, "provider_refused_request"),
    Trouble("is busy", lambda standin: standin.is_busy(), 503, "provider_busy"),
    *(Trouble(f"fails with {status}", failing(status), *UNAVAILABLE) for status in (500, 503, 418)),
    Trouble("answers HTML", Standin.answers_garbage, *UNAVAILABLE),
    Trouble("answers nothing", Standin.answers_nothing, *UNAVAILABLE),
    Trouble("breaks off", Standin.breaks_off, *UNAVAILABLE),
    Trouble("hangs up", Standin.hangs_up, *UNAVAILABLE),
    Trouble("leads elsewhere", Standin.redirects, *UNAVAILABLE),
    *(Trouble(f"answers {body!r}", answering(body), *UNAVAILABLE) for body in NO_SENSE),
]


@pytest.mark.parametrize("trouble", TROUBLES, ids=str)
async def test_trouble_is_told(person: Person, standin: Standin, trouble: Trouble) -> None:
    trouble.begin(standin)

    for address in SOME:
        problem_of(await person.http.get(address), trouble.status, trouble.code)

    assert standin.calls("/elsewhere") == []


@pytest.mark.parametrize("trouble", TROUBLES[:8], ids=str)
async def test_trouble_is_told_of_writing_too(person: Person, standin: Standin, trouble: Trouble) -> None:
    trouble.begin(standin)

    favourite = await person.http.post(f"{API}/favorites", json={"account_id": ACCOUNT, "movie_id": DIE_HARD})
    share = await person.http.post(f"{API}/favorites/share", json={"account_id": ACCOUNT, "list_name": "Trouble"})

    problem_of(favourite, trouble.status, trouble.code)
    problem_of(share, trouble.status, trouble.code)


@pytest.mark.parametrize("kind", ["movies", "shows"])
@pytest.mark.parametrize("body", [{"success": False}, {"id": "x"}, {"id": None}, []])
async def test_details_of_something_else_are_no_details(person: Person, standin: Standin, kind: str, body: Any) -> None:
    standin.answers(body)

    problem_of(await person.http.get(f"{API}/{kind}/{DIE_HARD}"), 502, "provider_unavailable")


@pytest.mark.parametrize("retry_after", ["7", "soon", ""])
async def test_busy_provider_is_left_alone_as_long_as_it_says(
    person: Person, standin: Standin, retry_after: str
) -> None:
    standin.is_busy(retry_after=retry_after)

    answer = await person.http.get(MOVIE)

    problem_of(answer, 503, "provider_busy")
    assert int(answer.headers["Retry-After"]) == (7 if retry_after == "7" else 5)


@pytest.mark.parametrize("status", [429, 502, 503, 504])
async def test_failure_that_passes_is_not_noticed(person: Person, standin: Standin, status: int) -> None:
    standin.fails_with(status, times=1, retry_after="0")

    await looked_at(person, MOVIE)

    assert len(standin.calls()) == 2


async def test_failure_that_does_not_pass_is_not_tried_again(person: Person, standin: Standin) -> None:
    for calls, status in enumerate((400, 401, 404, 500), start=1):
        standin.fails_with(status)

        await person.http.get(MOVIE)

        assert len(standin.calls()) == calls, status


async def test_favourite_is_never_set_twice_by_itself(person: Person, standin: Standin) -> None:
    standin.fails_with(503, path="/3/account")

    await person.http.post(f"{API}/favorites", json={"account_id": ACCOUNT, "movie_id": DIE_HARD})

    assert len(standin.calls("/3/account/548/favorite")) == 1


async def test_provider_that_goes_on_failing_is_left_alone(person: Person, standin: Standin) -> None:
    standin.fails_with(500, path="/3")
    answers = [await person.http.get(f"{API}/movies/{number}") for number in range(1, 31)]

    assert len(standin.calls()) < 20
    last = problem_of(answers[-1], answers[-1].status_code, "provider_unavailable")
    assert last["status"] in (502, 503)
    assert int(answers[-1].headers["Retry-After"]) >= 1
    await looked_at(person, ANIME)


async def test_anime_in_trouble_leaves_movies_alone(person: Person, standin: Standin) -> None:
    standin.answers_garbage(path="/anilist")

    problem_of(await person.http.get(ANIME), 502, "provider_unavailable")
    await looked_at(person, MOVIE)


@pytest.mark.parametrize("trouble", [Standin.hangs_up, Standin.answers_garbage, failing(500), failing(401)])
async def test_everything_else_goes_on(
    person: Person, standin: Standin, client: httpx.AsyncClient, trouble: Callable[[Standin], None]
) -> None:
    trouble(standin)

    await put_on_watchlist(person, "tmdb", "movie", DIE_HARD, "A Good Day to Die Hard")
    assert len((await looked_at(person, f"{API}/watchlist"))["items"]) == 1
    assert (await client.get("/ready")).status_code == 200
    assert (await client.get("/health")).status_code == 200


class TestSlow:
    @pytest.fixture
    def settings(self, standin: Standin) -> Settings:
        return settings_towards(standin, upstream=HURRIED)

    @pytest.mark.parametrize("slow", [lambda standin: standin.is_slow(60), Standin.drips], ids=["slow", "drips"])
    async def test_nobody_waits_for_ever(
        self, person: Person, standin: Standin, slow: Callable[[Standin], None]
    ) -> None:
        slow(standin)

        for answer in await asyncio.gather(*map(person.http.get, SOME)):
            problem_of(answer, 504, "provider_unavailable")


class TestHuge:
    @pytest.fixture
    def settings(self, standin: Standin) -> Settings:
        return settings_towards(standin, upstream=UpstreamSettings(max_bytes=100_000))

    @pytest.mark.parametrize("address", [f"{API}/movies/discover", ANIME])
    async def test_answer_without_end_is_not_read_to_its_end(
        self, person: Person, standin: Standin, address: str
    ) -> None:
        standin.answers_hugely(20_000_000)

        problem_of(await person.http.get(address), 502, "provider_unavailable")


class TestGone:
    @pytest.fixture
    def settings(self, standin: Standin) -> Settings:
        return settings_towards(standin, tmdb=ANONYMOUS, anilist=ANONYMOUS)

    async def test_provider_that_is_not_there(self, person: Person) -> None:
        for address in SOME:
            problem_of(await person.http.get(address), 502, "provider_unavailable")


class TestWithoutToken:
    @pytest.fixture
    def settings(self, standin: Standin) -> Settings:
        return settings_towards(standin, token=None)

    async def test_tmdb_is_not_asked(self, person: Person, standin: Standin) -> None:
        for address in OF_TMDB:
            problem_of(await person.http.get(address), 503, "provider_not_configured")
        assert standin.calls() == []

    async def test_anime_needs_none(self, person: Person) -> None:
        await looked_at(person, ANIME)

    async def test_own_token_does(self, person: Person) -> None:
        for address in OF_TMDB:
            read(await person.http.get(address, headers={"X-TMDB-Token": "token-of-548"}))


@pytest.mark.parametrize("status", [502, 503, 504])
async def test_pause_that_a_failing_provider_asks_for_is_kept_and_told(
    person: Person, standin: Standin, status: int
) -> None:
    standin.fails_with(status, retry_after="30")

    answer = await person.http.get(MOVIE)

    problem_of(answer, 502, "provider_unavailable")
    assert answer.headers["Retry-After"] == "30"
    assert len(standin.calls()) == 1


async def test_after_a_pause_one_call_tries_whether_the_provider_is_back(person: Person, standin: Standin) -> None:
    standin.fails_with(500)
    while (answer := await person.http.get(MOVIE)).headers.get("Retry-After") is None:
        problem_of(answer, 502, "provider_unavailable")
    await asyncio.sleep(int(answer.headers["Retry-After"]) + 1)
    standin.reset()
    standin.holds()

    first = asyncio.create_task(person.http.get(MOVIE))
    while not await asyncio.to_thread(standin.calls):
        assert not first.done()
        await asyncio.sleep(0)
    others = [await person.http.get(f"{API}/movies/{number}") for number in range(1, 6)]
    standin.recovers()

    assert {other.status_code for other in others} == {502}
    assert (await first).status_code == 200
    assert (await person.http.get(f"{API}/shows/1396")).status_code == 200


@pytest.mark.parametrize("answer", [[], None, "done", {"success": False}])
async def test_favourite_is_believed_only_when_tmdb_says_so(person: Person, standin: Standin, answer: Any) -> None:
    standin.answers(answer, path=f"/3/account/{ACCOUNT}/favorite")

    change = await person.http.post(f"{API}/favorites", json={"account_id": ACCOUNT, "movie_id": DIE_HARD})

    problem_of(change, 502, "provider_unavailable")
