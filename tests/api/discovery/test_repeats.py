"""Requests that need a provider, sent again under the same Idempotency-Key."""

from typing import Any

import asyncpg
import pytest

from tests.support.accounts import Accounts
from tests.support.discovery import API, DIE_HARD
from tests.support.problems import problem_of
from tests.support.repeats import AT_PROVIDERS, KEY, is_replayed
from tests.support.resources import OPERATIONS
from tests.support.standin import Standin
from tests.support.watchlist import stored_title

HOUSE_OF_THE_DRAGON = 94997
BODIES: dict[str, Any] = {str(one): OPERATIONS[str(one)].request["json"] for one in AT_PROVIDERS}


async def address_of(operation: str, connection: asyncpg.Connection) -> str:
    """Return the address of an operation, about a show that the provider knows where it is about a title."""
    path = operation.removeprefix("POST ")
    if "{title_id}" not in path:
        return path
    show = await stored_title(connection, media_type="show", external_ids={"tmdb": str(HOUSE_OF_THE_DRAGON)})
    return path.replace("{title_id}", str(show))


def test_there_are_such_operations() -> None:
    assert len(BODIES) >= 3


@pytest.mark.parametrize("operation", BODIES)
async def test_same_request_again_gets_the_first_answer_and_asks_nobody(
    accounts: Accounts, standin: Standin, connection: asyncpg.Connection, operation: str
) -> None:
    http = (await accounts.admin()).http
    address, headers = await address_of(operation, connection), {"Idempotency-Key": KEY}
    first = await http.post(address, json=BODIES[operation], headers=headers)
    assert first.is_success, first.text
    asked = len(standin.calls())

    again = await http.post(address, json=BODIES[operation], headers=headers)

    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert (is_replayed(first), is_replayed(again)) == (False, True)
    assert len(standin.calls()) == asked


@pytest.mark.parametrize("operation", BODIES)
async def test_request_that_failed_at_the_provider_can_be_sent_again_under_its_key(
    accounts: Accounts, standin: Standin, connection: asyncpg.Connection, operation: str
) -> None:
    http = (await accounts.admin()).http
    address, headers = await address_of(operation, connection), {"Idempotency-Key": KEY}
    standin.fails_with(500)
    problem_of(await http.post(address, json=BODIES[operation], headers=headers), 502, "provider_unavailable")
    assert await connection.fetchval("SELECT count(*) FROM idempotency_keys") == 0
    standin.recovers()

    answer = await http.post(address, json=BODIES[operation], headers=headers)

    assert answer.is_success, answer.text
    assert not is_replayed(answer)


async def test_watchlist_asks_about_a_title_once_under_a_key(accounts: Accounts, standin: Standin) -> None:
    http = (await accounts.person()).http
    media = {"source": "tmdb", "external_id": str(DIE_HARD), "media_type": "movie", "title": "Die Hard"}
    answers = [
        await http.post(f"{API}/watchlist", json={"media": media}, headers={"Idempotency-Key": KEY}) for _ in range(3)
    ]

    assert [answer.status_code for answer in answers] == [201] * 3
    assert [is_replayed(answer) for answer in answers] == [False, True, True]
    assert len(standin.calls()) == 1
