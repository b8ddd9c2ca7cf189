"""Builders of ratings and reviews, and the figures of titles reckoned in plain Python."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from fractions import Fraction
from math import floor
from typing import Any
from uuid import UUID

import asyncpg
import httpx

from tests.support.accounts import Accounts, Person
from tests.support.watchlist import stored_title
from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.uuid7 import uuid7

RATINGS = "/api/v1/ratings"
REVIEWS = "/api/v1/reviews"
TITLES = "/api/v1/titles"
BODY = "Every frame could hang on a wall.\n\nThe train over the water is the best of it."
SCORES = tuple(half_steps / 2 for half_steps in range(2, 11))

Json = dict[str, Any]

_LOCK_WAITERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def rated(scores: Iterable[float], *, mean: Fraction = Fraction(3)) -> Json:
    """Return what a title with these ratings shows, `mean` being that of all ratings at the last refresh."""
    values = [Fraction(score) for score in scores]
    count, total = len(values), sum(values, Fraction(0))
    return {
        "average": _rounded(total / count) if count else None,
        "weighted": _rounded((25 * mean + total) / (25 + count)) if count else None,
        "count": count,
        "distribution": {f"{score:g}": values.count(Fraction(score)) for score in SCORES},
    }


def _rounded(value: Fraction) -> float:
    return floor(value * 100 + Fraction(1, 2)) / 100


async def shown(http: httpx.AsyncClient, title_id: UUID) -> Json:
    """Return the figures that a title shows: those of its ratings, and the number of its reviews."""
    answer = await http.get(f"{TITLES}/{title_id}")
    assert answer.status_code == 200, answer.text
    return {**answer.json()["rating"], "reviews": answer.json()["reviews_count"]}


async def recounted(connection: asyncpg.Connection, title_id: UUID, *, mean: Fraction = Fraction(3)) -> Json:
    """Return the figures that a title should show by the rows that are there."""
    ratings = await connection.fetch("SELECT half_steps FROM ratings WHERE title_id = $1", title_id)
    reviews = await connection.fetchval("SELECT count(*) FROM reviews WHERE title_id = $1", title_id)
    return {**rated((row["half_steps"] / 2 for row in ratings), mean=mean), "reviews": reviews}


async def completed(
    connection: asyncpg.Connection, person: Person, title_id: UUID, status: str | None = "completed"
) -> None:
    """Put a title into a person's watchlist; None stands for leaving it out."""
    if status is None:
        return
    at = now()
    await connection.execute(
        "INSERT INTO watch_entries (user_id, id, title_id, status, completed_at, created_at, updated_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $6)",
        person.id,
        uuid7(),
        title_id,
        status,
        at if status == "completed" else None,
        at,
    )


async def watched_title(connection: asyncpg.Connection, *people: Person, title: str = "Heat", **members: Any) -> UUID:
    """Store a title that these people have watched."""
    title_id = await stored_title(connection, title, **members)
    for person in people:
        await completed(connection, person, title_id)
    return title_id


async def rate(person: Person, title_id: UUID, score: float = 4, **members: Any) -> Json:
    """Rate what somebody has watched, and return the rating as answered."""
    answer = await person.http.post(RATINGS, json={"title_id": str(title_id), "score": score, **members})
    assert answer.status_code == 201, answer.text
    rating: Json = answer.json()
    return rating


async def review(person: Person, title_id: UUID, rating: float = 4, **members: Any) -> Json:
    """Review what somebody has watched, and return the review as answered."""
    answer = await person.http.post(reviews_of(title_id), json={"rating": rating, "body": BODY, **members})
    assert answer.status_code == 201, answer.text
    written: Json = answer.json()
    return written


def reviews_of(title_id: UUID) -> str:
    """Return the address of the reviews of a title."""
    return f"{TITLES}/{title_id}/reviews"


def rating_at(rating: Json) -> str:
    """Return the address of a rating."""
    return f"{RATINGS}/{rating['id']}"


def review_at(written: Json) -> str:
    """Return the address of a review."""
    return f"{REVIEWS}/{written['id']}"


async def people(accounts: Accounts, number: int) -> list[Person]:
    """Make so many people."""
    return [await accounts.person() for _ in range(number)]


async def walked(http: httpx.AsyncClient, address: str, **query: Any) -> list[Json]:
    """Return the items of all pages of a list, page by page, following `Link`."""
    answer = await http.get(address, params=query)
    assert answer.status_code == 200, answer.text
    items: list[Json] = answer.json()["items"]
    while "Link" in answer.headers:
        answer = await http.get(answer.links["next"]["url"])
        assert answer.status_code == 200, answer.text
        items += answer.json()["items"]
    assert answer.json()["next_cursor"] is None
    return items


@asynccontextmanager
async def held(connection: asyncpg.Connection, sql: str, *values: Any) -> AsyncIterator[None]:
    """Run `sql` in a transaction that commits when the block is left."""
    async with connection.transaction():
        await connection.execute(sql, *values)
        yield


async def until_waiting(observer: asyncpg.Connection, number: int = 1) -> None:
    """Return once so many wait for a lock."""
    async with asyncio.timeout(10):
        while await observer.fetchval(_LOCK_WAITERS) < number:  # noqa: ASYNC110 - PostgreSQL tells nobody about waits
            await asyncio.sleep(0.01)


def codes(answers: Iterable[httpx.Response]) -> list[tuple[int, str | None]]:
    """Return statuses and codes of answers, sorted."""
    return sorted(((answer.status_code, _code(answer)) for answer in answers), key=str)


def _code(answer: httpx.Response) -> str | None:
    code: str | None = answer.json()["code"] if answer.is_error else None
    return code
