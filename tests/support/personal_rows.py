"""All rows of a person, but for what tells when they changed."""

import json
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import asyncpg

_VERSIONS = ["updated_at", "edited_at"]
_TABLES = ("watch_entries", "viewings", "plays", "ratings", "reviews", "lists", "list_items", "list_links", "marks")
_SAID = ("started_on", "finished_on", "completed_at", "stated_count")

Rows = dict[str, Sequence[dict[str, Any]]]


async def rows_of(connection: asyncpg.Connection, user_id: UUID) -> Rows:
    """Return the rows of a person by table, without versions; tags that an operation made stay, so they are left out.

    Viewings of titles without plays, of which nothing is said, are left out, too.
    """
    rows: Rows = {table: await _rows(connection, table, user_id) for table in _TABLES}
    titles = {row["title_id"] for row in rows["plays"]}
    rows["viewings"] = [
        row for row in rows["viewings"] if row["title_id"] in titles or any(row[one] is not None for one in _SAID)
    ]
    return rows


def differences(before: Rows, after: Rows, *, but_for: Collection[UUID] = ()) -> list[str]:
    """Return what was and is no more, and what is and was not: table, title, row, column and value."""
    was, is_now = (_facts(rows, set(map(str, but_for))) for rows in (before, after))
    return sorted(f"-{one}" for one in was - is_now) + sorted(f"+{one}" for one in is_now - was)


def _facts(rows: Rows, but_for: Collection[str]) -> set[str]:
    return {
        f"{table} {row.get('title_id')} {row.get('id', row.get('number'))} {column} {value}"
        for table, found in rows.items()
        for row in found
        if row.get("title_id") not in but_for
        for column, value in row.items()
    }


async def _rows(connection: asyncpg.Connection, table: str, user_id: UUID) -> Sequence[dict[str, Any]]:
    found = await connection.fetch(
        f"SELECT to_jsonb(own) - $2::text[] AS own FROM {table} AS own WHERE user_id = $1",
        user_id,
        _VERSIONS,
    )
    return [json.loads(row["own"]) for row in found]
