"""An account has as many watch entries as `QUOTAS__WATCH_ENTRIES` says, whatever way they are made."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest
from fastapi import FastAPI

from tests.support.accounts import Accounts, Person
from tests.support.databases import SECRET
from tests.support.feedback import RATINGS, REVIEWS
from tests.support.undo import deleted, gone_wrong
from tests.support.watchlist import WATCHLIST, added, address, listed, problem, stored_title
from watchkeeper.configs.application import create_application
from watchkeeper.configs.settings import QuotaSettings, Settings

MOST = 3


@pytest.fixture
async def application(settings: Settings, dsn: str) -> AsyncIterator[FastAPI]:
    changed = settings.model_copy(update={"quotas": QuotaSettings(watch_entries=MOST)})
    application = create_application(changed, secret=SECRET, dsn=dsn)
    async with application.router.lifespan_context(application):
        yield application


@pytest.fixture
async def person(accounts: Accounts, connection: asyncpg.Connection) -> Person:
    """A person whose watchlist is full."""
    person = await accounts.person()
    for number in range(MOST):
        await added(person, await stored_title(connection, f"Title {number}"))
    return person


async def test_entries_beyond_the_quota_are_refused(person: Person, connection: asyncpg.Connection) -> None:
    heat = await stored_title(connection, "Heat")
    media = {"source": "imdb", "external_id": "tt0113277", "media_type": "movie", "title": "Typed"}
    rating, review = {"score": 4, "mark_completed": True}, {"body": "Good.", "rating": 4, "mark_completed": True}

    for path, body in (
        (WATCHLIST, {"title_id": str(heat)}),
        (WATCHLIST, {"media": media}),
        (RATINGS, rating | {"title_id": str(heat)}),
        (RATINGS, rating | {"media": media}),
        (REVIEWS, review | {"title_id": str(heat)}),
    ):
        answer = await person.http.post(path, json=body)
        assert problem(answer, 409, "quota_exceeded")["limit"] == MOST, body

    assert await connection.fetchval("SELECT count(*) FROM titles WHERE title = 'Typed'") == 0
    assert await connection.fetchval("SELECT count(*) FROM ratings") == 0


async def test_what_is_there_and_what_is_missing_is_answered_as_ever(
    person: Person, connection: asyncpg.Connection
) -> None:
    title_id = await connection.fetchval("SELECT title_id FROM watch_entries LIMIT 1")
    there = await person.http.post(WATCHLIST, json={"title_id": str(title_id)})
    assert problem(there, 409, "already_in_watchlist")["existing"]["kind"] == "watch_entry"
    missing = await person.http.post(WATCHLIST, json={"title_id": str(uuid4())})
    problem(missing, 404, "title_not_found")

    rated = await person.http.post(RATINGS, json={"title_id": str(title_id), "score": 4, "mark_completed": True})
    assert rated.status_code == 201
    assert await listed(person, status="completed") != []


async def test_deleted_entries_make_room(person: Person, connection: asyncpg.Connection) -> None:
    entry_id = await connection.fetchval("SELECT id FROM watch_entries LIMIT 1")
    await person.http.delete(f"{WATCHLIST}/{entry_id}")
    await added(person, await stored_title(connection, "Heat"))
    assert len(await listed(person)) == MOST


async def test_requests_at_once_do_not_pass_the_quota_together(
    accounts: Accounts, connection: asyncpg.Connection
) -> None:
    person, other = await accounts.person(), await accounts.person()
    titles = [await stored_title(connection, f"Title {number}") for number in range(12)]
    rating = {"score": 4, "mark_completed": True}
    requests = [person.http.post(WATCHLIST, json={"title_id": str(title)}) for title in titles[:8]]
    requests += [person.http.post(RATINGS, json=rating | {"title_id": str(title)}) for title in titles[8:]]

    answers = await asyncio.gather(*requests)

    assert sorted(answer.status_code for answer in answers) == [201] * MOST + [409] * (len(titles) - MOST)
    assert len(await listed(person)) == MOST
    await added(other, titles[0])


async def test_undo_does_not_pass_the_quota(person: Person, connection: asyncpg.Connection) -> None:
    (entry, *_) = (await person.http.get(WATCHLIST)).json()["items"]
    operation_id = await deleted(person, address(entry))
    await added(person, await stored_title(connection))

    assert await gone_wrong(person, operation_id) == [("watch_entry", "quota_exceeded")]
    assert len(await listed(person)) == MOST
