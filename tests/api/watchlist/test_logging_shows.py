"""`log_play` of a show whose episodes are known."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.plays import PLAYS, entry_of, required_entry, stored_episode
from tests.support.watchlist import WATCHLIST, stored_title


@pytest.fixture
async def show(connection: asyncpg.Connection) -> UUID:
    """A show with a special, two episodes that have aired, and one that has not."""
    show = await stored_title(connection, "The Wire", media_type="show")
    await stored_episode(connection, show, 0, 1, air_date=date(2001, 1, 1))
    for number in (1, 2):
        await stored_episode(connection, show, 1, number, air_date=date(2002, 6, number))
    await stored_episode(connection, show, 1, 3, airs_at=datetime.now(UTC) + timedelta(days=9))
    return show


async def logged(person: Person) -> list[tuple[int, int, str | None]]:
    page = (await person.http.get(PLAYS, params={"sort": "created_at"})).json()
    return [(one["episode"]["season"], one["episode"]["number"], one["watched_on"]) for one in page["items"]]


@pytest.mark.parametrize(
    ("said", "status"), [({"status": "completed"}, "completed"), ({"status": "dropped"}, "dropped"), ({}, "watching")]
)
async def test_each_episode_that_has_aired_is_logged(
    accounts: Accounts, show: UUID, said: dict[str, str], status: str
) -> None:
    person = await accounts.person()
    answer = await person.http.post(
        WATCHLIST, json={"title_id": str(show), "log_play": True, "watched_on": "2012-05", **said}
    )

    assert answer.status_code == 201, answer.text
    assert await logged(person) == [(1, 1, "2012-05"), (1, 2, "2012-05")]
    entry = await required_entry(person, show)
    assert (entry["status"], entry["plays_count"], entry["progress"]["seen"]) == (status, 2, 2)
    assert entry["finished_on"] == ("2012-05" if status == "completed" else None)


async def test_what_was_seen_is_not_logged_again_and_all_of_it_is_undone(accounts: Accounts, show: UUID) -> None:
    person = await accounts.person()
    first = {"title_id": str(show), "episode": {"season": 1, "number": 1}, "watched_on": "2011"}
    await person.http.post(PLAYS, json=first)
    entry = await required_entry(person, show)
    many = {"action": "patch", "id": entry["id"], "log_play": True, "watched_on": "2012"}

    changed = (await person.http.post(f"{WATCHLIST}/bulk", json={"items": [many]})).json()

    assert await logged(person) == [(1, 1, "2011"), (1, 2, "2012")]
    await person.http.post(f"/api/v1/operations/{changed['operation_id']}/undo")
    assert await logged(person) == [(1, 1, "2011")]


async def test_plays_of_several_episodes_are_an_operation(accounts: Accounts, show: UUID) -> None:
    person = await accounts.person()
    await person.http.post(WATCHLIST, json={"title_id": str(show), "status": "completed", "log_play": True})
    operations = (await person.http.get("/api/v1/operations")).json()["items"]
    assert [(one["kind"], one["counts"]) for one in operations] == [("watch", {"created": 3})]

    await person.http.post(f"/api/v1/operations/{operations[0]['id']}/undo")

    assert await logged(person) == []
    assert await entry_of(person, show) is None


async def test_an_entry_that_went_with_its_episodes_comes_back_with_them(accounts: Accounts, show: UUID) -> None:
    person = await accounts.person()
    seen = (await person.http.post(f"/api/v1/titles/{show}/watch", json={"all": True})).json()
    assert seen["added"] == 2
    entry = await required_entry(person, show)
    gone = (await person.http.post(f"/api/v1/titles/{show}/unwatch", json={"all": True, "plays": "all"})).json()
    assert gone["entry"] is None

    await person.http.post(f"/api/v1/operations/{gone['operation_id']}/undo")

    assert (await required_entry(person, show))["id"] == entry["id"]
    assert len(await logged(person)) == 2
