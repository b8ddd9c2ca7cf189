"""Builders of plays, and of episodes as rows, which no provider fills yet."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg

from tests.support.accounts import Person
from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.uuid7 import uuid7

PLAYS = "/api/v1/plays"


async def stored_episode(
    connection: asyncpg.Connection,
    title_id: UUID,
    season: int,
    number: int,
    *,
    absolute_number: int | None = None,
    air_date: date | None = None,
    airs_at: datetime | None = None,
    external_ids: dict[str, str] | None = None,
    state: str = "current",
) -> UUID:
    """Store an episode with its season, and return its id."""
    season_id = await connection.fetchval(
        "INSERT INTO seasons (id, title_id, number, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)"
        " ON CONFLICT (title_id, number) DO UPDATE SET number = excluded.number RETURNING id",
        uuid7(),
        title_id,
        season,
        now(),
    )
    episode_id = uuid7()
    await connection.execute(
        "INSERT INTO episodes (id, title_id, season_id, season, number, absolute_number, kind, title, air_date,"
        " airs_at, state, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)",
        episode_id,
        title_id,
        season_id,
        season,
        number,
        absolute_number,
        "regular" if season else "special",
        f"Episode {number}",
        air_date,
        airs_at,
        state,
        now(),
    )
    for source, external_id in (external_ids or {}).items():
        await connection.execute(
            "INSERT INTO episode_external_ids (source, external_id, episode_id) VALUES ($1, $2, $3)",
            source,
            external_id,
            episode_id,
        )
    return episode_id


async def played(person: Person, title_id: UUID | str, **members: Any) -> dict[str, Any]:
    """Log a play of a title, and return it as answered."""
    answer = await person.http.post(PLAYS, json={"title_id": str(title_id), **members})
    assert answer.status_code == 201, answer.text
    play: dict[str, Any] = answer.json()
    return play


async def entry_of(person: Person, title_id: UUID | str) -> dict[str, Any] | None:
    """Return the entry of a title, or None."""
    answer = await person.http.get("/api/v1/watchlist", params={"title_id": str(title_id)})
    assert answer.status_code == 200, answer.text
    entries: list[dict[str, Any]] = answer.json()["items"]
    return entries[0] if entries else None


async def required_entry(person: Person, title_id: UUID | str) -> dict[str, Any]:
    """Return the entry of a title, which must be there."""
    entry = await entry_of(person, title_id)
    assert entry is not None
    return entry


async def plays_of(person: Person, **query: Any) -> list[dict[str, Any]]:
    """Return all plays that match, page by page."""
    answer = await person.http.get(PLAYS, params=query)
    assert answer.status_code == 200, answer.text
    plays: list[dict[str, Any]] = answer.json()["items"]
    while "Link" in answer.headers:
        answer = await person.http.get(answer.links["next"]["url"])
        plays += answer.json()["items"]
    return plays
