"""TVmaze, where the operator switched it on: the instants at which shows air, and shows that TMDb lacks."""

from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from tests.standins.tvmaze import MERGED
from tests.support.accounts import Person
from tests.support.discovery import settings_towards
from tests.support.standin import Standin
from tests.support.watchlist import problem, stored_title
from watchkeeper.configs.settings import Settings

API = "/api/v1"


@pytest.fixture
def settings(standin: Standin) -> Settings:
    return settings_towards(standin, tvmaze=True)


@pytest.fixture
async def show(connection: asyncpg.Connection) -> UUID:
    ids = {"tmdb": "94997", "imdb": "tt11198330"}
    return await stored_title(connection, "House of the Dragon", media_type="show", external_ids=ids)


@pytest.fixture
async def missing_show(connection: asyncpg.Connection) -> UUID:
    ids = {"tvdb": "264492"}
    return await stored_title(connection, "Under the Dome", media_type="show", external_ids=ids)


async def refreshed(admin: Person, title_id: UUID, **members: Any) -> dict[str, Any]:
    answer = await admin.http.post(f"{API}/titles/{title_id}/episodes/refresh", json=members)
    assert answer.status_code == 200, answer.text
    report: dict[str, Any] = answer.json()
    return report


async def episodes(http: httpx.AsyncClient, title_id: UUID, **parameters: Any) -> list[dict[str, Any]]:
    answer = await http.get(f"{API}/titles/{title_id}/episodes", params={"limit": 100} | parameters)
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_episodes_of_tmdb_get_the_instants_at_which_they_air(
    client: httpx.AsyncClient, admin: Person, show: UUID
) -> None:
    assert (await refreshed(admin, show))["added"] == 11

    first, *_ = found = await episodes(client, show, season=1)

    assert (first["air_date"], first["airs_at"], first["external_ids"]) == (
        "2001-01-08",
        "2001-01-09T02:00:00Z",
        {"tmdb": "949970101"},
    )
    assert [one["number"] for one in found if one["airs_at"] is None] == [4, 5]  # no time, another day


async def test_show_without_an_id_of_tmdb_comes_from_tvmaze(
    client: httpx.AsyncClient, admin: Person, missing_show: UUID
) -> None:
    await refreshed(admin, missing_show)

    special, pilot, *_ = await episodes(client, missing_show)

    assert (special["season"], special["number"], special["kind"]) == (0, 1, "special")
    assert (pilot["title"], pilot["airs_at"], pilot["runtime_minutes"]) == ("Pilot", "2013-06-25T02:00:00Z", 60)
    assert pilot["overview"].startswith("When the residents of Chester's Mill find")
    assert pilot["still_url"].startswith("https://static.tvmaze.com/")
    assert pilot["external_ids"] == {"tvmaze": "1"}
    seasons = (await client.get(f"{API}/titles/{missing_show}/seasons")).json()["items"]
    assert [one["number"] for one in seasons][:2] == [0, 1]


async def test_show_that_tvmaze_merged_into_another_is_that_one(
    client: httpx.AsyncClient, admin: Person, connection: asyncpg.Connection
) -> None:
    ids = {"tvmaze": str(MERGED)}
    title_id = await stored_title(connection, "Under the Dome", media_type="show", external_ids=ids)

    await refreshed(admin, title_id)

    assert (await episodes(client, title_id, season=1))[0]["title"] == "Pilot"
    assert len((await client.get(f"{API}/titles/{title_id}/seasons")).json()["items"]) > 1


async def test_show_that_tmdb_no_longer_has_comes_from_tvmaze(
    client: httpx.AsyncClient, admin: Person, connection: asyncpg.Connection
) -> None:
    ids = {"tmdb": "999999999", "imdb": "tt1553656"}
    title_id = await stored_title(connection, "Under the Dome", media_type="show", external_ids=ids)

    await refreshed(admin, title_id)

    assert (await episodes(client, title_id, season=1))[0]["title"] == "Pilot"


async def test_times_that_are_known_stay_while_tvmaze_is_down(
    client: httpx.AsyncClient, admin: Person, show: UUID, standin: Standin, connection: asyncpg.Connection
) -> None:
    standin.fails_with(500, path="/tvmaze")
    assert (await refreshed(admin, show))["added"] == 11
    await connection.execute("UPDATE episodes SET airs_at = '2001-01-09 02:00+00' WHERE season = 1 AND number = 1")

    report = await refreshed(admin, show)

    assert report == dict.fromkeys(report, 0)
    assert (await episodes(client, show, season=1))[0]["airs_at"] == "2001-01-09T02:00:00Z"


async def test_pause_that_busy_tvmaze_asks_for_is_kept_and_its_times_arrive(
    client: httpx.AsyncClient, admin: Person, show: UUID, standin: Standin
) -> None:
    standin.fails_with(429, path="/tvmaze", times=1, retry_after="1")

    await refreshed(admin, show)

    assert (await episodes(client, show, season=1))[0]["airs_at"] == "2001-01-09T02:00:00Z"


async def test_tvmaze_that_is_busy_for_long_is_not_waited_for(
    client: httpx.AsyncClient, admin: Person, show: UUID, missing_show: UUID, standin: Standin
) -> None:
    standin.fails_with(429, path="/tvmaze", retry_after="600")

    assert (await refreshed(admin, show))["added"] == 11
    refused = await admin.http.post(f"{API}/titles/{missing_show}/episodes/refresh")

    assert {one["airs_at"] for one in await episodes(client, show)} == {None}
    problem(refused, 503, "provider_busy")
    assert refused.headers["Retry-After"] == "600"
    assert len(standin.calls(below="/tvmaze")) == 2


async def test_admin_may_choose_tvmaze(client: httpx.AsyncClient, admin: Person, show: UUID) -> None:
    await refreshed(admin, show)

    report = await refreshed(admin, show, source="tvmaze")

    assert report == {
        "added": 0,
        "changed": 10,
        "moved": 0,
        "gone": 0,
        "unmatched": 0,
    }  # the special is missed at first
    assert (await episodes(client, show, season=1))[0]["external_ids"] == {"tmdb": "949970101", "tvmaze": "4000001"}


async def test_title_that_tvmaze_cant_be_asked_about(admin: Person, connection: asyncpg.Connection) -> None:
    anime = await stored_title(connection, "Anime", media_type="anime", external_ids={"imdb": "tt1553656"})
    unknown = await stored_title(connection, "Unknown", media_type="show", external_ids={"imdb": "tt0000001"})

    problem(await admin.http.post(f"{API}/titles/{anime}/episodes/refresh"), 422, "unsupported_source")
    problem(await admin.http.post(f"{API}/titles/{unknown}/episodes/refresh"), 404, "provider_title_not_found")


async def test_about_and_health_name_tvmaze(client: httpx.AsyncClient, admin: Person) -> None:
    assert (await client.get(f"{API}/about")).json()["providers"]["tvmaze"] is True
    components = (await admin.http.get(f"{API}/health/detailed")).json()["components"]
    assert "tvmaze" in {one["name"] for one in components}
