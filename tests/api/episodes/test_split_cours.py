"""Anime whose cours are titles of their own, as AniList has them: nothing is guessed between numberings."""

from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import Person
from tests.support.plays import PLAYS, entry_of, played, required_entry, stored_episode
from tests.support.watchlist import problem, stored_title

Cours = tuple[UUID, UUID]


@pytest.fixture
async def cours(connection: asyncpg.Connection) -> Cours:
    """Two titles of twelve episodes, each numbered from 1."""
    first, second = [
        await stored_title(connection, name, media_type="anime") for name in ("Blue Hours", "Blue Hours Part 2")
    ]
    for title_id in (first, second):
        for number in range(1, 13):
            airs_at = datetime(2001, 1, number, tzinfo=UTC)
            await stored_episode(connection, title_id, 1, number, absolute_number=number, airs_at=airs_at)
    return first, second


@pytest.mark.parametrize("place", [{"season": 1, "number": 13}, {"season": 2, "number": 1}])
async def test_episode_of_the_other_cour_is_none_of_this_one(
    person: Person, cours: Cours, place: dict[str, int]
) -> None:
    first, second = cours

    play = await played(person, first, episode=place)

    assert play["episode"]["id"] is None
    assert {name: play["episode"][name] for name in place} == place
    entry = await required_entry(person, first)
    assert (entry["status"], entry["progress"]["seen"], entry["progress"]["total"]) == ("watching", 0, 12)
    assert entry["progress"]["next_episode"]["number"] == 1
    assert await entry_of(person, second) is None


async def test_absolute_number_of_the_other_cour_is_unknown_here(person: Person, cours: Cours) -> None:
    refused = await person.http.post(PLAYS, json={"title_id": str(cours[0]), "episode": {"absolute_number": 13}})

    problem(refused, 404, "episode_not_found")


async def test_each_cour_has_its_own_progress_and_its_own_next(person: Person, cours: Cours) -> None:
    first, second = cours
    await person.http.post(f"/api/v1/titles/{first}/watch", json={"all": True})
    await played(person, second, episode={"season": 1, "number": 1})

    items = (await person.http.get("/api/v1/next-up")).json()["items"]

    assert [(one["entry"]["title"]["id"], one["episode"]["number"]) for one in items] == [(str(second), 2)]
    assert (await required_entry(person, first))["progress"]["state"] == "caught_up"
