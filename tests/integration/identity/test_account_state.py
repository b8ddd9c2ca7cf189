"""Two processes of the service over one database: what one changes, the other must not go on believing."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx
import pytest
from fastapi import FastAPI

from tests.support.accounts import PASSWORD, Accounts, Person
from tests.support.databases import SECRET
from watchkeeper.configs.application import create_application
from watchkeeper.configs.settings import Settings


@asynccontextmanager
async def _second_service(settings: Settings, dsn: str) -> AsyncIterator[FastAPI]:
    application = create_application(settings, secret=SECRET, dsn=dsn)
    async with application.router.lifespan_context(application):
        await _eventually(lambda: application.state.container.changes().is_live)
        yield application


async def _eventually(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - the condition is another task's, there is no event to wait for
            await asyncio.sleep(0.01)


def _at(application: FastAPI, person: Person) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {person.tokens['access_token']}"}
    transport = httpx.ASGITransport(application)
    return httpx.AsyncClient(transport=transport, base_url="http://watchkeeper.test", headers=headers)


async def test_disabling_in_one_process_is_seen_in_the_other(accounts: Accounts, settings: Settings, dsn: str) -> None:
    admin, person = await accounts.admin(), await accounts.person()
    async with _second_service(settings, dsn) as second, _at(second, person) as elsewhere:
        assert (await elsewhere.get("/api/v1/auth/me")).status_code == 200
        await admin.http.patch(f"/api/v1/users/{person.id}", json={"is_active": False})
        states = second.state.container.account_states()
        await _eventually(lambda: person.id not in states._people)
        assert (await elsewhere.get("/api/v1/auth/me")).status_code == 401


async def test_token_revoked_in_one_process_is_refused_in_the_other(
    accounts: Accounts, settings: Settings, dsn: str
) -> None:
    person = await accounts.person()
    body = {"name": "A script", "scopes": ["read"], "password": PASSWORD}
    created = (await person.http.post("/api/v1/auth/tokens", json=body)).json()
    async with _second_service(settings, dsn) as second, _at(second, person) as elsewhere:
        elsewhere.headers["Authorization"] = f"Bearer {created['token']}"
        for _ in range(2):
            assert (await elsewhere.get("/api/v1/auth/me")).status_code == 200
        await person.http.delete(f"/api/v1/auth/tokens/{created['id']}")
        states = second.state.container.account_states()
        await _eventually(lambda: person.id not in states._people)
        assert (await elsewhere.get("/api/v1/auth/me")).status_code == 401


@pytest.mark.parametrize(("sent", "question"), [("session", "find_state"), ("token", "find_token_state")])
async def test_known_caller_costs_no_query_and_an_unheard_feed_asks_each_time(
    accounts: Accounts, settings: Settings, dsn: str, monkeypatch: pytest.MonkeyPatch, sent: str, question: str
) -> None:
    person = await accounts.person()
    body = {"name": "A script", "scopes": ["read"], "password": PASSWORD}
    token = (await person.http.post("/api/v1/auth/tokens", json=body)).json()["token"]
    async with _second_service(settings, dsn) as second:
        container = second.state.container
        questions = 0
        find = getattr(container.stored_states(), question)

        async def counted(*ids: object) -> object:
            nonlocal questions
            questions += 1
            return await find(*ids)

        monkeypatch.setattr(container.stored_states(), question, counted)
        async with _at(second, person) as http:
            if sent == "token":
                http.headers["Authorization"] = f"Bearer {token}"
            for _ in range(3):
                assert (await http.get("/api/v1/auth/me")).status_code == 200
            assert questions == 1
            container.changes().is_live = False
            for _ in range(3):
                assert (await http.get("/api/v1/auth/me")).status_code == 200
            assert questions == 4


async def test_state_read_before_a_change_is_not_remembered_after_it(
    accounts: Accounts, settings: Settings, dsn: str
) -> None:
    person = await accounts.person()
    async with _second_service(settings, dsn) as second:
        states = second.state.container.account_states()
        stored = second.state.container.stored_states()
        find_state = stored.find_state
        was_read, may_go_on = asyncio.Event(), asyncio.Event()

        async def slow(*ids: object) -> object:
            state = await find_state(*ids)
            was_read.set()
            await may_go_on.wait()
            return state

        stored.find_state = slow
        async with _at(second, person) as http:
            request = asyncio.create_task(http.get("/api/v1/auth/me"))
            await was_read.wait()
            states._drop(person.id)
            may_go_on.set()
            await request
        assert person.id not in states._people
