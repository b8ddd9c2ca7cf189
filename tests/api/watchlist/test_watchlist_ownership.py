"""Nobody but the owner sees an entry, and nobody at all without a token."""

from uuid import uuid4

import asyncpg
import httpx
import pytest

from tests.support.accounts import Accounts
from tests.support.watchlist import WATCHLIST, added, address, problem, stored_title

METHODS = [("GET", None), ("PUT", {"status": "dropped"}), ("PATCH", {"status": "dropped"}), ("DELETE", None)]


@pytest.mark.parametrize(("method", "body"), METHODS)
async def test_entry_of_another_person_answers_as_one_that_does_not_exist(
    accounts: Accounts, connection: asyncpg.Connection, method: str, body: dict[str, str] | None
) -> None:
    owner, admin, stranger = await accounts.person(), await accounts.admin(), await accounts.person()
    entry = await added(owner, await stored_title(connection))

    missing = problem(
        await stranger.http.request(method, f"{WATCHLIST}/{uuid4()}", json=body), 404, "watch_entry_not_found"
    )
    for other in (stranger, admin):
        answer = await other.http.request(method, address(entry), json=body, headers={"If-Match": '"1-2"'})
        foreign = problem(answer, 404, "watch_entry_not_found")
        for member in ("type", "title", "detail", "status"):
            assert foreign[member] == missing[member]
    assert (await owner.http.get(address(entry))).json() == entry


async def test_list_holds_one_s_own_entries_only(accounts: Accounts, connection: asyncpg.Connection) -> None:
    owner, stranger = await accounts.person(), await accounts.person()
    await added(owner, await stored_title(connection))

    page = await stranger.http.get(WATCHLIST, params={"with_total": "true"})

    assert page.json() == {"items": [], "next_cursor": None, "total": 0}


async def test_cursor_of_another_person_shows_none_of_their_entries(
    accounts: Accounts, connection: asyncpg.Connection
) -> None:
    owner, stranger = await accounts.person(), await accounts.person()
    for title in ("Alien", "Brazil", "Casino"):
        await added(owner, await stored_title(connection, title))
    cursor = (await owner.http.get(WATCHLIST, params={"limit": 1})).json()["next_cursor"]

    page = await stranger.http.get(WATCHLIST, params={"cursor": cursor})

    assert page.json()["items"] == []


@pytest.mark.parametrize(("method", "body"), [*METHODS, ("POST", {"title_id": str(uuid4())})])
async def test_without_a_token_nothing_is_answered(
    client: httpx.AsyncClient, method: str, body: dict[str, str] | None
) -> None:
    path = WATCHLIST if method == "POST" else f"{WATCHLIST}/{uuid4()}"

    for headers in ({}, {"Authorization": "Bearer nonsense"}):
        answer = await client.request(method, path, json=body, headers=headers)
        problem(answer, 401, "invalid_token" if headers else "authentication_required")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


async def test_list_without_a_token_is_refused(client: httpx.AsyncClient) -> None:
    problem(await client.get(WATCHLIST), 401, "authentication_required")
