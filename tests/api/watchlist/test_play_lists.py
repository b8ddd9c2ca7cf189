"""The list of plays: filters, sorts, pages."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import Person
from tests.support.plays import PLAYS, played, plays_of
from tests.support.watchlist import problem, stored_title

MOMENTS = ("2012", "2012-05", "2012-05-01", "2012-05-31T23:30:00-04:00", None, "2011-12-31", None)


@pytest.fixture
async def film(connection: asyncpg.Connection, person: Person) -> UUID:
    return await stored_title(connection)


async def said(person: Person, **query: Any) -> list[str | None]:
    return [play["watched_on"] for play in await plays_of(person, **query)]


async def test_unknown_moments_come_last_both_ways_over_pages(person: Person, film: UUID) -> None:
    for watched_on in MOMENTS:
        await played(person, film, watched_on=watched_on)
    known = ["2011-12-31", "2012", "2012-05", "2012-05-01", "2012-06-01T03:30:00Z"]

    for limit in (1, 2, 6, 100):
        assert await said(person, sort="watched_on", limit=limit) == [*known, None, None]
        assert await said(person, limit=limit) == [*reversed(known), None, None]
    assert len(await said(person, sort="created_at", limit=3)) == len(MOMENTS)


async def test_days_are_local_and_periods_lie_within_them(person: Person, film: UUID) -> None:
    for watched_on in MOMENTS:
        await played(person, film, watched_on=watched_on)

    async def between(**days: str) -> set[str | None]:
        return set(await said(person, **days))

    assert await between(**{"from": "2012-05-01", "to": "2012-05-31"}) == {
        "2012-05",
        "2012-05-01",
        "2012-06-01T03:30:00Z",
    }
    assert await between(**{"from": "2012-05-02"}) == {"2012-06-01T03:30:00Z"}
    assert await between(to="2012-01-01") == {"2011-12-31"}
    assert await between(**{"from": "2012-01-01", "to": "2012-12-31"}) == set(MOMENTS) - {
        None,
        "2011-12-31",
        "2012-05-31T23:30:00-04:00",
    } | {"2012-06-01T03:30:00Z"}
    reversed_ = await person.http.get(PLAYS, params={"from": "2012-05-02", "to": "2012-05-01"})
    problem(reversed_, 422, "times_reversed")


async def test_list_is_filtered_by_what_was_watched(person: Person, film: UUID, connection: asyncpg.Connection) -> None:
    show = await stored_title(connection, "Lost", media_type="show")
    await played(person, film, watched_on="2012", source="trakt")
    await played(person, show, watched_on="2013-01-01", episode={"season": 1, "number": 2})
    await played(person, show, watched_on="2014-01", episode={"season": 2, "number": 2}, source="simkl")

    assert await said(person, title_id=film) == ["2012"]
    assert await said(person, media_type="show") == ["2014-01", "2013-01-01"]
    assert await said(person, season=2) == ["2014-01"]
    assert await said(person, precision=["day", "year"]) == ["2013-01-01", "2012"]
    assert await said(person, source=["trakt", "simkl"]) == ["2014-01", "2012"]
    assert await said(person, viewing=2) == []
    counted = await person.http.get(PLAYS, params={"with_total": True, "limit": 1, "media_type": "show"})
    assert counted.json()["total"] == 2


@pytest.mark.parametrize("query", [{"sort": "title"}, {"precision": "second"}, {"season": -1}, {"from": "2012"}])
async def test_unknown_filter_is_refused(person: Person, query: dict[str, Any]) -> None:
    problem(await person.http.get(PLAYS, params=query), 422, "validation_failed")


async def test_cursor_of_another_order_is_refused(person: Person, film: UUID) -> None:
    for _ in range(2):
        await played(person, film)
    cursor = (await person.http.get(PLAYS, params={"limit": 1})).json()["next_cursor"]

    answer = await person.http.get(PLAYS, params={"cursor": cursor, "sort": "created_at"})

    problem(answer, 422, "invalid_cursor")
