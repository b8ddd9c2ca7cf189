"""How many episodes a file says that somebody has seen, where the episodes are known."""

from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import Person
from tests.support.import_running import committed, previewed, rolled_back
from tests.support.plays import plays_of, required_entry, stored_episode
from tests.support.watchlist import stored_title
from tests.unit.imports.reading import records_of
from watchkeeper.configs.container import Container

_ANIME = """<myanimelist><anime><series_animedb_id>5114</series_animedb_id><series_title>Frieren</series_title>
<series_type>TV</series_type><my_watched_episodes>%d</my_watched_episodes><my_status>Watching</my_status></anime>
</myanimelist>"""


@pytest.fixture
async def anime(connection: asyncpg.Connection) -> UUID:
    title_id = await stored_title(connection, "Frieren", media_type="anime", external_ids={"myanimelist": "5114"})
    for number in range(1, 9):
        await stored_episode(connection, title_id, 1, number, airs_at=datetime(2001, 1, number, tzinfo=UTC))
    return title_id


async def imported(container: Container, person: Person, seen: int) -> UUID:
    """Import a file that says that so many episodes are seen, and return the import."""
    import_id = await previewed(container, person, records_of(_ANIME % seen, "animelist.xml"), "myanimelist")
    assert (await committed(container, person, import_id)).state == "committed"
    return import_id


async def seen_and_next(person: Person, anime: UUID) -> tuple[int, int]:
    progress = (await required_entry(person, anime))["progress"]
    return progress["seen"], progress["next_episode"]["number"]


async def test_number_becomes_plays_of_unknown_date(container: Container, person: Person, anime: UUID) -> None:
    await imported(container, person, 5)

    assert await seen_and_next(person, anime) == (5, 6)
    plays = await plays_of(person)
    assert sorted((play["episode"]["number"], play["precision"]) for play in plays) == [
        (number, "unknown") for number in range(1, 6)
    ]


async def test_same_and_further_numbers_add_what_is_missing(container: Container, person: Person, anime: UUID) -> None:
    await imported(container, person, 5)
    await person.http.post(f"/api/v1/titles/{anime}/unwatch", json={"up_to": {"episode": {"season": 1, "number": 1}}})

    await imported(container, person, 7)
    assert await seen_and_next(person, anime) == (7, 8)

    await imported(container, person, 7)
    assert len(await plays_of(person)) == 7


async def test_rollback_takes_the_plays_back(container: Container, person: Person, anime: UUID) -> None:
    await rolled_back(container, person, await imported(container, person, 5))

    assert await plays_of(person) == []
    assert (await person.http.get("/api/v1/watchlist")).json()["items"] == []
