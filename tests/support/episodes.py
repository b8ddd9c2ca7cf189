"""Seasons and episodes, stored as a refresh would store them."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

import asyncpg

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.uuid7 import uuid7

NO_IDS: Mapping[str, str] = MappingProxyType({})


async def stored_season(
    connection: asyncpg.Connection, title_id: UUID, number: int = 1, *, external_ids: Mapping[str, str] = NO_IDS
) -> UUID:
    """Store a season, and return its id."""
    season_id, at = uuid7(), now()
    await connection.execute(
        "INSERT INTO seasons (id, title_id, number, name, external_ids, created_at, updated_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $6)",
        season_id,
        title_id,
        number,
        f"Season {number}",
        json.dumps(dict(external_ids)),
        at,
    )
    return season_id


async def stored_episode(
    connection: asyncpg.Connection,
    season_id: UUID,
    number: int = 1,
    *,
    title: str | None = None,
    absolute_number: int | None = None,
    air_date: date | None = None,
    airs_at: datetime | None = None,
    runtime_minutes: int | None = None,
    state: str = "current",
    replaced_by_id: UUID | None = None,
    external_ids: Mapping[str, str] = NO_IDS,
) -> UUID:
    """Store an episode, and return its id. Those of season 0 are specials."""
    episode_id, at = uuid7(), now()
    await connection.execute(
        "INSERT INTO episodes (id, title_id, season_id, season, number, absolute_number, kind, title, air_date,"
        " airs_at, runtime_minutes, state, replaced_by_id, created_at, updated_at)"
        " SELECT $1, title_id, id, number, $3, $4, CASE number WHEN 0 THEN 'special' ELSE 'regular' END, $5, $6, $7,"
        " $8, $9, $10, $11, $11 FROM seasons WHERE id = $2",
        episode_id,
        season_id,
        number,
        absolute_number,
        title or f"Episode {number}",
        air_date,
        airs_at,
        runtime_minutes,
        state,
        replaced_by_id,
        at,
    )
    for source, external_id in external_ids.items():
        await connection.execute(
            "INSERT INTO episode_external_ids VALUES ($1, $2, $3)", source, external_id, episode_id
        )
    return episode_id
