"""The list: filters, every order over several pages, and pages that stay stable."""

from datetime import date
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from tests.support.accounts import Person
from tests.support.watchlist import (
    WATCHLIST,
    added,
    address,
    listed,
    problem,
    stored_genre,
    stored_title,
    titles_of,
)

# In the order of being added. Release dates and averages have ties and unknowns; "Élan" sorts as "elan".
TITLES: dict[str, dict[str, Any]] = {
    "delta": {"release_date": date(2001, 1, 1), "half_steps": (7, 8)},
    "Alpha": {"release_date": None, "half_steps": ()},
    "Élan": {"release_date": date(1999, 5, 5), "half_steps": (10,)},
    "Charlie": {"release_date": date(2001, 1, 1), "half_steps": (2,)},
    "bravo": {"release_date": None, "half_steps": (7, 8)},
    "Foxtrot": {"release_date": date(2024, 2, 29), "half_steps": ()},
}
ADDED = list(TITLES)
ORDERS = {
    "created_at": ADDED,
    "title": ["Alpha", "bravo", "Charlie", "delta", "Élan", "Foxtrot"],
}
# Ties are broken by id, hence by the order of adding, in the direction of the sort; unknowns come last both ways.
ORDERS_WITH_UNKNOWNS = {
    "release_date": ["Élan", "delta", "Charlie", "Foxtrot", "Alpha", "bravo"],
    "-release_date": ["Foxtrot", "Charlie", "delta", "Élan", "bravo", "Alpha"],
    "average_rating": ["Charlie", "delta", "bravo", "Élan", "Alpha", "Foxtrot"],
    "-average_rating": ["Élan", "bravo", "delta", "Charlie", "Foxtrot", "Alpha"],
}


@pytest.fixture
async def watchlist(person: Person, connection: asyncpg.Connection) -> list[dict[str, Any]]:
    """Six entries of one person, added in this order."""
    return [await added(person, await stored_title(connection, title, **facts)) for title, facts in TITLES.items()]


@pytest.mark.usefixtures("watchlist")
@pytest.mark.parametrize("limit", [1, 2, 5, 6, 100])
@pytest.mark.parametrize("sort", list(ORDERS))
async def test_sorts_run_both_ways_over_pages(person: Person, sort: str, limit: int) -> None:
    assert await listed(person, sort=sort, limit=limit) == ORDERS[sort]
    assert await listed(person, sort=f"-{sort}", limit=limit) == ORDERS[sort][::-1]


@pytest.mark.usefixtures("watchlist")
@pytest.mark.parametrize("limit", [1, 2, 3, 6])
@pytest.mark.parametrize("sort", list(ORDERS_WITH_UNKNOWNS))
async def test_unknown_dates_and_averages_come_last_both_ways(person: Person, sort: str, limit: int) -> None:
    assert await listed(person, sort=sort, limit=limit) == ORDERS_WITH_UNKNOWNS[sort]


async def test_leading_articles_do_not_count_in_the_order_of_titles(
    person: Person, connection: asyncpg.Connection
) -> None:
    names = ["A Bug's Life", "Cars", "The Iron Giant", "An Odyssey", "Theodora"]
    for name in reversed(names):
        await added(person, await stored_title(connection, name))

    assert await listed(person, sort="title", limit=2) == names
    assert await listed(person, sort="-title", limit=2) == names[::-1]


async def test_sort_by_last_change_follows_changes(person: Person, watchlist: list[dict[str, Any]]) -> None:
    await person.http.patch(address(watchlist[1]), json={"notes": "x"})

    changed_last = [*(title for title in ADDED if title != "Alpha"), "Alpha"]
    assert await listed(person, sort="updated_at", limit=4) == changed_last
    assert await listed(person, sort="-updated_at", limit=4) == changed_last[::-1]


@pytest.mark.usefixtures("watchlist")
async def test_default_is_newest_first_and_twenty_a_page(person: Person, connection: asyncpg.Connection) -> None:
    assert await listed(person) == ADDED[::-1]
    for number in range(16):
        await added(person, await stored_title(connection, f"More {number}"))

    first = await person.http.get(WATCHLIST)
    assert len(titles_of(first)) == 20
    assert f"cursor={first.json()['next_cursor']}" in first.headers["Link"]
    assert len(await listed(person)) == 22


async def test_same_moment_is_ordered_by_id_over_pages(
    person: Person, watchlist: list[dict[str, Any]], connection: asyncpg.Connection
) -> None:
    await connection.execute("UPDATE watch_entries SET created_at = '2026-01-01', updated_at = '2026-01-01'")

    for sort in ("created_at", "updated_at"):
        assert await listed(person, sort=sort, limit=2) == ADDED
        assert await listed(person, sort=f"-{sort}", limit=2) == ADDED[::-1]


@pytest.mark.usefixtures("watchlist")
async def test_filter_of_status_takes_any_of_several(person: Person, watchlist: list[dict[str, Any]]) -> None:
    await person.http.patch(address(watchlist[0]), json={"status": "completed"})
    await person.http.patch(address(watchlist[3]), json={"status": "dropped"})

    assert await listed(person, status="completed") == ["delta"]
    assert await listed(person, status=["completed", "dropped"], limit=1) == ["Charlie", "delta"]
    assert await listed(person, status=["dropped", "dropped"]) == ["Charlie"]
    assert await listed(person, status="on_hold") == []


