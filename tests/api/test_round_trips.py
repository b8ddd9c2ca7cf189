"""What the largest requests ask of PostgreSQL stays few statements, whatever they are about."""

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.counting import counted_statements
from tests.support.lists import created, items_of
from tests.support.plays import PLAYS, required_entry, stored_episode
from tests.support.watchlist import MATRIX, WATCHLIST, stored_title


@pytest.fixture
async def person(accounts: Accounts) -> Person:
    person = await accounts.person()
    await person.http.get(WATCHLIST)
    return person


async def test_plays_of_all_kinds_take_eight_statements(connection: asyncpg.Connection, person: Person) -> None:
    heat, show = await stored_title(connection), await stored_title(connection, "Lost", media_type="show")
    await connection.execute("INSERT INTO episode_refreshes (title_id, airing) VALUES ($1, 'ended')", show)
    first, _ = [await stored_episode(connection, show, 1, number) for number in (1, 2)]
    items = [
        {"action": "create", "episode_id": str(first)},
        {"action": "create", "title_id": str(show), "episode": {"season": 1, "number": 2}},
        {"action": "create", "title_id": str(heat), "score": 4, "set_rating": True, "tags": ["Train"]},
        {"action": "put", "media": MATRIX, "source": "trakt", "source_key": "1"},
    ]

    with counted_statements() as statements:
        answer = await person.http.post(f"{PLAYS}/bulk", json={"items": items})

    assert answer.json()["counts"]["created"] == 4, answer.text
    assert (await required_entry(person, show))["status"] == "completed"
    assert len(statements) == 8, statements


async def test_title_that_a_list_enters_takes_few_statements(person: Person) -> None:
    shown = await created(person)
    media = {"source": "imdb", "external_id": "tt0133093", "media_type": "movie", "title": "The Matrix"}

    with counted_statements() as statements:
        answer = await person.http.post(items_of(shown), json={"media": media})

    assert answer.status_code == 201, answer.text
    assert len(statements) <= 10, statements
