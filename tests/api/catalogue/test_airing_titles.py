"""What a title tells of its episodes: how many there are, what aired last and what comes next."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from tests.support.accounts import Accounts
from tests.support.documents import mismatches
from tests.support.episodes import stored_episode, stored_season
from tests.support.response_caching import keeping_service
from tests.support.watchlist import stored_title
from watchkeeper.commands.demo_shows import DEMO
from watchkeeper.configs.api_docs import service_document

TODAY = datetime.now(UTC).date()
DAY = timedelta(days=1)
UNKNOWN = {
    "airing": "unknown",
    "seasons_count": None,
    "episodes_count": None,
    "aired_count": None,
    "next_episode": None,
    "last_episode": None,
    "episodes_state": "none",
    "episode_source": None,
}


async def read(http: httpx.AsyncClient, title_id: UUID) -> dict[str, Any]:
    answer = await http.get(f"/api/v1/titles/{title_id}")
    assert answer.status_code == 200, answer.text
    title: dict[str, Any] = answer.json()
    return title


def told(title: dict[str, Any]) -> dict[str, Any]:
    return {name: title[name] for name in UNKNOWN}


@pytest.fixture
async def show(connection: asyncpg.Connection) -> UUID:
    return await stored_title(connection, "Blue Hours", media_type="show")


async def airing(connection: asyncpg.Connection, show: UUID) -> None:
    """Store a special, two seasons, and what the provider says of them: some aired, one is of tonight, one later."""
    special = await stored_season(connection, show, 0)
    await stored_episode(connection, special, 1, air_date=TODAY - DAY)
    first, second = await stored_season(connection, show, 1), await stored_season(connection, show, 2)
    await stored_episode(connection, first, 1, air_date=date(2001, 1, 1))
    await stored_episode(connection, first, 2, air_date=date(2001, 1, 8))
    await stored_episode(connection, first, 3, air_date=date(2001, 1, 15), state="gone")
    await stored_episode(connection, second, 1, airs_at=datetime.now(UTC) - timedelta(minutes=5))
    await stored_episode(connection, second, 2, airs_at=datetime.now(UTC) + 2 * DAY)
    await stored_episode(connection, second, 3, air_date=TODAY + 9 * DAY)
    await stored_episode(connection, second, 4)
    await connection.execute(
        "INSERT INTO episode_refreshes (title_id, state, airing, source) VALUES ($1, 'current', 'airing', 'tmdb')", show
    )


async def test_title_counts_its_regular_episodes_and_names_the_last_and_the_next(
    client: httpx.AsyncClient, accounts: Accounts, connection: asyncpg.Connection, show: UUID
) -> None:
    await airing(connection, show)
    person = await accounts.person()

    for http in (client, person.http):
        title = await read(http, show)
        numbers = title["seasons_count"], title["episodes_count"], title["aired_count"]
        assert numbers == (2, 6, 3)
        assert (title["airing"], title["episodes_state"], title["episode_source"]) == ("airing", "current", "tmdb")
        assert (title["last_episode"]["season"], title["last_episode"]["number"]) == (2, 1)
        assert title["last_episode"]["airs_at"].endswith("Z")
        assert (title["next_episode"]["season"], title["next_episode"]["number"]) == (2, 2)
        assert title["next_episode"].keys() == {"id", "season", "number", "title", "air_date", "airs_at"}


async def test_movie_and_show_that_nobody_knows_episodes_of_tell_nothing(
    client: httpx.AsyncClient, connection: asyncpg.Connection, show: UUID
) -> None:
    movie = await stored_title(connection, "Heat")

    assert told(await read(client, movie)) == UNKNOWN | {"airing": None}
    assert told(await read(client, show)) == UNKNOWN


async def test_title_with_episodes_of_the_demo_catalogue_fits_the_document(
    client: httpx.AsyncClient, connection: asyncpg.Connection, show: UUID
) -> None:
    await airing(connection, show)
    await connection.execute("UPDATE episode_refreshes SET source = $1", DEMO)

    title = await read(client, show)

    assert title["episode_source"] == "demo"
    assert mismatches(title, {"$ref": "#/components/schemas/Title"}, service_document()) == []


async def test_lists_leave_out_what_takes_long(client: httpx.AsyncClient, show: UUID) -> None:
    (title,) = (await client.get("/api/v1/titles")).json()["items"]

    assert title["id"] == str(show)
    assert not title.keys() & UNKNOWN.keys()


@pytest.mark.parametrize(("zone", "aired"), [("Pacific/Kiritimati", 1), ("Pacific/Niue", 0)])
async def test_what_has_aired_depends_on_the_day_of_the_caller(
    accounts: Accounts, connection: asyncpg.Connection, show: UUID, zone: str, aired: int
) -> None:
    person = await accounts.person()
    await person.http.patch("/api/v1/auth/me", json={"time_zone": zone})
    there = datetime.now(UTC) + timedelta(hours=14)
    await stored_episode(connection, await stored_season(connection, show), 1, air_date=there.date() - DAY)

    title = await read(person.http, show)

    assert title["aired_count"] == aired
    assert (title["last_episode"] is not None, title["next_episode"] is not None) == (aired == 1, aired == 0)


async def test_known_title_is_sent_again_when_its_episodes_have_changed(
    accounts: Accounts, connection: asyncpg.Connection, show: UUID
) -> None:
    person = await accounts.person()
    path = f"/api/v1/titles/{show}"
    tags = {(await person.http.get(path)).headers["ETag"]}

    async def is_known() -> bool:
        answer = await person.http.get(path, headers={"If-None-Match": ", ".join(tags)})
        tags.add(answer.headers["ETag"])
        return answer.status_code == 304

    assert await is_known()
    season = await stored_season(connection, show)
    episode = await stored_episode(connection, season, 1, air_date=TODAY + 3 * DAY)
    assert not await is_known()
    assert await is_known()
    await connection.execute("UPDATE episodes SET air_date = $1 WHERE id = $2", TODAY - 3 * DAY, episode)
    assert not await is_known()
    await connection.execute("INSERT INTO episode_refreshes (title_id, airing) VALUES ($1, 'ended')", show)
    assert not await is_known()


async def test_cached_title_is_made_anew_when_its_episodes_have_changed(
    dsn: str, connection: asyncpg.Connection, show: UUID
) -> None:
    async with keeping_service(dsn) as service:
        assert (await read(service.http, show))["episodes_count"] is None
        await airing(connection, show)
        assert (await read(service.http, show))["episodes_count"] == 6
        await connection.execute("UPDATE episode_refreshes SET airing = 'ended'")
        assert (await read(service.http, show))["airing"] == "ended"
        with service.watched() as statements:
            await connection.execute("UPDATE episode_refreshes SET claimed_until = now()")
            await read(service.http, show)
        assert statements.about_content == []
