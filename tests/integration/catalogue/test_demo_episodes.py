"""The demo catalogue has shows that air now, without any provider."""

from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import httpx

from tests.support.accounts import Person
from watchkeeper.commands.demo import load_demo_shows
from watchkeeper.configs.container import Container

COUNTS = """
SELECT (SELECT count(*) FROM titles), (SELECT count(*) FROM seasons), (SELECT count(*) FROM episodes),
    (SELECT max(updated_at) FROM episodes), (SELECT max(updated_at) FROM titles)
"""


async def title_named(http: httpx.AsyncClient, name: str) -> dict[str, Any]:
    found = (await http.get("/api/v1/titles", params={"q": name})).json()["items"]
    title: dict[str, Any] = found[0]
    return title


async def watching(person: Person, name: str) -> dict[str, Any]:
    title = await title_named(person.http, name)
    answer = await person.http.post("/api/v1/watchlist", json={"title_id": title["id"], "status": "watching"})
    entry: dict[str, Any] = answer.json()
    return entry


async def test_invented_show_has_progress_and_a_next_episode(
    container: Container, empty_tables: None, person: Person
) -> None:
    await load_demo_shows(container)

    entry = await watching(person, "The Salt Ledger")

    assert (entry["progress"]["aired"], entry["progress"]["total"]) == (13, 18)
    assert entry["progress"]["unseen_specials"] == 1
    (up,) = (await person.http.get("/api/v1/next-up")).json()["items"]
    assert (up["episode"]["season"], up["episode"]["number"], up["episode"]["title"]) == (1, 1, "Double Entry")


async def test_well_known_show_that_has_ended_is_completed_with_its_last_episode(
    container: Container, empty_tables: None, person: Person
) -> None:
    await load_demo_shows(container)
    entry = await watching(person, "Chernobyl")

    seen = await person.http.post(f"/api/v1/titles/{entry['title']['id']}/watch", json={"all": True})

    assert (seen.json()["added"], seen.json()["entry"]["status"]) == (5, "completed")


async def test_loading_again_changes_nothing(
    container: Container, empty_tables: None, connection: asyncpg.Connection
) -> None:
    await load_demo_shows(container)
    before = await connection.fetchrow(COUNTS)

    await load_demo_shows(container)

    assert await connection.fetchrow(COUNTS) == before


async def test_episodes_that_are_known_stay_as_they_are(
    container: Container, empty_tables: None, connection: asyncpg.Connection
) -> None:
    await load_demo_shows(container)
    await connection.execute("DELETE FROM loaded_datasets WHERE name LIKE '%season%' OR name LIKE '%invented%'")
    await connection.execute("UPDATE episodes SET air_date = air_date - 3000, title = 'What it was'")
    before = await connection.fetchrow(COUNTS)

    await load_demo_shows(container)

    after = await connection.fetchrow(COUNTS)
    assert before is not None
    assert after is not None
    assert after[:4] == before[:4]


async def test_provider_that_is_not_configured_leaves_them_and_is_asked_again_later(
    container: Container, empty_tables: None, person: Person, connection: asyncpg.Connection
) -> None:
    await load_demo_shows(container)
    entry = await watching(person, "The Salt Ledger")

    await container.episode_refresh_logic().refresh_due()

    row = await connection.fetchrow(
        "SELECT state, airing, due_at FROM episode_refreshes JOIN watch_entries USING (title_id)"
    )
    assert row is not None
    assert (row["state"], row["airing"]) == ("current", "airing")
    assert row["due_at"] > datetime.now(UTC) + timedelta(days=20)
    assert (await person.http.get(f"/api/v1/watchlist/{entry['id']}")).json()["progress"]["total"] == 18
