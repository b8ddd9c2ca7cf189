"""Seasons and episodes: what everybody reads of a title."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.episodes import stored_episode, stored_season
from tests.support.watchlist import problem, stored_title

TODAY = datetime.now(UTC).date()
DAY = timedelta(days=1)


@pytest.fixture
async def show(connection: asyncpg.Connection) -> UUID:
    return await stored_title(connection, "Blue Hours", media_type="show")


def address(title_id: UUID, what: str = "episodes") -> str:
    return f"/api/v1/titles/{title_id}/{what}"


async def listed(http: httpx.AsyncClient, path: str, **parameters: object) -> list[object]:
    answer = await http.get(path, params=parameters)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    return [(item["season"], item["number"]) for item in answer.json()["items"]]


async def test_season_counts_its_episodes_and_those_that_have_aired(
    client: httpx.AsyncClient, connection: asyncpg.Connection, show: UUID
) -> None:
    season_id = await stored_season(connection, show, external_ids={"tmdb": "63056"})
    await stored_episode(connection, season_id, 1, air_date=date(2001, 1, 1))
    await stored_episode(connection, season_id, 2, airs_at=datetime.now(UTC) + DAY)
    await stored_episode(connection, season_id, 3)
    await stored_episode(connection, season_id, 4, air_date=date(2001, 1, 1), state="gone")

    season = (await client.get(f"/api/v1/seasons/{season_id}")).json()

    assert (season["number"], season["episodes_count"], season["aired_count"]) == (1, 3, 1)
    assert season["external_ids"] == {"tmdb": "63056"}
    assert (await client.get(address(show, "seasons"))).json()["items"] == [season]


async def test_episodes_come_by_season_and_number(
    client: httpx.AsyncClient, connection: asyncpg.Connection, show: UUID
) -> None:
    for season, numbers in ((2, (1,)), (0, (1,)), (1, (2, 10, 1))):
        season_id = await stored_season(connection, show, season)
        for number in numbers:
            await stored_episode(connection, season_id, number)

    assert await listed(client, address(show)) == [(0, 1), (1, 1), (1, 2), (1, 10), (2, 1)]
    assert await listed(client, address(show), sort="-position", kind="regular") == [(2, 1), (1, 10), (1, 2), (1, 1)]
    assert await listed(client, address(show), season=1) == [(1, 1), (1, 2), (1, 10)]
    assert await listed(client, address(show), kind="special") == [(0, 1)]
    first = (await client.get(address(show), params={"limit": 2, "with_total": True})).json()
    assert first["total"] == 5
    assert await listed(client, address(show), limit=5, cursor=first["next_cursor"]) == [(1, 2), (1, 10), (2, 1)]


async def test_unknown_air_dates_come_last_in_both_directions(
    client: httpx.AsyncClient, connection: asyncpg.Connection, show: UUID
) -> None:
    season_id = await stored_season(connection, show)
    await stored_episode(connection, season_id, 1)
    await stored_episode(connection, season_id, 2, air_date=date(2001, 1, 2))
    await stored_episode(connection, season_id, 3, airs_at=datetime(2001, 1, 1, 20, tzinfo=UTC))

    assert await listed(client, address(show), sort="air_date") == [(1, 3), (1, 2), (1, 1)]
    assert await listed(client, address(show), sort="-air_date") == [(1, 2), (1, 3), (1, 1)]


async def test_gone_episode_is_read_by_its_id_and_listed_only_when_asked_for(
    client: httpx.AsyncClient, connection: asyncpg.Connection, show: UUID
) -> None:
    season_id = await stored_season(connection, show)
    current = await stored_episode(connection, season_id, 1, external_ids={"tmdb": "62085", "tvdb": "349232"})
    gone = await stored_episode(connection, season_id, 1, state="gone", replaced_by_id=current)

    read = (await client.get(f"/api/v1/episodes/{gone}")).json()

    assert (read["state"], read["replaced_by_id"], read["external_ids"]) == ("gone", str(current), {})
    assert (await client.get(address(show), params={"state": "gone"})).json()["items"] == [read]
    (kept,) = (await client.get(address(show))).json()["items"]
    assert (kept["id"], kept["external_ids"]) == (str(current), {"tmdb": "62085", "tvdb": "349232"})


@pytest.mark.parametrize(("zone", "has_aired"), [("Pacific/Kiritimati", True), ("Pacific/Niue", False)])
async def test_what_has_aired_depends_on_the_day_of_the_caller(
    accounts: Accounts, connection: asyncpg.Connection, show: UUID, zone: str, *, has_aired: bool
) -> None:
    """Of an episode that airs on a day, when the day is over there: these zones are 25 hours apart."""
    person = await accounts.person()
    await person.http.patch("/api/v1/auth/me", json={"time_zone": zone})
    season_id = await stored_season(connection, show)
    there = datetime.now(UTC) + timedelta(hours=14)
    await stored_episode(connection, season_id, 1, air_date=there.date() - DAY)
    await stored_episode(connection, season_id, 2)

    assert await listed(person.http, address(show), aired=True) == ([(1, 1)] if has_aired else [])
    assert len(await listed(person.http, address(show), aired=False)) == (1 if has_aired else 2)


async def test_what_a_caller_does_not_see_has_no_episodes_for_them(
    accounts: Accounts, admin: Person, client: httpx.AsyncClient, connection: asyncpg.Connection
) -> None:
    owner = await accounts.person()
    title_id = await stored_title(connection, media_type="show")
    await connection.execute("UPDATE titles SET owner_id = $1 WHERE id = $2", owner.id, title_id)
    season_id = await stored_season(connection, title_id)
    episode_id = await stored_episode(connection, season_id)

    for path, code in (
        (address(title_id, "seasons"), "title_not_found"),
        (address(title_id), "title_not_found"),
        (f"/api/v1/seasons/{season_id}", "season_not_found"),
        (f"/api/v1/episodes/{episode_id}", "episode_not_found"),
    ):
        problem(await client.get(path), 404, code)
        for person in (owner, admin):
            assert (await person.http.get(path)).status_code == 200


async def test_title_without_episodes_has_empty_lists(client: httpx.AsyncClient, show: UUID) -> None:
    for what in ("seasons", "episodes"):
        assert (await client.get(address(show, what))).json()["items"] == []
        problem(await client.get(address(uuid4(), what)), 404, "title_not_found")


async def test_lists_of_a_merged_title_lead_to_what_it_is_now(
    client: httpx.AsyncClient, admin: Person, connection: asyncpg.Connection, show: UUID
) -> None:
    other = await stored_title(connection, "Blue Hours", media_type="show")
    merged = await admin.http.post(f"/api/v1/titles/{other}/merge", json={"into_id": str(show)})
    assert merged.status_code == 200, merged.text

    for what in ("seasons", "episodes"):
        moved = await client.get(address(other, what))
        assert (moved.status_code, moved.headers["Location"]) == (301, address(show, what))
