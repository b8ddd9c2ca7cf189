"""When what somebody watches airs, by the days where they are."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.plays import stored_episode
from tests.support.watchlist import added, address, problem, stored_title

TODAY = datetime.now(UTC).date()
DAY = timedelta(days=1)


async def stored_show(connection: asyncpg.Connection, title: str = "Blue Hours") -> UUID:
    """Store a show with a special of tomorrow and two episodes: of tomorrow and of next week."""
    show = await stored_title(connection, title, media_type="show", runtime_minutes=40)
    await stored_episode(connection, show, 0, 1, air_date=TODAY + DAY)
    await stored_episode(connection, show, 1, 1, air_date=TODAY + DAY)
    await stored_episode(connection, show, 1, 2, air_date=TODAY + 8 * DAY)
    return show


async def calendar(person: Person, **parameters: Any) -> list[dict[str, Any]]:
    answer = await person.http.get("/api/v1/calendar", params=parameters)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def told(items: list[dict[str, Any]]) -> list[tuple[str, str, str, int | None]]:
    return [
        (one["date"], one["title"]["title"], one["kind"], (one["episode"] or {"number": None})["number"])
        for one in items
    ]


async def test_month_ahead_has_episodes_and_movies_in_order(person: Person, connection: asyncpg.Connection) -> None:
    show = await stored_show(connection)
    movie = await stored_title(connection, "Heat", release_date=TODAY + 3 * DAY)
    later = await stored_title(connection, "Later", release_date=TODAY + 31 * DAY)
    year = await stored_title(connection, "Some day", release_date=TODAY)
    await connection.execute("UPDATE titles SET release_date_precision = 'year' WHERE id = $1", year)
    await added(person, show, status="watching")
    for title_id in (movie, later, year):
        await added(person, title_id)

    items = await calendar(person)

    assert told(items) == [
        (str(TODAY + DAY), "Blue Hours", "episode", 1),
        (str(TODAY + 3 * DAY), "Heat", "movie", None),
        (str(TODAY + 8 * DAY), "Blue Hours", "episode", 2),
    ]
    assert [one["status"] for one in items] == ["watching", "planned", "watching"]
    assert items[1]["id"] == str(movie)
    assert items[0]["episode"] | {"id": items[0]["id"]} == {
        "id": items[0]["id"],
        "season": 1,
        "number": 1,
        "absolute_number": None,
        "kind": "regular",
        "title": items[0]["episode"]["title"],
        "runtime_minutes": 40,
    }
    assert told(await calendar(person, what="movies")) == told(items[1:2])
    assert told(await calendar(person, status="planned")) == told(items[1:2])
    assert told(await calendar(person, sort="-date"))[0] == told(items)[2]
    assert await calendar(person, status="completed") == []


async def test_specials_come_when_asked_for_or_where_the_entry_includes_them(
    person: Person, connection: asyncpg.Connection
) -> None:
    entry = await added(person, await stored_show(connection), status="watching")
    assert len(await calendar(person)) == 2
    assert len(await calendar(person, specials=True)) == 3

    await person.http.patch(address(entry), json={"include_specials": True})

    assert len(await calendar(person)) == 3


@pytest.mark.parametrize("change", [{"status": "dropped"}, {"status": "on_hold"}, {"hidden_from": ["calendar"]}])
async def test_what_is_put_away_is_quiet_at_once(
    person: Person, connection: asyncpg.Connection, change: dict[str, Any]
) -> None:
    entry = await added(person, await stored_show(connection), status="watching")
    assert await calendar(person)

    await person.http.patch(address(entry), json=change)

    assert await calendar(person) == []


@pytest.mark.parametrize(
    ("zone", "day"), [("Pacific/Honolulu", "2026-03-04"), ("UTC", "2026-03-05"), ("Pacific/Kiritimati", "2026-03-05")]
)
async def test_instant_is_shown_on_the_day_where_the_person_is(
    person: Person, connection: asyncpg.Connection, zone: str, day: str
) -> None:
    await person.http.patch("/api/v1/auth/me", json={"time_zone": zone})
    show = await stored_title(connection, media_type="show")
    await stored_episode(connection, show, 1, 1, airs_at=datetime(2026, 3, 5, 6, tzinfo=UTC))
    await stored_episode(connection, show, 1, 2, air_date=date(2026, 3, 5))
    await added(person, show)

    items = await calendar(person, **{"from": "2026-03-01", "to": "2026-03-31"})

    assert {one["episode"]["number"]: one["date"] for one in items} == {1: day, 2: "2026-03-05"}
    assert {one["episode"]["number"]: one["airs_at"] for one in items} == {1: "2026-03-05T06:00:00Z", 2: None}
    assert len(await calendar(person, **{"from": day, "to": day})) == (1 if day != "2026-03-05" else 2)


async def test_first_and_last_of_a_season_are_told_apart(person: Person, connection: asyncpg.Connection) -> None:
    show = await stored_title(connection, media_type="show")
    for number in (1, 2, 3):
        await stored_episode(connection, show, 1, number, air_date=TODAY + number * DAY)
    await connection.execute("UPDATE episodes SET is_premiere = number = 1, is_finale = number = 3")
    await stored_episode(connection, show, 1, 4, air_date=TODAY + 4 * DAY)
    await connection.execute("UPDATE episodes SET state = 'gone' WHERE number = 4")
    await added(person, show)

    assert [one["kind"] for one in await calendar(person)] == ["premiere", "episode", "finale"]


async def test_pages_follow_each_other(person: Person, connection: asyncpg.Connection) -> None:
    for name in ("A", "B", "C"):
        await added(person, await stored_show(connection, name))

    first = (await person.http.get("/api/v1/calendar", params={"limit": 4, "with_total": True})).json()
    rest = await calendar(person, limit=4, cursor=first["next_cursor"])

    assert first["total"] == 6
    ids = [(one["date"], one["id"]) for one in first["items"] + rest]
    assert ids == sorted(set(ids))
    assert len(ids) == 6


async def test_days_that_make_no_calendar_are_refused(person: Person) -> None:
    for days, code in (
        ({"from": "2026-02-02", "to": "2026-02-01"}, "times_reversed"),
        ({"to": "2001-01-01"}, "times_reversed"),
        ({"from": "2026-01-01", "to": "2027-01-03"}, "range_too_long"),
    ):
        problem(await person.http.get("/api/v1/calendar", params=days), 422, code)
    for days in ({"from": "2026-01-01", "to": "2027-01-02"}, {"from": "9999-12-30"}, {"from": "0001-01-01"}):
        assert await calendar(person, **days) == []


async def test_calendar_is_known_while_nothing_changes(person: Person, connection: asyncpg.Connection) -> None:
    entry = await added(person, await stored_show(connection))
    read = await person.http.get("/api/v1/calendar")

    async def again() -> int:
        known = {"If-None-Match": read.headers["ETag"]}
        return (await person.http.get("/api/v1/calendar", headers=known)).status_code

    assert await again() == 304
    await person.http.patch(address(entry), json={"status": "watching"})
    assert await again() == 200


async def test_nobody_sees_the_calendar_of_others(accounts: Accounts, connection: asyncpg.Connection) -> None:
    person, other = await accounts.person(), await accounts.person()
    await added(person, await stored_show(connection))

    assert await calendar(other) == []
