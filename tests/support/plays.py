"""Builders of plays, and of the episodes that they name by title, season and number."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg

from tests.support import episodes
from tests.support.accounts import Person

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
        "SELECT id FROM seasons WHERE title_id = $1 AND number = $2", title_id, season
    )
    return await episodes.stored_episode(
        connection,
        season_id or await episodes.stored_season(connection, title_id, season),
        number,
        absolute_number=absolute_number,
        air_date=air_date,
        airs_at=airs_at,
        external_ids=external_ids or {},
        state=state,
    )


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
