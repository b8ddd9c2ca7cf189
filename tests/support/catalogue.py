"""Builders of the catalogue: titles through the service, figures as rows, and what tests ask of its lists."""

import json
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import httpx

from tests.support.accounts import Person
from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.uuid7 import uuid7

TITLES = "/api/v1/titles"

Json = dict[str, Any]


def as_json(body: object) -> Json:
    """Return what httpx sends as `body` in ASCII: unlike its own `json`, this lets lone surrogates through."""
    return {"content": json.dumps(body), "headers": {"Content-Type": "application/json"}}


async def created(admin: Person, address: str, **members: Any) -> Json:
    """Create a resource, and return it as answered."""
    answer = await admin.http.post(address, json=members)
    assert answer.status_code == 201, answer.text
    resource: Json = answer.json()
    return resource


async def created_title(admin: Person, title: str = "Heat", **members: Any) -> Json:
    """Make a title through the service, and return it as answered."""
    return await created(admin, TITLES, title=title, **({"media_type": "movie"} | members))


async def created_genre(admin: Person, name: str) -> str:
    """Make a genre through the service, and return its id."""
    genre_id: str = (await created(admin, "/api/v1/genres", name=name))["id"]
    return genre_id


async def created_platform(admin: Person, name: str) -> str:
    """Make a platform through the service, and return its id."""
    platform_id: str = (await created(admin, "/api/v1/platforms", name=name))["id"]
    return platform_id


async def rate(
    connection: asyncpg.Connection, title: Json, *half_steps: int, weighted: str | None = None, reviews: int = 0
) -> None:
    """Give a title the figures of some ratings, in half steps (3.5 counts 7)."""
    distribution = [half_steps.count(step) for step in range(2, 11)]
    await connection.execute(
        "UPDATE title_figures SET ratings_count = $2, half_steps_sum = $3, distribution = $4, weighted = $5,"
        " reviews_count = $6 WHERE title_id = $1",
        UUID(title["id"]),
        len(half_steps),
        sum(half_steps),
        distribution,
        None if weighted is None else Decimal(weighted),
        reviews,
    )


async def watched(connection: asyncpg.Connection, person: Person, title: Json, status: str = "watching") -> UUID:
    """Put a title into a person's watchlist, and return the id of the entry."""
    entry_id = uuid7()
    await connection.execute(
        "INSERT INTO watch_entries (user_id, id, title_id, status, created_at, updated_at)"
        " VALUES ($1, $2, $3, $4, $5, $5)",
        person.id,
        entry_id,
        UUID(title["id"]),
        status,
        now(),
    )
    return entry_id


async def page(http: httpx.AsyncClient, **query: Any) -> Json:
    """Return a page of titles as answered."""
    answer = await http.get(TITLES, params=query)
    assert answer.status_code == 200, answer.text
    document: Json = answer.json()
    return document


async def walked(http: httpx.AsyncClient, **query: Any) -> list[str]:
    """Return the titles of all pages, in the order they were read."""
    document = await page(http, **query)
    titles = names(document)
    while document["next_cursor"] is not None:
        document = await page(http, **(query | {"cursor": document["next_cursor"]}))
        titles += names(document)
    return titles


def names(document: Json) -> list[str]:
    """Return the titles on a page, in order."""
    return [item["title"] for item in document["items"]]


def problem(answer: httpx.Response, status: int, code: str) -> Json:
    """Return the problem that was answered, which must have this status and code."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    document: Json = answer.json()
    assert document["code"] == code
    return document


def pointers(answer: httpx.Response, code: str = "validation_failed") -> list[str]:
    """Return the places named by a 422."""
    return [error["pointer"] for error in problem(answer, 422, code)["errors"]]
