"""Until when a title was done: what had aired by then counts as seen, as long as something says so."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import Person
from tests.support.plays import entry_of, played, required_entry, stored_episode
from tests.support.watchlist import added, address, stored_title

TODAY = datetime.now(UTC).date()
Removal = Callable[[Person, str], Awaitable[None]]


@pytest.fixture
async def show(connection: asyncpg.Connection) -> UUID:
    """A show with three episodes of long ago, and one of next week."""
    show = await stored_title(connection, "Blue Hours", media_type="show")
    for number, day in enumerate((*(date(2001, 1, one) for one in (1, 2, 3)), TODAY + timedelta(days=7)), start=1):
        await stored_episode(connection, show, 1, number, air_date=day)
    return show


async def seen(person: Person, show: UUID) -> int:
    number: int = (await required_entry(person, show))["progress"]["seen"]
    return number


async def remove(person: Person, play_id: str) -> None:
    assert (await person.http.delete(f"/api/v1/plays/{play_id}")).status_code == 204


async def remove_by_bulk(person: Person, play_id: str) -> None:
    items = [{"action": "delete", "id": play_id}]
    answer = await person.http.post("/api/v1/plays/bulk", json={"items": items})
    assert answer.json()["counts"]["deleted"] == 1


@pytest.mark.parametrize("by", [remove, remove_by_bulk])
async def test_play_that_completed_a_show_takes_back_what_it_counted_as_seen(
    person: Person, show: UUID, by: Removal
) -> None:
    await played(person, show, episode={"season": 1, "number": 1})
    whole = await played(person, show)
    assert await seen(person, show) == 3

    await by(person, whole["id"])

    assert (await required_entry(person, show))["status"] == "watching"
    assert await seen(person, show) == 1


@pytest.mark.parametrize("by", [remove, remove_by_bulk])
async def test_entry_that_went_with_its_play_comes_back_unseen(person: Person, show: UUID, by: Removal) -> None:
    await by(person, (await played(person, show))["id"])
    assert await entry_of(person, show) is None

    await added(person, show, status="watching")

    assert await seen(person, show) == 0


async def test_undo_of_the_removal_brings_back_what_counted_as_seen(person: Person, show: UUID) -> None:
    whole = await played(person, show, watched_on="2020")
    answer = await person.http.delete(f"/api/v1/plays/{whole['id']}")

    await person.http.post(f"/api/v1/operations/{answer.headers['Operation-ID']}/undo")

    entry = await required_entry(person, show)
    assert (entry["status"], entry["finished_on"], entry["progress"]["seen"]) == ("completed", "2020", 3)


async def test_completion_by_the_person_outlives_a_later_play(
    person: Person, show: UUID, connection: asyncpg.Connection
) -> None:
    await added(person, show, status="completed")
    await stored_episode(connection, show, 2, 1, air_date=TODAY)
    play = await played(person, show, episode={"season": 2, "number": 1})

    await remove(person, play["id"])

    assert (await required_entry(person, show))["status"] == "completed"
    assert await seen(person, show) == 3


async def test_year_that_is_not_over_counts_nothing_that_has_not_aired(person: Person, show: UUID) -> None:
    await played(person, show, watched_on=str(TODAY.year))

    assert await seen(person, show) == 3


async def test_number_that_the_person_says_replaces_what_counted_as_seen(person: Person, show: UUID) -> None:
    entry = await added(person, show, status="completed")
    await person.http.patch(f"/api/v1/watchlist/{entry['id']}", json={"status": "watching"})

    answer = await person.http.put(f"/api/v1/watchlist/{entry['id']}/progress", json={"seen": 1})

    progress = answer.json()["progress"]
    assert (progress["seen"], progress["next_episode"]["number"]) == (1, 2)


async def test_end_that_the_person_logged_comes_back_with_the_status(
    person: Person, show: UUID, connection: asyncpg.Connection
) -> None:
    await added(person, show, status="completed", log_play=True, watched_on="2020-02")
    await stored_episode(connection, show, 2, 1, air_date=date(2021, 1, 1))
    play = await played(person, show, episode={"season": 2, "number": 1})
    assert (await required_entry(person, show))["status"] == "watching"

    await remove(person, play["id"])

    entry = await required_entry(person, show)
    assert (entry["status"], entry["finished_on"], entry["progress"]["seen"]) == ("completed", "2020-02", 3)


@pytest.mark.parametrize("was_there", [True, False])
async def test_undo_of_a_completion_takes_back_what_counted_as_seen(
    person: Person, show: UUID, *, was_there: bool
) -> None:
    if was_there:
        await added(person, show, status="watching")
    items = [{"action": "put", "title_id": str(show), "status": "completed"}]
    bulk = (await person.http.post("/api/v1/watchlist/bulk", json={"items": items})).json()
    assert await seen(person, show) == 3

    assert (await person.http.post(f"/api/v1/operations/{bulk['operation_id']}/undo")).status_code == 200

    if not was_there:
        await added(person, show, status="watching")
    assert await seen(person, show) == 0


async def test_title_that_was_completed_and_is_watched_again_is_not_completed_by_one_episode(
    person: Person, connection: asyncpg.Connection
) -> None:
    show = await stored_title(connection, "Blue Hours", media_type="show")
    await connection.execute("INSERT INTO episode_refreshes (title_id, airing) VALUES ($1, 'ended')", show)
    for number in (1, 2):
        await stored_episode(connection, show, 1, number, air_date=date(2001, 1, number))
    entry = await added(person, show, status="completed")
    await person.http.patch(address(entry), json={"status": "watching"})

    await played(person, show, episode={"season": 1, "number": 2})
    assert (await required_entry(person, show))["status"] == "watching"
    await person.http.post(
        "/api/v1/plays/bulk",
        json={"items": [{"action": "create", "title_id": str(show), "episode": {"season": 1, "number": 1}}]},
    )
    assert (await required_entry(person, show))["status"] == "watching"
