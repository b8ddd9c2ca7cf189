"""What is public is asked for once and kept; equal calls at the same time are one."""

import asyncio

import pytest

from tests.support.accounts import Accounts, Person
from tests.support.discovery import ANIME, API, MOVIE, SHOW, looked_at, read
from tests.support.problems import problem_of
from tests.support.standin import Standin

PUBLIC = [
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


@pytest.mark.parametrize("address", PUBLIC)
async def test_second_person_gets_what_the_first_was_told(
    person: Person, accounts: Accounts, standin: Standin, address: str
) -> None:
    first = await person.http.get(address)
    second = await (await accounts.person()).http.get(address)

    assert read(second) == read(first)
    assert int(second.headers["Age"]) >= 0
    assert "Warning" not in second.headers
    assert len(standin.calls()) == 1


async def test_answer_straight_from_the_provider_has_no_age(person: Person) -> None:
    assert "Age" not in (await person.http.get(MOVIE)).headers


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{MOVIE}?language=it", MOVIE),
        (f"{API}/movies/discover?page=2", f"{API}/movies/discover"),
        (f"{API}/movies/search?query=007&year=1962", f"{API}/movies/search?query=007"),
        (f"{API}/movies/search?query=7%26page=2", f"{API}/movies/search?query=7&page=2"),
        (f"{API}/anime/1", f"{API}/anime/199"),
    ],
)
async def test_other_parameters_are_another_answer(person: Person, standin: Standin, one: str, other: str) -> None:
    assert await looked_at(person, one) != await looked_at(person, other)
    assert len(standin.calls()) == 2


async def test_order_of_parameters_is_no_other_answer(person: Person, standin: Standin) -> None:
    await looked_at(person, f"{API}/movies/search?query=007&page=2")
    await looked_at(person, f"{API}/movies/search?page=2&query=007")

    assert len(standin.calls()) == 1


@pytest.mark.parametrize("address", [MOVIE, f"{API}/anime/search?query=x"])
async def test_many_who_ask_at_once_make_one_call(person: Person, standin: Standin, address: str) -> None:
    standin.holds()
    asking = [asyncio.create_task(person.http.get(address)) for _ in range(10)]
    await called(standin, asking[0])

    standin.recovers()

    assert {answer.status_code for answer in await asyncio.gather(*asking)} == {200}
    assert len(standin.calls()) == 1


async def test_who_leaves_early_takes_the_answer_from_nobody(person: Person, standin: Standin) -> None:
    standin.holds()
    impatient = asyncio.create_task(person.http.get(MOVIE))
    await called(standin, impatient)
    patient = asyncio.create_task(person.http.get(MOVIE))
    await asyncio.wait([patient], timeout=0.3)  # so that both wait for the same call

    impatient.cancel()
    standin.recovers()

    assert (await patient).status_code == 200


@pytest.mark.parametrize("address", [MOVIE, ANIME])
async def test_failure_is_not_kept(person: Person, standin: Standin, address: str) -> None:
    standin.fails_with(500, times=1)
    problem_of(await person.http.get(address), 502, "provider_unavailable")

    await looked_at(person, address)


async def test_what_is_kept_is_given_while_the_provider_is_down(person: Person, standin: Standin) -> None:
    before = await looked_at(person, MOVIE)
    standin.hangs_up()

    assert await looked_at(person, MOVIE) == before
    problem_of(await person.http.get(SHOW), 502, "provider_unavailable")


async def called(standin: Standin, task: "asyncio.Task[object]") -> None:
    """Wait until the stand-in has been called."""
    while not await asyncio.to_thread(standin.calls):
        assert not task.done(), task
        await asyncio.sleep(0)