async def test_filters_of_media_type_and_genre_narrow_together(person: Person, connection: asyncpg.Connection) -> None:
    crime, comedy = await stored_genre(connection, "Crime"), await stored_genre(connection, "Comedy")
    await added(person, await stored_title(connection, "Heat", genre_id=crime))
    await added(
        person, await stored_title(connection, "The Wire", media_type="show", genre_id=crime), status="watching"
    )
    await added(person, await stored_title(connection, "Airplane!", genre_id=comedy))
    await added(person, await stored_title(connection, "Monster", media_type="anime", genre_id=crime))

    assert await listed(person, media_type="show") == ["The Wire"]
    assert await listed(person, genre_id=crime, limit=1) == ["Monster", "The Wire", "Heat"]
    assert await listed(person, genre_id=crime, media_type="movie") == ["Heat"]
    assert await listed(person, genre_id=crime, status="watching", q="wire", sort="title") == ["The Wire"]
    assert await listed(person, genre_id=crime, status="dropped") == []
    assert await listed(person, genre_id=uuid4()) == []


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("amelie", ["Amélie"]),
        ("AMÉL", ["Amélie"]),
        ("fab", ["Amélie"]),
        ("matrix the", ["The Matrix Reloaded", "The Matrix"]),
        ("matr relo", ["The Matrix Reloaded"]),
        ("atrix", []),
        ("matrix amelie", []),
        ("m*a:'b&!|()<->\\", []),
        ("dont look", ["Don't Look Up"]),
        ("Don\u2019t", ["Don't Look Up"]),
        ("!!!", []),
        ("$9.99", ["$9.99"]),
        ("%", []),
        ("_", []),
    ],
)
async def test_words_find_titles_by_beginnings_of_all_their_words(
    person: Person, connection: asyncpg.Connection, q: str, found: list[str]
) -> None:
    await added(person, await stored_title(connection, "Amélie", original_title="Le Fabuleux Destin d'Amélie Poulain"))
    for title in ("The Matrix", "The Matrix Reloaded", "Don't Look Up", "$9.99"):
        await added(person, await stored_title(connection, title))

    assert await listed(person, q=q, limit=1) == found


@pytest.mark.usefixtures("watchlist")
async def test_total_counts_what_is_filtered_whatever_the_page(person: Person) -> None:
    page = (await person.http.get(WATCHLIST, params={"with_total": "true", "limit": 2})).json()
    assert (page["total"], len(page["items"])) == (6, 2)

    everything = {"status": "planned", "media_type": "movie", "q": "a", "with_total": "true"}
    assert (await person.http.get(WATCHLIST, params=everything)).json()["total"] == 1
    none = {"genre_id": str(uuid4()), "with_total": "true"}
    assert (await person.http.get(WATCHLIST, params=none)).json() == {"items": [], "next_cursor": None, "total": 0}
    assert "total" not in (await person.http.get(WATCHLIST)).json()


@pytest.mark.parametrize("sort", ["created_at", "-created_at", "title", "-release_date", "average_rating"])
async def test_pages_stay_stable_while_entries_come_and_go(
    person: Person, watchlist: list[dict[str, Any]], connection: asyncpg.Connection, sort: str
) -> None:
    everything = await listed(person, sort=sort)
    first = await person.http.get(WATCHLIST, params={"sort": sort, "limit": 3})
    read = {title: entry for entry in watchlist for title in [entry["title"]["title"]]}

    await person.http.delete(address(read[everything[0]]))
    await person.http.delete(address(read[everything[2]]))  # the very row the cursor names
    await person.http.delete(address(read[everything[4]]))
    await added(person, await stored_title(connection, "0 before all", release_date=date(9990, 1, 1)))
    rest = await person.http.get(first.links["next"]["url"])

    seen = titles_of(first) + titles_of(rest)
    stable = [title for title in seen if title != "0 before all"]
    assert stable == [title for title in everything if title != everything[4]]
    assert len(seen) == len(set(seen))


@pytest.mark.usefixtures("watchlist")
async def test_cursor_of_another_order_or_made_up_is_refused(person: Person) -> None:
    cursor = (await person.http.get(WATCHLIST, params={"limit": 1})).json()["next_cursor"]

    for query in ({"cursor": cursor, "sort": "title"}, {"cursor": cursor[:-2] + "xx"}, {"cursor": "garbage"}):
        refused = problem(await person.http.get(WATCHLIST, params=query), 422, "invalid_cursor")
        assert refused["errors"][0]["pointer"] == "/query/cursor"


@pytest.mark.usefixtures("watchlist")
async def test_filters_stay_in_the_link_to_the_next_page(person: Person) -> None:
    query: dict[str, Any] = {"status": ["planned", "watching"], "media_type": "movie", "limit": 2, "sort": "title"}

    first = await person.http.get(WATCHLIST, params=query)

    assert "status=planned&status=watching&media_type=movie&limit=2&sort=title&cursor=" in first.headers["Link"]
    assert await listed(person, **query) == ORDERS["title"]
