"""How many episodes a file says that somebody has seen, where the episodes are known."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import Person
from tests.support.episode_refreshing import refreshed, season_of
from tests.support.import_running import committed, previewed, rolled_back
from tests.support.plays import played, plays_of, required_entry, stored_episode
from tests.support.watchlist import added, stored_title
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


async def test_rollback_leaves_the_entry_of_a_further_number(container: Container, person: Person, anime: UUID) -> None:
    first = await imported(container, person, 3)
    await imported(container, person, 5)

    await rolled_back(container, person, first)

    assert await numbers_of(person) == [4, 5]
    assert (await required_entry(person, anime))["status"] == "watching"


@pytest.fixture
async def unknown_anime(connection: asyncpg.Connection) -> UUID:
    """Return an anime whose episodes nobody knows yet."""
    return await stored_title(connection, "Frieren", media_type="anime", external_ids={"myanimelist": "5114"})


async def numbers_of(person: Person) -> list[int]:
    return sorted(play["episode"]["number"] for play in await plays_of(person))


async def stated_and_seen(person: Person, anime: UUID) -> tuple[int | None, int]:
    progress = (await required_entry(person, anime))["progress"]
    return progress["stated"], progress["seen"]


async def test_rollback_takes_back_plays_that_a_refresh_made_of_the_number(
    container: Container, person: Person, unknown_anime: UUID
) -> None:
    import_id = await imported(container, person, 5)
    await refreshed(container, unknown_anime, *season_of(3))
    await refreshed(container, unknown_anime, *season_of(8))
    assert await numbers_of(person) == [1, 2, 3, 4, 5]

    await rolled_back(container, person, import_id)

    assert await plays_of(person) == []
    assert (await person.http.get("/api/v1/watchlist")).json()["items"] == []


async def test_rollback_leaves_the_plays_of_the_number_before(
    container: Container, person: Person, unknown_anime: UUID
) -> None:
    await imported(container, person, 2)
    import_id = await imported(container, person, 5)
    await refreshed(container, unknown_anime, *season_of(8))
    assert await stated_and_seen(person, unknown_anime) == (5, 5)

    await rolled_back(container, person, import_id)

    assert await numbers_of(person) == [1, 2]
    assert await stated_and_seen(person, unknown_anime) == (2, 2)
    await refreshed(container, unknown_anime, *season_of(9))
    assert await numbers_of(person) == [1, 2]


async def test_rollback_leaves_plays_that_the_person_edited_or_logged(
    container: Container, person: Person, unknown_anime: UUID
) -> None:
    unknown: dict[str, Any] = {"watched_on": None, "status": "keep"}
    before = await played(person, unknown_anime, episode={"season": 1, "number": 1}, **unknown)
    import_id = await imported(container, person, 4)
    await refreshed(container, unknown_anime, *season_of(8))
    edited = next(play for play in await plays_of(person) if play["episode"]["number"] == 3)
    answer = await person.http.patch(f"/api/v1/plays/{edited['id']}", json={"note": "With Ada."})
    assert answer.status_code == 200, answer.text
    after = await played(person, unknown_anime, episode={"season": 1, "number": 2}, **unknown)

    await rolled_back(container, person, import_id)

    assert {play["id"] for play in await plays_of(person)} == {before["id"], edited["id"], after["id"]}


async def test_rollback_leaves_the_number_that_the_person_said_since(
    container: Container, person: Person, unknown_anime: UUID
) -> None:
    import_id = await imported(container, person, 6)
    path = f"/api/v1/watchlist/{(await required_entry(person, unknown_anime))['id']}"
    assert (await person.http.patch(path, json={"notes": "With Ada."})).status_code == 200
    assert (await person.http.put(f"{path}/progress", json={"seen": 3})).status_code == 200
    await refreshed(container, unknown_anime, *season_of(8))

    await rolled_back(container, person, import_id)

    assert await numbers_of(person) == [1, 2, 3]
    assert await stated_and_seen(person, unknown_anime) == (3, 3)


async def test_rollback_takes_the_number_from_an_entry_that_was_edited_since(
    container: Container, person: Person, unknown_anime: UUID
) -> None:
    import_id = await imported(container, person, 6)
    path = f"/api/v1/watchlist/{(await required_entry(person, unknown_anime))['id']}"
    assert (await person.http.patch(path, json={"notes": "With Ada."})).status_code == 200
    await refreshed(container, unknown_anime, *season_of(8))

    await rolled_back(container, person, import_id)

    assert await plays_of(person) == []
    assert await stated_and_seen(person, unknown_anime) == (None, 0)
    assert (await required_entry(person, unknown_anime))["notes"] == "With Ada."


async def test_rollback_takes_back_plays_that_a_merge_made_of_the_number(
    container: Container, person: Person, admin: Person, connection: asyncpg.Connection, unknown_anime: UUID
) -> None:
    import_id = await imported(container, person, 5)
    into = await stored_title(connection, "Sousou no Frieren", media_type="anime")
    await refreshed(container, into, *season_of(8))
    answer = await admin.http.post(f"/api/v1/titles/{unknown_anime}/merge", json={"into_id": str(into)})
    assert answer.status_code in (200, 204), answer.text
    assert await numbers_of(person) == [1, 2, 3, 4, 5]

    await rolled_back(container, person, import_id)

    assert await plays_of(person) == []
    assert (await person.http.get("/api/v1/watchlist")).json()["items"] == []


async def stated(person: Person, anime: UUID, seen: int) -> str:
    """Say that so many episodes are seen, and return the operation."""
    path = f"/api/v1/watchlist/{(await required_entry(person, anime))['id']}"
    response = await person.http.put(f"{path}/progress", json={"seen": seen})
    assert response.status_code == 200, response.text
    return response.headers["Operation-ID"]


async def test_undo_takes_back_plays_that_a_refresh_made_of_a_number(
    container: Container, person: Person, unknown_anime: UUID
) -> None:
    await added(person, unknown_anime, status="watching")
    await stated(person, unknown_anime, 2)
    operation_id = await stated(person, unknown_anime, 5)
    await refreshed(container, unknown_anime, *season_of(8))
    assert await numbers_of(person) == [1, 2, 3, 4, 5]

    response = await person.http.post(f"/api/v1/operations/{operation_id}/undo")

    assert response.status_code == 200, response.text
    assert await numbers_of(person) == [1, 2]
    assert await stated_and_seen(person, unknown_anime) == (2, 2)
    await refreshed(container, unknown_anime, *season_of(9))
    assert await numbers_of(person) == [1, 2]
