"""Favourites shared under a name: one name an account, one account a name."""

import asyncio
from urllib.parse import quote

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from tests.support.accounts import Accounts, Person
from tests.support.discovery import ACCOUNT, API, Json, looked_at, read
from tests.support.problems import pointers_of, problem_of
from tests.support.standin import Standin

SHARE = f"{API}/favorites/share"
OF_7 = {"X-TMDB-Token": "token-of-7"}
NAMES = [
    "Ada's best",
    "half / half",
    "/",
    "50 % off",
    "100%25",
    "a?b#c&d=e+f",
    "a;b:c@d",
    "müde Helden – 映画 🎬",
    "..a",
    "…",
    "share",
    "x" * 100,
]


@pytest.fixture
def application(lasting_application: FastAPI, standin: Standin) -> FastAPI:
    del standin  # it is to be reset
    return lasting_application


@pytest.fixture(autouse=True)
async def no_shares(connection: asyncpg.Connection, application: object) -> None:
    await connection.execute("DELETE FROM shared_favorites")


async def shared(person: Person, name: str, account: object = ACCOUNT, **headers: str) -> httpx.Response:
    return await person.http.post(SHARE, json={"account_id": account, "list_name": name}, headers=headers)


def shared_address(name: str) -> str:
    return f"{API}/favorites/shared/{quote(name, safe='')}"


async def rows(connection: asyncpg.Connection) -> list[Json]:
    return [dict(row) for row in await connection.fetch("SELECT account_id, list_name FROM shared_favorites")]


@pytest.mark.parametrize("name", NAMES)
async def test_address_of_a_share_works_for_every_name(person: Person, accounts: Accounts, name: str) -> None:
    answer = await shared(person, name)

    share = read(answer, 201)
    assert set(share) == {"list_name", "account_id", "created_at", "updated_at"}
    assert (share["list_name"], share["account_id"]) == (name, ACCOUNT)
    assert share["created_at"] == share["updated_at"]
    reader = await accounts.person()
    page = await looked_at(reader, answer.headers["Location"])
    assert page == await looked_at(reader, shared_address(name))
    assert (page["list_name"], page["account_id"], page["page"], page["total_results"]) == (name, ACCOUNT, 1, 20)
    assert (page["results"][0]["title"], page["total_pages"]) == ("The Incredibles", 1)


async def test_only_account_and_name_are_stored(person: Person, connection: asyncpg.Connection) -> None:
    await shared(person, "All I like")

    (row,) = [dict(row) for row in await connection.fetch("SELECT * FROM shared_favorites")]
    assert set(row) == {"account_id", "list_name", "name_key", "created_at", "updated_at"}


async def test_renaming_keeps_one_row_and_frees_the_name(person: Person, connection: asyncpg.Connection) -> None:
    first = read(await shared(person, "Before"), 201)

    renamed = read(await shared(person, "After"))

    assert (renamed["list_name"], renamed["created_at"]) == ("After", first["created_at"])
    assert renamed["updated_at"] > first["updated_at"]
    assert await rows(connection) == [{"account_id": ACCOUNT, "list_name": "After"}]
    problem_of(await person.http.get(shared_address("Before")), 404, "shared_list_not_found")
    read(await shared(person, "Before", 7, **OF_7), 201)


async def test_sharing_again_under_the_same_name_is_no_conflict(person: Person) -> None:
    first = read(await shared(person, "The same"), 201)

    again = read(await shared(person, "The same"))

    assert (again["list_name"], again["created_at"]) == ("The same", first["created_at"])


async def test_case_of_an_own_name_can_be_changed(person: Person) -> None:
    read(await shared(person, "quiet"), 201)

    assert read(await shared(person, "QUIET"))["list_name"] == "QUIET"


@pytest.mark.parametrize(
    ("mine", "theirs"), [("Weekend", "wEEKEND"), ("Straße", "STRASSE"), ("Été", "e\u0301te\u0301")]
)
async def test_name_of_another_account_is_taken_whatever_its_case(
    person: Person, connection: asyncpg.Connection, mine: str, theirs: str
) -> None:
    await shared(person, mine)

    problem = problem_of(await shared(person, theirs, 7, **OF_7), 409, "list_name_taken")
    assert problem["existing"] == {"kind": "shared_list", "id": str(ACCOUNT), "href": shared_address(mine)}
    assert await rows(connection) == [{"account_id": ACCOUNT, "list_name": mine}]
    assert (await looked_at(person, shared_address(theirs)))["account_id"] == ACCOUNT


async def test_account_is_shared_by_its_owner_alone(
    person: Person, connection: asyncpg.Connection, standin: Standin
) -> None:
    standin.keeps_accounts_private()

    problem_of(await shared(person, "Not mine", 7), 403, "account_not_yours")
    problem_of(await shared(person, "Not mine", ACCOUNT, **OF_7), 403, "account_not_yours")
    assert await rows(connection) == []


@pytest.mark.parametrize("token", ["guessed", "read-only"])
async def test_token_that_tmdb_refuses_shares_nothing(
    person: Person, connection: asyncpg.Connection, token: str
) -> None:
    answer = await shared(person, "Refused", **{"X-TMDB-Token": token})

    problem_of(answer, 401, "tmdb_token_rejected")
    assert await rows(connection) == []


async def test_two_names_at_once_end_as_one_row(person: Person, connection: asyncpg.Connection) -> None:
    answers = await asyncio.gather(*(shared(person, f"Race {number}") for number in range(6)))

    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    assert len(await rows(connection)) == 1


async def test_two_accounts_at_once_end_as_one_name(person: Person, connection: asyncpg.Connection) -> None:
    answers = await asyncio.gather(
        *(shared(person, "Contested", account, **{"X-TMDB-Token": f"token-of-{account}"}) for account in (11, 12, 13))
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert len(await rows(connection)) == 1


async def test_shared_favourites_are_live(person: Person, accounts: Accounts) -> None:
    await shared(person, "Live")
    read(await person.http.post(f"{API}/favorites", json={"account_id": ACCOUNT, "movie_id": 646}))

    page = await looked_at(await accounts.person(), shared_address("live"), page=1)

    assert (page["results"][0]["title"], page["total_results"]) == ("Dr. No", 21)
    assert (await looked_at(person, shared_address("live"), page=2))["page"] == 2


async def test_unknown_share_is_not_found(person: Person, standin: Standin) -> None:
    problem_of(await person.http.get(shared_address("Nobody's")), 404, "shared_list_not_found")
    assert standin.calls() == []


@pytest.mark.parametrize("name", ["", "   ", ".", "..", " .. ", "x" * 101, "a\x00b", "a\nb", 5, None])
async def test_impossible_name_is_refused_before_tmdb_is_asked(person: Person, standin: Standin, name: object) -> None:
    answer = await person.http.post(SHARE, json={"account_id": ACCOUNT, "list_name": name})

    assert pointers_of(problem_of(answer, 422, "validation_failed")) == ["/body/list_name"]
    assert standin.calls() == []


async def test_sharing_is_for_signed_in_people_and_reading_for_everybody(client: httpx.AsyncClient) -> None:
    problem_of(await client.post(SHARE, json={"account_id": ACCOUNT, "list_name": "x"}), 401)
    problem_of(await client.get(shared_address("x")), 404, "shared_list_not_found")
