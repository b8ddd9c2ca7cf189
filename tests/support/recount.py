"""Progress counted anew from the rows, episode by episode, as a person with paper and pencil would."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import asyncpg

_VIEWING = """
SELECT number, coalesce(finished_until, completed_at) AS done_until FROM viewings
WHERE user_id = $1 AND title_id = $2 ORDER BY number DESC LIMIT 1
"""
_EPISODES = "SELECT id, season, number, air_date, state, replaced_by_id FROM episodes WHERE title_id = $1"
_PLAYED = "SELECT DISTINCT episode_id, viewing FROM plays WHERE user_id = $1 AND title_id = $2"


@dataclass(frozen=True, slots=True)
class Counted:
    """An episode that counts in the progress of a viewing."""

    id: UUID | str
    is_seen: bool
    is_aired: bool


async def recounted(
    connection: asyncpg.Connection, user_id: UUID, title_id: UUID, status: str, *, with_specials: bool
) -> dict[str, Any]:
    """Return the progress of somebody in UTC with a title whose episodes air on days."""
    viewing = await connection.fetchrow(_VIEWING, user_id, title_id)
    number, done_until = (1, None) if viewing is None else (viewing["number"], viewing["done_until"])
    rows = {row["id"]: row for row in await connection.fetch(_EPISODES, title_id)}
    named = [row for row in await connection.fetch(_PLAYED, user_id, title_id) if row["episode_id"] is not None]
    ever_played = {_heir(row["episode_id"], rows) for row in named}
    played = {_heir(row["episode_id"], rows) for row in named if row["viewing"] == number}
    current = [row for row in rows.values() if row["state"] == "current" and (with_specials or row["season"] > 0)]
    current.sort(key=_by_day if with_specials else _place)
    now = datetime.now(UTC)
    counted = [
        Counted(
            row["id"],
            row["id"] in played or (done_until is not None and _aired_at(row) <= done_until),
            row["id"] in ever_played or _aired_at(row) <= now,
        )
        for row in current
    ]
    return {"viewing": number} | progress_of(counted, status)


def _heir(id_: UUID, rows: dict[UUID, asyncpg.Record]) -> UUID:
    """Return what an episode has become, and that again."""
    while rows[id_]["replaced_by_id"] is not None:
        id_ = rows[id_]["replaced_by_id"]
    return id_


def progress_of(counted: Sequence[Counted], status: str) -> dict[str, Any]:
    """Return what the episodes that count, in their order, come to."""
    seen = [at for at, one in enumerate(counted) if one.is_seen]
    furthest = seen[-1] if seen else -1
    missed = [at for at, one in enumerate(counted) if one.is_aired and not one.is_seen]
    ahead = [at for at in missed if at > furthest]
    return {
        "seen": len(seen),
        "aired": sum(one.is_aired for one in counted),
        "total": len(counted),
        "skipped": len(missed) - len(ahead),
        "next": str(counted[ahead[0]].id) if ahead else None,
        "last": str(counted[furthest].id) if seen else None,
        "state": _state(status, has_seen=bool(seen), has_next=bool(ahead)),
    }


def _state(status: str, *, has_seen: bool, has_next: bool) -> str:
    if has_next:
        return "in_progress" if has_seen else "not_started"
    if status == "completed":
        return "finished"
    return "caught_up" if has_seen else "not_started"


def _place(row: asyncpg.Record) -> tuple[int, int]:
    return row["season"], row["number"]


def _by_day(row: asyncpg.Record) -> tuple[date, int, int]:
    return row["air_date"], row["season"], row["number"]


def _aired_at(row: asyncpg.Record) -> datetime:
    return datetime.combine(row["air_date"] + timedelta(days=1), time(), UTC)
