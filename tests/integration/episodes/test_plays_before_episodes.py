"""Plays and numbers of before the episodes were known, as the answers of a provider come in."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import Person
from tests.support.episode_refreshing import refreshed, season_of
from tests.support.plays import played, plays_of, required_entry
from tests.support.watchlist import added, address, stored_title
from watchkeeper.configs.container import Container

Refresh = Callable[..., Awaitable[None]]


@pytest.fixture
async def show(connection: asyncpg.Connection) -> UUID:
    return await stored_title(connection, "Blue Hours", media_type="show", external_ids={"tmdb": "1"})


@pytest.fixture
def refresh(container: Container, show: UUID) -> Refresh:
    """Take episodes from the provider."""
    return partial(refreshed, container, show)


async def progress_of(person: Person, show: UUID) -> dict[str, Any]:
    progress: dict[str, Any] = (await required_entry(person, show))["progress"]
    return progress


async def stated(person: Person, show: UUID, seen: int) -> dict[str, Any]:
    entry = await required_entry(person, show)
    answer = await person.http.put(f"{address(entry)}/progress", json={"seen": seen})
    assert answer.status_code == 200, answer.text
    progress: dict[str, Any] = answer.json()["progress"]
    return progress


async def test_play_becomes_one_of_the_episode_that_moves_to_its_place(
    person: Person, show: UUID, refresh: Refresh
) -> None:
    await refresh(*season_of(4))
    play = await played(person, show, episode={"season": 2, "number": 1})
    assert play["episode"]["id"] is None

    await refresh(*season_of(3), (2, 1, 4))

    (joined,) = await plays_of(person)
    assert joined["episode"]["title"] == "Work 4"
    assert (await progress_of(person, show))["last_episode"]["title"] == "Work 4"


async def test_play_becomes_one_of_the_episode_that_returns_to_its_place(
    person: Person, show: UUID, refresh: Refresh
) -> None:
    await refresh(*season_of(4))
    for _ in range(2):
        await refresh(*season_of(3))
    play = await played(person, show, episode={"season": 1, "number": 4})
    assert play["episode"]["id"] is None

    await refresh(*season_of(4))

    (joined,) = await plays_of(person)
    assert joined["episode"]["title"] == "Work 4"


async def test_number_becomes_plays_once_and_what_is_taken_back_stays_away(
    person: Person, show: UUID, refresh: Refresh
) -> None:
    await added(person, show, status="watching")
    await stated(person, show, 5)
    await refresh(*season_of(8))
    assert (await progress_of(person, show))["next_episode"]["number"] == 6
    answer = await person.http.post(f"/api/v1/titles/{show}/unwatch", json={"season": 1, "plays": "all"})
    assert (answer.json()["removed"], answer.json()["entry"]["progress"]["seen"]) == (5, 0)

    await refresh(*season_of(9))

    assert await plays_of(person) == []
    undone = await person.http.post(f"/api/v1/operations/{answer.json()['operation_id']}/undo")
    assert undone.status_code == 200
    assert (await progress_of(person, show))["stated"] == 5


async def test_later_number_replaces_the_one_of_before_the_episodes(
    person: Person, show: UUID, refresh: Refresh
) -> None:
    await added(person, show, status="watching")
    await stated(person, show, 5)
    await refresh(*season_of(8))

    assert (await stated(person, show, 2))["seen"] == 2

    await refresh(*season_of(9))
    assert (await progress_of(person, show))["seen"] == 2


async def test_further_episodes_of_a_number_become_plays_as_they_appear(
    person: Person, show: UUID, refresh: Refresh
) -> None:
    await added(person, show, status="watching")
    await stated(person, show, 5)
    await refresh(*season_of(3))
    assert (await progress_of(person, show))["seen"] == 5

    await refresh(*season_of(6))

    assert len(await plays_of(person)) == 5
    assert (await progress_of(person, show))["next_episode"]["number"] == 6


async def test_deleted_play_of_a_stated_episode_is_not_seen_any_more(
    person: Person, show: UUID, refresh: Refresh
) -> None:
    await added(person, show, status="watching")
    await stated(person, show, 5)
    await refresh(*season_of(8))
    play = (await plays_of(person))[0]

    deleted = await person.http.delete(f"/api/v1/plays/{play['id']}")

    progress = await progress_of(person, show)
    assert (progress["stated"], progress["seen"]) == (None, 4)
    undone = await person.http.post(f"/api/v1/operations/{deleted.headers['Operation-ID']}/undo")
    progress = await progress_of(person, show)
    assert (undone.status_code, progress["stated"], progress["seen"]) == (200, 5, 5)


async def test_plays_deleted_in_bulk_are_not_seen_any_more(person: Person, show: UUID, refresh: Refresh) -> None:
    await added(person, show, status="watching")
    await stated(person, show, 5)
    await refresh(*season_of(8))
    items = [{"action": "delete", "id": play["id"]} for play in (await plays_of(person))[:2]]

    answer = await person.http.post("/api/v1/plays/bulk", json={"items": items})

    assert answer.json()["counts"]["deleted"] == 2
    progress = await progress_of(person, show)
    assert (progress["stated"], progress["seen"]) == (None, 3)
    undone = await person.http.post(f"/api/v1/operations/{answer.json()['operation_id']}/undo")
    progress = await progress_of(person, show)
    assert (undone.status_code, progress["stated"], progress["seen"]) == (200, 5, 5)


async def test_number_stays_without_a_play_whose_episode_is_not_known(person: Person, show: UUID) -> None:
    await added(person, show, status="watching")
    await stated(person, show, 5)
    play = await played(person, show, episode={"season": 1, "number": 5})

    assert (await person.http.delete(f"/api/v1/plays/{play['id']}")).status_code == 204

    assert (await progress_of(person, show))["seen"] == 5


async def test_number_stays_while_another_play_of_the_episode_does(
    person: Person, show: UUID, refresh: Refresh
) -> None:
    await added(person, show, status="watching")
    await stated(person, show, 5)
    await refresh(*season_of(8))
    play = await played(person, show, episode={"season": 1, "number": 5})

    assert (await person.http.delete(f"/api/v1/plays/{play['id']}")).status_code == 204

    progress = await progress_of(person, show)
    assert (progress["stated"], progress["seen"]) == (5, 5)
