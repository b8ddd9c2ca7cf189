"""What comes next of the shows that somebody watches."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.plays import played, stored_episode
from tests.support.watchlist import added, address, problem, stored_title

TODAY = datetime.now(UTC).date()
DAY = timedelta(days=1)


async def stored_show(connection: asyncpg.Connection, title: str = "Blue Hours", *, is_back: bool = False) -> UUID:
    """Store a show with a special, three episodes of long ago, and one of yesterday or of next week."""
    show = await stored_title(connection, title, media_type="show", runtime_minutes=40)
    await stored_episode(connection, show, 0, 1, air_date=date(2001, 1, 1))
    for number in (1, 2, 3):
        await stored_episode(connection, show, 1, number, air_date=date(2001, 1, number))
    await stored_episode(connection, show, 2, 1, air_date=TODAY - 2 * DAY if is_back else TODAY + 7 * DAY)
    return show


async def next_up(person: Person, **parameters: Any) -> list[dict[str, Any]]:
    answer = await person.http.get("/api/v1/next-up", params=parameters)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def told(items: list[dict[str, Any]]) -> list[tuple[str, int, int, str, int]]:
    return [
        (
            one["entry"]["title"]["title"],
            one["episode"]["season"],
            one["episode"]["number"],
            one["reason"],
            one["remaining"],
        )
        for one in items
    ]


async def saw(person: Person, show: UUID, season: int, *numbers: int) -> None:
    for number in numbers:
        await played(person, show, episode={"season": season, "number": number})


async def test_next_is_the_first_aired_one_after_the_furthest_seen(
    person: Person, connection: asyncpg.Connection
) -> None:
    show = await stored_show(connection)
    await saw(person, show, 1, 1)

    (item,) = await next_up(person)

    assert told([item]) == [("Blue Hours", 1, 2, "continue", 2)]
    assert item["remaining_minutes"] == 80
    assert item["entry"]["progress"]["next_episode"]["id"] == item["episode"]["id"]


async def test_earlier_gaps_are_not_pushed_and_unaired_episodes_never_come(
    person: Person, connection: asyncpg.Connection
) -> None:
    show = await stored_show(connection)
    await saw(person, show, 1, 3)

    assert await next_up(person) == []


async def test_special_that_counts_is_one_of_those_that_remain(person: Person, connection: asyncpg.Connection) -> None:
    show = await stored_show(connection)
    await stored_episode(connection, show, 0, 2, air_date=date(2001, 1, 9))
    await added(person, show, status="watching", include_specials=True)
    await saw(person, show, 1, 1)

    (item,) = await next_up(person)

    assert told([item]) == [("Blue Hours", 1, 2, "continue", 3)]


async def test_planned_shows_come_only_when_asked_for(person: Person, connection: asyncpg.Connection) -> None:
    show = await stored_show(connection)
    await added(person, show)

    assert await next_up(person) == []
    assert told(await next_up(person, include="planned")) == [("Blue Hours", 1, 1, "start", 3)]


async def test_completed_show_comes_back_with_what_has_aired_since(
    person: Person, connection: asyncpg.Connection
) -> None:
    show = await stored_show(connection, is_back=True)
    await added(person, show, status="completed", finished_on="2001-02-01")

    assert told(await next_up(person)) == [("Blue Hours", 2, 1, "new_episodes", 1)]
    assert await next_up(person, include="watching") == []


async def test_episodes_are_new_to_who_is_known_to_have_watched_before_they_aired(
    person: Person, connection: asyncpg.Connection
) -> None:
    known, unknown = [await stored_show(connection, name, is_back=True) for name in ("A", "B")]
    for show, day in ((known, "2001-02-01"), (unknown, None)):
        for number in (1, 2, 3):
            await played(person, show, episode={"season": 1, "number": number}, watched_on=day)

    reasons = [one[3] for one in told(await next_up(person, sort="title"))]

    assert reasons == ["new_episodes", "continue"]


async def test_rewatch_starts_at_the_first_episode(person: Person, connection: asyncpg.Connection) -> None:
    show = await stored_show(connection)
    await saw(person, show, 1, 1, 2)
    (item,) = await next_up(person)
    await person.http.post(f"{address(item['entry'])}/rewatch")

    assert told(await next_up(person)) == [("Blue Hours", 1, 1, "rewatch", 3)]


@pytest.mark.parametrize("change", [{"status": "dropped"}, {"status": "on_hold"}, {"hidden_from": ["next_up"]}])
async def test_what_is_put_away_is_quiet_at_once(
    person: Person, connection: asyncpg.Connection, change: dict[str, Any]
) -> None:
    show = await stored_show(connection)
    await saw(person, show, 1, 1)
    (item,) = await next_up(person)

    await person.http.patch(address(item["entry"]), json=change)

    assert await next_up(person) == []


async def test_specials_come_in_order_of_their_days_where_they_are_wanted(
    person: Person, connection: asyncpg.Connection
) -> None:
    show = await stored_show(connection)
    await added(person, show, status="watching", include_specials=True)
    assert told(await next_up(person))[0][1:3] == (0, 1)

    await saw(person, show, 0, 1)

    assert told(await next_up(person))[0][1:3] == (1, 1)


async def test_pages_and_sorts(person: Person, connection: asyncpg.Connection) -> None:
    for name in ("C", "A", "B"):
        await saw(person, await stored_show(connection, name), 1, 1)

    assert [one[0] for one in told(await next_up(person))] == ["B", "A", "C"]
    assert [one[0] for one in told(await next_up(person, sort="title"))] == ["A", "B", "C"]
    first = (await person.http.get("/api/v1/next-up", params={"limit": 2, "with_total": True})).json()
    assert first["total"] == 3
    rest = await next_up(person, limit=2, cursor=first["next_cursor"])
    assert [one[0] for one in told(first["items"] + rest)] == ["B", "A", "C"]


async def test_nobody_sees_what_is_next_for_others(accounts: Accounts, connection: asyncpg.Connection) -> None:
    person, other = await accounts.person(), await accounts.person()
    await saw(person, await stored_show(connection), 1, 1)

    assert len(await next_up(person)) == 1
    assert await next_up(other) == []


async def test_plays_of_what_nobody_knows_or_is_gone_hide_nothing(
    person: Person, connection: asyncpg.Connection
) -> None:
    show = await stored_show(connection)
    await stored_episode(connection, show, 1, 9, air_date=date(2001, 1, 9))
    await saw(person, show, 1, 1, 9)
    await saw(person, show, 7, 7)
    assert await next_up(person) == []
    await connection.execute("UPDATE episodes SET state = 'gone' WHERE title_id = $1 AND number = 9", show)
    await saw(person, show, 1, 1)

    assert told(await next_up(person)) == [("Blue Hours", 1, 2, "continue", 2)]


async def test_what_had_aired_when_it_was_completed_is_behind_whatever_its_place(
    person: Person, connection: asyncpg.Connection
) -> None:
    """An episode that aired later stands before others, as providers do with episodes that were held back."""
    show = await stored_show(connection)
    await connection.execute(
        "UPDATE episodes SET air_date = $1 WHERE title_id = $2 AND season = 1 AND number = 2", TODAY - 2 * DAY, show
    )
    await added(person, show, status="completed", finished_on="2002-01-01")

    assert await next_up(person) == []


async def test_movies_are_refused_in_words_of_the_contract(person: Person) -> None:
    answer = await person.http.get("/api/v1/next-up", params={"media_type": "movie"})
    (error,) = problem(answer, 422, "validation_failed")["errors"]
    assert (error["pointer"], error["detail"]) == ("/query/media_type", "Input should be 'show' or 'anime'")


async def test_inactive_title_of_ones_own_list_stays(person: Person, connection: asyncpg.Connection) -> None:
    show = await stored_show(connection)
    await saw(person, show, 1, 1)
    await connection.execute("UPDATE titles SET is_active = false")

    assert told(await next_up(person)) == [("Blue Hours", 1, 2, "continue", 2)]
    assert len((await person.http.get("/api/v1/calendar")).json()["items"]) == 1
