"""Episodes from their providers: shows from TMDb, anime from AniList."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from tests.support.accounts import Person
from tests.support.standin import Standin
from tests.support.watchlist import added, problem, stored_title

BREAKING_BAD, HOUSE_OF_THE_DRAGON = 1396, 94997


@pytest.fixture
async def show(connection: asyncpg.Connection) -> UUID:
    ids = {"tmdb": str(HOUSE_OF_THE_DRAGON)}
    return await stored_title(connection, "House of the Dragon", media_type="show", external_ids=ids)


async def refreshed(admin: Person, title_id: UUID, **members: Any) -> dict[str, Any]:
    answer = await admin.http.post(f"/api/v1/titles/{title_id}/episodes/refresh", json=members)
    assert answer.status_code == 200, answer.text
    report: dict[str, Any] = answer.json()
    return report


async def episodes(http: httpx.AsyncClient, title_id: UUID, **parameters: Any) -> list[dict[str, Any]]:
    answer = await http.get(f"/api/v1/titles/{title_id}/episodes", params={"limit": 100} | parameters)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_show_gets_its_seasons_and_episodes(client: httpx.AsyncClient, admin: Person, show: UUID) -> None:
    report = await refreshed(admin, show)

    assert report == {"added": 11, "changed": 0, "moved": 0, "gone": 0, "unmatched": 0}
    seasons = (await client.get(f"/api/v1/titles/{show}/seasons")).json()["items"]
    assert [(one["number"], one["name"], one["episodes_count"], one["aired_count"]) for one in seasons] == [
        (0, "Specials", 1, 1),
        (1, "Season 1", 10, 10),
    ]
    first = (await episodes(client, show, season=1))[0]
    assert (first["title"], first["kind"], first["air_date"]) == ("The 1. of season 1", "regular", "2001-01-08")
    assert (first["runtime_minutes"], first["is_premiere"], first["is_finale"]) == (45, True, False)
    assert first["still_url"].endswith("/w300/still.jpg")
    assert first["external_ids"] == {"tmdb": str(HOUSE_OF_THE_DRAGON * 10_000 + 101)}


async def test_second_refresh_changes_nothing(client: httpx.AsyncClient, admin: Person, show: UUID) -> None:
    await refreshed(admin, show)
    before = await episodes(client, show)

    report = await refreshed(admin, show)

    assert report == dict.fromkeys(report, 0)
    assert await episodes(client, show) == before


async def test_dry_run_stores_nothing(client: httpx.AsyncClient, admin: Person, show: UUID) -> None:
    assert (await refreshed(admin, show, dry_run=True))["added"] == 11
    assert await episodes(client, show) == []


async def test_renumbered_episodes_keep_their_ids(
    client: httpx.AsyncClient, admin: Person, show: UUID, connection: asyncpg.Connection
) -> None:
    """What is stored is swapped: to the service the provider has swapped them back."""
    await refreshed(admin, show)
    first, second = (await episodes(client, show, season=1))[:2]
    async with connection.transaction():
        for one, number in ((first, 2), (second, 1)):
            await connection.execute("UPDATE episodes SET number = $1 WHERE id = $2", number, UUID(one["id"]))

    report = await refreshed(admin, show)

    assert (report["moved"], report["added"], report["gone"]) == (2, 0, 0)
    again = (await episodes(client, show, season=1))[:2]
    assert [(one["id"], one["title"]) for one in again] == [(one["id"], one["title"]) for one in (first, second)]


async def test_anime_is_one_season_with_times(
    client: httpx.AsyncClient, admin: Person, connection: asyncpg.Connection, standin: Standin
) -> None:
    anime = await stored_title(connection, "Anime", media_type="anime", external_ids={"anilist": "1"})

    report = await refreshed(admin, anime)

    found = await episodes(client, anime)
    assert report["added"] == len(found) > 0
    assert {one["season"] for one in found} == {1}
    assert [one["absolute_number"] for one in found] == [one["number"] for one in found]
    assert found[0]["airs_at"] == "2001-09-16T01:46:40Z"


async def test_title_in_a_watchlist_is_refreshed_in_the_background(
    client: httpx.AsyncClient, application: FastAPI, person: Person, show: UUID
) -> None:
    await person.http.post("/api/v1/watchlist", json={"title_id": str(show)})

    await application.state.container.episode_refresh_logic().refresh_due()

    assert len(await episodes(client, show)) == 11


async def test_plays_of_before_become_plays_of_the_episodes_that_came(
    client: httpx.AsyncClient, admin: Person, person: Person, show: UUID
) -> None:
    for number in (1, 99):
        named = {"title_id": str(show), "episode": {"season": 1, "number": number}}
        assert (await person.http.post("/api/v1/plays", json=named)).status_code == 201

    await refreshed(admin, show)

    plays = (await person.http.get("/api/v1/plays", params={"sort": "created_at"})).json()["items"]
    first = (await episodes(client, show, season=1))[0]
    assert [play["episode"]["id"] for play in plays] == [first["id"], None]
    assert plays[0]["updated_at"] > plays[0]["created_at"]
    changes = (await person.http.get("/api/v1/changes", params={"kind": "plays"})).json()["items"]
    assert {change["data"]["episode"]["id"] for change in changes} == {first["id"], None}


async def test_provider_that_fails_changes_nothing_and_says_so(
    client: httpx.AsyncClient, admin: Person, show: UUID, standin: Standin
) -> None:
    standin.fails_with(500)
    path = f"/api/v1/titles/{show}/episodes/refresh"

    for _ in range(2):  # the claim of the title ends with the failure
        problem(await admin.http.post(path), 502, "provider_unavailable")

    assert await episodes(client, show) == []


async def test_title_without_an_id_at_a_provider_is_not_refreshed(
    admin: Person, connection: asyncpg.Connection
) -> None:
    show = await stored_title(connection, "Nobody's", media_type="show")

    problem(await admin.http.post(f"/api/v1/titles/{show}/episodes/refresh"), 422, "unsupported_source")


async def test_recorded_season_is_read_as_it_came(
    client: httpx.AsyncClient, admin: Person, connection: asyncpg.Connection
) -> None:
    """Of this show one season is recorded, so the answer is incomplete."""
    ids = {"tmdb": str(BREAKING_BAD)}
    title_id = await stored_title(connection, "Breaking Bad", media_type="show", external_ids=ids)

    await refreshed(admin, title_id)

    found = await episodes(client, title_id, kind="regular")
    assert [one["number"] for one in found] == [1, 2, 3, 4, 5, 6, 7]
    assert (found[0]["title"], found[0]["air_date"], found[0]["external_ids"]) == (
        "Pilot",
        "2008-01-20",
        {"tmdb": "62085"},
    )


async def test_two_refreshes_of_one_title_take_turns(admin: Person, show: UUID) -> None:
    address = f"/api/v1/titles/{show}/episodes/refresh"

    answers = await asyncio.gather(*(admin.http.post(address) for _ in range(4)))

    codes = sorted(answer.status_code for answer in answers)
    assert codes[0] == 200
    assert {answer.json()["code"] for answer in answers if answer.status_code != 200} <= {"in_progress"}


async def test_movies_have_no_episodes(admin: Person, person: Person, connection: asyncpg.Connection) -> None:
    movie = await stored_title(connection)
    address = f"/api/v1/titles/{movie}/episodes/refresh"

    problem(await admin.http.post(address), 404, "title_not_found")
    problem(await person.http.post(address), 403, "admin_required")


async def test_reading_asks_no_provider(admin: Person, person: Person, show: UUID, standin: Standin) -> None:
    await added(person, show, status="watching")
    await refreshed(admin, show)
    asked = len(standin.calls())

    for path in ("next-up", "calendar", "home", "watchlist", f"titles/{show}", f"titles/{show}/episodes"):
        assert (await person.http.get(f"/api/v1/{path}")).status_code == 200

    assert len(standin.calls()) == asked > 0
