"""Every order of the catalogue, over pages of every size, while titles come and go."""

from typing import Any

import asyncpg
import httpx
import pytest

from tests.support.accounts import Person
from tests.support.catalogue import TITLES, created_title, names, page, rate, walked

SORTS = ("title", "release_date", "created_at", "average_rating", "weighted_rating", "ratings_count")
EVERY_SORT = pytest.mark.parametrize("sort", [sign + sort for sort in SORTS for sign in ("", "-")])

# title, release date, half steps of its ratings, weighted
ROWS: list[tuple[str, str | None, tuple[int, ...], str | None]] = [
    ("Éclair", "1999-01-01", (8, 8), "3.9000"),
    ("eclair", "1999-01-01", (8, 8), "3.9000"),
    ("Zorn", None, (), None),
    ("Amelie", None, (), None),
    ("Brazil", "2001-05-05", (2,), "1.0100"),
    ("Brazil", "1985-02-20", (10, 10, 10), "4.9999"),
    ("The Bride", None, (), None),
    ("An Education", None, (), None),
    ("A Bug's Life", None, (), None),
    ("9½ Weeks", "1986-02-14", (6,), "3.0000"),
]


SORTED_AS = {
    "Éclair": "eclair",
    "9½ Weeks": "91\u20442 weeks",
    "The Bride": "bride",
    "An Education": "education",
    "A Bug's Life": "bug's life",
}


@pytest.fixture
async def titles(admin: Person, connection: asyncpg.Connection) -> list[dict[str, Any]]:
    """The titles of ROWS with their figures, in the order they were made."""
    made = []
    for name, release_date, half_steps, weighted in ROWS:
        title = await created_title(admin, name, release_date=release_date)
        await rate(connection, title, *half_steps, weighted=weighted)
        made.append((await admin.http.get(f"{TITLES}/{title['id']}")).json())
    return made


def key(title: dict[str, Any], sort: str) -> Any:
    rating = title["rating"]
    keys = {
        "title": SORTED_AS.get(title["title"], title["title"].lower()),
        "release_date": title["release_date"],
        "created_at": title["created_at"],
        "average_rating": rating["average"],
        "weighted_rating": rating["weighted"],
        "ratings_count": rating["count"],
    }
    return keys[sort]


def expected(titles: list[dict[str, Any]], sort: str) -> list[str]:
    """Return the ids in the order of `sort`: unknown values last, ties by id, in the direction of the sort."""
    column, is_descending = sort.removeprefix("-"), sort.startswith("-")
    known = [title for title in titles if key(title, column) is not None]
    unknown = [title for title in titles if key(title, column) is None]
    known.sort(key=lambda title: (key(title, column), title["id"]), reverse=is_descending)
    unknown.sort(key=lambda title: title["id"], reverse=is_descending)
    return [title["id"] for title in known + unknown]


async def walked_ids(http: httpx.AsyncClient, **query: Any) -> list[str]:
    document = await page(http, **query)
    read = [title["id"] for title in document["items"]]
    while document["next_cursor"] is not None:
        document = await page(http, **(query | {"cursor": document["next_cursor"]}))
        read += [title["id"] for title in document["items"]]
    return read


@EVERY_SORT
async def test_pages_of_any_size_hold_every_title_once_in_order(
    client: httpx.AsyncClient, titles: list[dict[str, Any]], sort: str
) -> None:
    order = expected(titles, sort)

    for limit in (1, 2, 3, 100):
        assert await walked_ids(client, sort=sort, limit=limit) == order


@EVERY_SORT
async def test_walk_misses_and_repeats_nothing_while_others_come_and_go(
    client: httpx.AsyncClient, admin: Person, connection: asyncpg.Connection, titles: list[dict[str, Any]], sort: str
) -> None:
    order = expected(titles, sort)
    first = await page(client, sort=sort, limit=3)
    read = [title["id"] for title in first["items"]]

    # the last row read goes, and so does one that was read before; twins of every row come
    for id_ in read[1:]:
        assert (await admin.http.delete(f"{TITLES}/{id_}")).status_code == 204
    for name, release_date, half_steps, weighted in ROWS:
        await rate(
            connection, await created_title(admin, name, release_date=release_date), *half_steps, weighted=weighted
        )
    rest = await walked_ids(client, sort=sort, limit=2, cursor=first["next_cursor"])

    assert len(set(read + rest)) == len(read + rest)
    assert [id_ for id_ in rest if id_ in order] == order[3:]


async def test_newest_come_first_unless_asked_otherwise(
    client: httpx.AsyncClient, titles: list[dict[str, Any]]
) -> None:
    assert names(await page(client)) == [title["title"] for title in reversed(titles)]


async def test_long_equal_beginnings_are_told_apart_by_id(client: httpx.AsyncClient, admin: Person) -> None:
    made = [await created_title(admin, "ﷺ" * 499 + sign) for sign in "BACB"]

    assert await walked_ids(client, sort="title", limit=1) == [title["id"] for title in made]
    assert await walked_ids(client, sort="-title", limit=1) == [title["id"] for title in reversed(made)]
    assert len(await walked(client, q="ﷺ", limit=1)) == 4
