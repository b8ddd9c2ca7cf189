"""The page's first screen, what to watch tonight, and what a person has watched so far."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
import httpx
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.plays import stored_episode
from tests.support.problems import problem_of

HOME, PICK, STATISTICS = "/api/v1/home", "/api/v1/watchlist/pick", "/api/v1/statistics"


async def made(admin: Person, name: str, **facts: object) -> str:
    """Return the id of a new title of the catalogue."""
    answer = await admin.http.post("/api/v1/titles", json={"title": name, "media_type": "movie"} | facts)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def listed(person: Person, title_id: str, status: str, **more: object) -> str:
    body = {"title_id": title_id, "status": status} | more
    answer = await person.http.post("/api/v1/watchlist", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def played(person: Person, title_id: str, when: str | None) -> None:
    answer = await person.http.post("/api/v1/plays", json={"title_id": title_id, "watched_on": when})
    assert answer.status_code == 201, answer.text


async def read(http: httpx.AsyncClient, path: str, **parameters: str | int) -> dict[str, Any]:
    answer = await http.get(path, params=parameters)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_home_of_a_new_person_is_empty(accounts: Accounts) -> None:
    person = await accounts.person()
    home = await read(person.http, HOME)
    assert home == {
        "continue": [],
        "counts": {"planned": 0, "watching": 0, "completed": 0, "on_hold": 0, "dropped": 0},
        "planned_pick": [],
        "recently_added": [],
        "best_rated": [],
        "completed_this_month": 0,
    }


async def test_home_tells_what_goes_on(accounts: Accounts) -> None:
    admin, person = await accounts.admin(), await accounts.person()
    watched = await made(admin, "Heat")
    entry_id = await listed(person, watched, "watching")
    planned = await made(admin, "Ran")
    await listed(person, planned, "planned")
    done = await made(admin, "Ikiru")
    body = {"title_id": done, "score": 5, "mark_completed": True}
    assert (await person.http.post("/api/v1/ratings", json=body)).status_code == 201
    answer = await person.http.get(HOME)
    home = answer.json()
    assert [(entry["id"], entry["next_episode"]) for entry in home["continue"]] == [(entry_id, None)]
    assert home["counts"]["planned"] == home["counts"]["completed"] == home["completed_this_month"] == 1
    assert [title["title"] for title in home["planned_pick"]] == ["Ran"]
    assert [title["title"] for title in home["recently_added"]] == ["Ikiru", "Ran", "Heat"]
    assert [title["title"] for title in home["best_rated"]] == ["Ikiru"]
    assert home["best_rated"][0]["viewer"]["rating"] == 5
    again = await person.http.get(HOME, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


async def test_titles_of_a_load_are_not_new(accounts: Accounts, connection: asyncpg.Connection) -> None:
    admin, person = await accounts.admin(), await accounts.person()
    for name, year in (("Ran", 1985), ("Heat", 1995), ("Ikiru", 1952)):
        await made(admin, name, release_date=f"{year}-01-01")
    await connection.execute("UPDATE titles SET created_at = '2026-01-01'")
    await made(admin, "Tampopo", release_date="1985-11-23")
    home = await read(person.http, HOME)
    assert [title["title"] for title in home["recently_added"]] == ["Tampopo", "Heat", "Ran", "Ikiru"]


async def test_pick_is_within_the_limits(accounts: Accounts) -> None:
    admin, person = await accounts.admin(), await accounts.person()
    genre = (await admin.http.post("/api/v1/genres", json={"name": "Noir"})).json()["id"]
    short = await listed(person, await made(admin, "Short", runtime_minutes=80, genre_ids=[genre]), "planned")
    long = await listed(person, await made(admin, "Long", runtime_minutes=200), "planned")
    await listed(person, await made(admin, "Seen", runtime_minutes=70), "completed")
    fitting: tuple[dict[str, str | int], ...] = ({"runtime_to": 80}, {"genre_id": genre}, {"exclude": long})
    for parameters in fitting:
        assert (await read(person.http, PICK, **parameters))["id"] == short
    assert {(await read(person.http, PICK))["id"] for _ in range(30)} == {short, long}
    for nothing in ("runtime_to=79", "media_type=show", f"genre_id={genre}&exclude={short}"):
        problem_of(await person.http.get(f"{PICK}?{nothing}"), 404, "nothing_fits")


async def test_watchlist_with_notes(accounts: Accounts) -> None:
    admin, person = await accounts.admin(), await accounts.person()
    noted = await listed(person, await made(admin, "Heat"), "planned", notes="With Ada")
    plain = await listed(person, await made(admin, "Ran"), "planned")
    for parameter, expected in (("true", noted), ("false", plain)):
        page = (await person.http.get("/api/v1/watchlist", params={"has_notes": parameter})).json()
        assert [entry["id"] for entry in page["items"]] == [expected]


async def test_statistics_of_a_year(accounts: Accounts) -> None:
    admin, person = await accounts.admin(), await accounts.person()
    heat = await made(admin, "Heat", runtime_minutes=170, release_date="1995-12-15")
    ran = await made(admin, "Ran", release_date="1985-06-01")
    for when in ("2025-11-12", "2025-12", "2024-03-01", "2025", None):
        await played(person, heat, when)
    await played(person, ran, "2025-11-12")
    found = await read(person.http, STATISTICS, year=2025)
    assert (found["movies"], found["episodes"], found["minutes"], found["minutes_unknown"]) == (4, 0, 510, 1)
    assert found["by_day"] == {"2025-11-12": 2}
    assert found["by_month"] == [
        {"month": "2025-11", "movies": 2, "episodes": 0, "shows": 0},
        {"month": "2025-12", "movies": 1, "episodes": 0, "shows": 0},
    ]
    assert found["by_release_decade"] == [{"decade": 1980, "count": 1}, {"decade": 1990, "count": 1}]
    assert (found["undated"], found["years"]) == (1, [2024, 2025])
    ever = await read(person.http, STATISTICS)
    assert (ever["movies"], ever["minutes"], ever["completed"]) == (6, 850, 2)


async def test_completed_entries_without_plays_count_once(accounts: Accounts, connection: asyncpg.Connection) -> None:
    admin, person = await accounts.admin(), await accounts.person()
    await person.http.patch("/api/v1/auth/me", json={"time_zone": "Asia/Tokyo"})
    await listed(person, await made(admin, "Heat", runtime_minutes=170), "completed")
    await listed(person, await made(admin, "Ran", runtime_minutes=160), "completed", finished_on="2023-05")
    imported = await listed(person, await made(admin, "Ikiru", media_type="show"), "completed")
    await connection.execute("UPDATE watch_entries SET completed_at = '2025-12-31 20:00+00'")
    await connection.execute("UPDATE watch_entries SET status_by = 'import' WHERE id = $1::uuid", imported)
    found = await read(person.http, STATISTICS)
    assert (found["movies"], found["shows"], found["minutes"], found["undated"]) == (2, 1, 330, 1)
    assert [month["month"] for month in found["by_month"]] == ["2023-05", "2026-01"]
    assert (await read(person.http, STATISTICS, year=2026))["by_day"] == {"2026-01-01": 1}
    assert (await read(person.http, STATISTICS, year=2023))["by_day"] == {}


async def test_own_ratings_stand_against_everyones(accounts: Accounts) -> None:
    admin, ada, eve = await accounts.admin(), await accounts.person(), await accounts.person()
    genre = (await admin.http.post("/api/v1/genres", json={"name": "Noir"})).json()["id"]
    heat = await made(admin, "Heat", genre_ids=[genre], release_date="1995-12-15")
    for person, score in ((ada, 5), (eve, 2)):
        body = {"title_id": heat, "score": score, "mark_completed": True}
        assert (await person.http.post("/api/v1/ratings", json=body)).status_code == 201
    found = await read(ada.http, STATISTICS, year=date.today().year)  # noqa: DTZ011 - any zone will do
    assert (found["average"], found["average_of_all"], found["reviews"]) == (5, 3.5, 0)
    ratings: dict[str, dict[str, int]] = found["ratings"]
    assert {score: count for score, count in ratings["own"].items() if count} == {"5": 1}
    assert {score: count for score, count in ratings["all"].items() if count} == {"2": 1, "5": 1}
    (far,) = found["furthest"]
    assert (far["title"]["title"], far["title"]["year"], far["own"], far["all"]) == ("Heat", 1995, 5, 3.5)
    assert far["title"]["genres"] == [{"id": genre, "name": "Noir"}]
    assert found["by_genre"] == [{"id": genre, "name": "Noir", "count": 1, "average": 5}]


async def test_statistics_of_nothing(accounts: Accounts) -> None:
    person = await accounts.person()
    found = await read(person.http, STATISTICS, year=2025)
    assert (found["movies"], found["minutes"], found["average"], found["furthest"]) == (0, 0, None, [])
    assert set(found["ratings"]["own"].values()) == {0}


@pytest.mark.parametrize("year", ["0", "10000", "x"])
async def test_year_that_is_none(year: str, accounts: Accounts) -> None:
    person = await accounts.person()
    assert (await person.http.get(STATISTICS, params={"year": year})).status_code == 422


async def test_what_has_no_episodes_goes_on_behind_shows_that_wait(
    accounts: Accounts, connection: asyncpg.Connection
) -> None:
    admin, person = await accounts.admin(), await accounts.person()
    movie, hidden = [await made(admin, name) for name in ("Heat", "Ran")]
    entry_id = await listed(person, movie, "watching")
    await listed(person, hidden, "watching", hidden_from=["next_up"])
    for number in range(2):
        show = await made(admin, f"Show {number}", media_type="show")
        await stored_episode(connection, UUID(show), 1, 1, air_date=date(2999, 1, 1))
        await listed(person, show, "watching")

    home = await read(person.http, HOME, limit=1)

    assert [(one["id"], one["next_episode"]) for one in home["continue"]] == [(entry_id, None)]


async def test_month_in_which_something_was_completed_is_that_of_the_person(accounts: Accounts) -> None:
    admin, person = await accounts.admin(), await accounts.person()
    for zone in ("Pacific/Kiritimati", "Pacific/Honolulu"):
        await person.http.patch("/api/v1/auth/me", json={"time_zone": zone})
        today = datetime.now(ZoneInfo(zone)).date()
        before = (await read(person.http, HOME))["completed_this_month"]
        for finished_on in (str(today.replace(day=1)), f"{today:%Y-%m}", f"{today:%Y}", "2001-01"):
            await listed(person, await made(admin, f"{zone} {finished_on}"), "completed", finished_on=finished_on)
        assert (await read(person.http, HOME))["completed_this_month"] - before == 2


async def test_length_of_a_whole_show_is_unknown_however_it_was_said(accounts: Accounts) -> None:
    """Its running time is that of an episode."""
    admin, person = await accounts.admin(), await accounts.person()
    await played(person, await made(admin, "Logged", media_type="show", runtime_minutes=45), None)
    await listed(person, await made(admin, "Completed", media_type="show", runtime_minutes=45), "completed")
    found = await read(person.http, STATISTICS)
    assert (found["shows"], found["minutes"], found["minutes_unknown"]) == (2, 0, 2)
