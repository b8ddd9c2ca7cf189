"""The list of one's own ratings: filters, orders, pages."""

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.feedback import RATINGS, rate, rating_at, walked, watched_title

RATED = {"Heat": 4.0, "Alien": 5.0, "Brazil": 4.0, "Élan": 1.5, "Dune": 2.0}


@pytest.fixture
async def person(accounts: Accounts, connection: asyncpg.Connection) -> Person:
    """Somebody who has rated five titles, in the order of RATED; shows are Dune and Alien."""
    person, other = await accounts.person(), await accounts.person()
    for title, score in RATED.items():
        media_type = "show" if title in ("Dune", "Alien") else "movie"
        title_id = await watched_title(connection, person, other, title=title, media_type=media_type)
        await rate(person, title_id, score)
        await rate(other, title_id, 3)
    return person


async def _titles(person: Person, **query: object) -> list[str]:
    return [item["title"]["title"] for item in await walked(person.http, RATINGS, **query)]


@pytest.mark.parametrize("limit", [1, 2, 5, 100])
@pytest.mark.parametrize(
    ("sort", "titles"),
    [
        (None, "Dune Élan Brazil Alien Heat"),
        ("created_at", "Heat Alien Brazil Élan Dune"),
        ("-created_at", "Dune Élan Brazil Alien Heat"),
        ("score", "Élan Dune Heat Brazil Alien"),
        ("-score", "Alien Brazil Heat Dune Élan"),
        ("title", "Alien Brazil Dune Élan Heat"),
        ("-title", "Heat Élan Dune Brazil Alien"),
    ],
)
async def test_list_is_in_the_order_asked_for_on_any_pages(
    person: Person, limit: int, sort: str | None, titles: str
) -> None:
    query = {"limit": limit} | ({"sort": sort} if sort else {})

    assert await _titles(person, **query) == titles.split()


async def test_list_by_last_change_follows_changes(person: Person) -> None:
    oldest = (await walked(person.http, RATINGS, sort="created_at"))[0]
    await person.http.put(rating_at(oldest), json={"score": 1})

    assert (await _titles(person, sort="-updated_at"))[0] == "Heat"
    assert (await _titles(person, sort="updated_at"))[-1] == "Heat"


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"score": "4"}, "Brazil Heat"),
        ({"score": "1.5"}, "Élan"),
        ({"score": "3"}, ""),
        ({"media_type": "show"}, "Dune Alien"),
        ({"media_type": "movie", "score": "4.0"}, "Brazil Heat"),
        ({"media_type": "anime"}, ""),
    ],
)
async def test_list_is_filtered(person: Person, query: dict[str, str], titles: str) -> None:
    assert await _titles(person, **query) == titles.split()
    counted = await person.http.get(RATINGS, params=query | {"with_total": "true", "limit": 1})
    assert counted.json()["total"] == len(titles.split())


async def test_item_of_the_list_is_the_rating_itself(person: Person) -> None:
    for item in await walked(person.http, RATINGS):
        assert (await person.http.get(rating_at(item))).json() == item
        assert item["title"]["average_rating"] == (item["score"] + 3) / 2


async def test_pages_are_stable_while_ratings_come_and_go(person: Person, connection: asyncpg.Connection) -> None:
    first = await person.http.get(RATINGS, params={"limit": 2})
    await person.http.delete(rating_at(first.json()["items"][1]))
    await rate(person, await watched_title(connection, person, title="New"), 3)

    second = await person.http.get(first.links["next"]["url"])

    assert [item["title"]["title"] for item in second.json()["items"]] == ["Brazil", "Alien"]


async def test_cursor_of_another_order_or_list_is_refused(person: Person) -> None:
    cursor = (await person.http.get(RATINGS, params={"limit": 1})).json()["next_cursor"]

    for address, query in ((RATINGS, {"sort": "score"}), ("/api/v1/watchlist", {}), ("/api/v1/reviews", {})):
        answer = await person.http.get(address, params=query | {"cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_cursor")


async def test_list_has_a_tag_and_is_private(person: Person) -> None:
    answer = await person.http.get(RATINGS)

    assert answer.headers["Cache-Control"] == "private, no-cache"
    unchanged = await person.http.get(RATINGS, headers={"If-None-Match": answer.headers["ETag"]})
    assert unchanged.status_code == 304


async def test_list_needs_a_caller(client: object, accounts: Accounts) -> None:
    person = await accounts.person()
    person.http.headers.pop("Authorization")

    assert (await person.http.get(RATINGS)).status_code == 401
