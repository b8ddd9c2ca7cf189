"""Builders of the watchlist: titles and entries as rows, and what tests ask of the list."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

import asyncpg
import httpx

from tests.support.accounts import Person
from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.models.types.catalogue.search_terms import search_terms, title_key, title_sort

WATCHLIST = "/api/v1/watchlist"
MATRIX = {"source": "tmdb", "external_id": "603", "media_type": "movie", "title": "The Matrix"}


async def stored_title(
    connection: asyncpg.Connection,
    title: str = "Heat",
    *,
    media_type: str = "movie",
    release_date: date | None = None,
    runtime_minutes: int | None = None,
    half_steps: tuple[int, ...] = (),
    genre_id: UUID | None = None,
    original_title: str | None = None,
    external_ids: Mapping[str, str] = MappingProxyType({}),
    is_active: bool = True,
) -> UUID:
    """Store a title with the figures of some ratings (scores in half steps), and return its id."""
    title_id, at = uuid7(), now()
    await connection.execute(
        "INSERT INTO titles (id, media_type, title, original_title, release_date, release_date_precision, is_active,"
        " title_sort, title_key, search_words, created_at, updated_at, runtime_minutes)"
        " VALUES ($1, $2, $3, $4, $5, 'day', $6, $7, $8, $9, $10, $10, $11)",
        title_id,
        media_type,
        title,
        original_title,
        release_date,
        is_active,
        title_sort(title),
        title_key(title),
        search_terms((title, original_title), media_type, release_date.year if release_date else None),
        at,
        runtime_minutes,
    )
    await connection.execute(
        "INSERT INTO title_figures (title_id, ratings_count, half_steps_sum) VALUES ($1, $2, $3)",
        title_id,
        len(half_steps),
        sum(half_steps),
    )
    if genre_id is not None:
        await connection.execute("INSERT INTO title_genres (title_id, genre_id) VALUES ($1, $2)", title_id, genre_id)
    for source, external_id in external_ids.items():
        await connection.execute(
            "INSERT INTO title_external_ids (source, media_type, external_id, title_id) VALUES ($1, $2, $3, $4)",
            source,
            media_type,
            external_id,
            title_id,
        )
    return title_id


async def stored_genre(connection: asyncpg.Connection, name: str = "Crime") -> UUID:
    """Store a genre, and return its id."""
    genre_id = uuid7()
    await connection.execute(
        "INSERT INTO genres (id, name, name_key, name_sort, created_at, updated_at)"
        " VALUES ($1, $2::text, $2::text, $2::text, $3, $3)",
        genre_id,
        name,
        now(),
    )
    return genre_id


async def added(person: Person, title_id: UUID, **members: Any) -> dict[str, Any]:
    """Put a title into a watchlist, and return the entry as answered."""
    answer = await person.http.post(WATCHLIST, json={"title_id": str(title_id), **members})
    assert answer.status_code == 201, answer.text
    entry: dict[str, Any] = answer.json()
    return entry


async def listed(person: Person, **query: Any) -> list[str]:
    """Return the titles of all pages of a watchlist, page by page, following `Link`."""
    answer = await person.http.get(WATCHLIST, params=query)
    titles = titles_of(answer)
    while "Link" in answer.headers:
        answer = await person.http.get(answer.links["next"]["url"])
        titles += titles_of(answer)
    assert answer.json()["next_cursor"] is None
    return titles


def titles_of(answer: httpx.Response) -> list[str]:
    """Return the titles of a page of entries, in order."""
    assert answer.status_code == 200, answer.text
    return [item["title"]["title"] for item in answer.json()["items"]]


def address(entry: dict[str, Any]) -> str:
    """Return the address of an entry."""
    return f"{WATCHLIST}/{entry['id']}"


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """Return the problem that was answered, which must have this status and code."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    document: dict[str, Any] = answer.json()
    assert document["code"] == code
    return document


def pointers(answer: httpx.Response) -> list[str]:
    """Return the places named by a validation problem."""
    return [error["pointer"] for error in problem(answer, 422, "validation_failed")["errors"]]
