"""The lists of reviews: of a title, and one's own."""

import asyncpg
import httpx
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.feedback import (
    RATINGS,
    REVIEWS,
    people,
    rating_at,
    review,
    review_at,
    reviews_of,
    walked,
    watched_title,
)

WRITTEN = ((3.0, False), (5.0, True), (None, False), (3.0, True), (1.0, False))
"""Ratings of five reviews, None taken back, and whether they contain spoilers, in the order they were written."""


@pytest.fixture
async def address(accounts: Accounts, connection: asyncpg.Connection) -> str:
    """Where the five reviews of a title are; another title has one too."""
    authors = await people(accounts, len(WRITTEN))
    title_id = await watched_title(connection, *authors)
    for author, (rating, contains_spoilers) in zip(authors, WRITTEN, strict=True):
        await review(author, title_id, rating or 4, body=f"{rating}", contains_spoilers=contains_spoilers)
        if rating is None:
            (given,) = await walked(author.http, RATINGS)
            await author.http.delete(rating_at(given))
    await review(authors[0], await watched_title(connection, authors[0], title="Other"), 2)
    return reviews_of(title_id)


@pytest.mark.parametrize("limit", [1, 2, 100])
@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (None, [4, 3, 2, 1, 0]),
        ("-created_at", [4, 3, 2, 1, 0]),
        ("created_at", [0, 1, 2, 3, 4]),
        ("rating", [4, 0, 3, 1, 2]),
        ("-rating", [1, 3, 0, 4, 2]),
    ],
)
async def test_reviews_of_a_title_are_in_the_order_asked_for_on_any_pages(
    client: httpx.AsyncClient, address: str, limit: int, sort: str | None, order: list[int]
) -> None:
    reviews = await walked(client, address, **({"limit": limit} | ({"sort": sort} if sort else {})))

    assert [(item["rating"], item["contains_spoilers"]) for item in reviews] == [WRITTEN[place] for place in order]
    assert len({item["id"] for item in reviews}) == len(WRITTEN)


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ({"rating": "3"}, [3, 0]),
        ({"rating": "4.5"}, []),
        ({"contains_spoilers": "true"}, [3, 1]),
        ({"contains_spoilers": "false"}, [4, 2, 0]),
        ({"contains_spoilers": "false", "rating": "3.0"}, [0]),
    ],
)
async def test_reviews_of_a_title_are_filtered(
    client: httpx.AsyncClient, address: str, query: dict[str, str], places: list[int]
) -> None:
    reviews = await walked(client, address, limit=1, **query)
    counted = await client.get(address, params=query | {"with_total": "true"})

    assert [(item["rating"], item["contains_spoilers"]) for item in reviews] == [WRITTEN[place] for place in places]
    assert counted.json()["total"] == len(places)


async def test_item_of_the_list_is_the_review_itself(client: httpx.AsyncClient, address: str) -> None:
    for item in await walked(client, address):
        assert (await client.get(review_at(item))).json() == item


async def test_title_without_reviews_has_an_empty_list(
    client: httpx.AsyncClient, connection: asyncpg.Connection
) -> None:
    answer = await client.get(reviews_of(await watched_title(connection)), params={"with_total": "true"})

    assert answer.json() == {"items": [], "next_cursor": None, "total": 0}


async def test_pages_are_stable_while_reviews_come_and_go(
    client: httpx.AsyncClient, address: str, accounts: Accounts
) -> None:
    newcomer, admin = await accounts.person(), await accounts.admin()
    first = await client.get(address, params={"limit": 2})
    assert (await admin.http.delete(review_at(first.json()["items"][1]))).status_code == 204
    body = {"rating": 5, "body": "New.", "mark_completed": True}
    assert (await newcomer.http.post(address, json=body)).status_code == 201

    second = await client.get(first.links["next"]["url"])

    assert [item["body"] for item in second.json()["items"]] == ["None", "5.0"]


async def test_cursor_of_another_title_or_order_is_refused(
    client: httpx.AsyncClient, address: str, connection: asyncpg.Connection
) -> None:
    other = reviews_of(await watched_title(connection, title="Another"))
    cursor = (await client.get(address, params={"limit": 1})).json()["next_cursor"]

    for wrong, sort in ((other, "-created_at"), (address, "rating"), (address, "created_at")):
        answer = await client.get(wrong, params={"cursor": cursor, "sort": sort})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_cursor")


class TestOwn:
    @pytest.fixture
    async def person(self, accounts: Accounts, connection: asyncpg.Connection) -> Person:
        person, other = await accounts.person(), await accounts.person()
        for number, (rating, contains_spoilers) in enumerate(WRITTEN):
            title_id = await watched_title(connection, person, other, title=f"Title {number}")
            await review(person, title_id, rating or 4, body=f"{number}", contains_spoilers=contains_spoilers)
            await review(other, title_id, 2)
        (taken_back,) = await walked(person.http, RATINGS, score=4)
        await person.http.delete(rating_at(taken_back))
        return person

    @pytest.mark.parametrize(
        ("query", "bodies"),
        [
            ({}, "4 3 2 1 0"),
            ({"sort": "created_at"}, "0 1 2 3 4"),
            ({"sort": "rating"}, "4 0 3 1 2"),
            ({"sort": "-rating"}, "1 3 0 4 2"),
            ({"rating": "3"}, "3 0"),
            ({"contains_spoilers": "true", "sort": "created_at"}, "1 3"),
        ],
    )
    async def test_own_reviews_are_listed_by_filter_and_order(
        self, person: Person, query: dict[str, str], bodies: str
    ) -> None:
        for limit in (2, 100):
            assert [item["body"] for item in await walked(person.http, REVIEWS, limit=limit, **query)] == bodies.split()
        counted = await person.http.get(REVIEWS, params=query | {"with_total": "true", "limit": 1})
        assert counted.json()["total"] == len(bodies.split())
        assert counted.headers["Cache-Control"] == "private, no-cache"
