"""What PostgreSQL plans for a statement, and what in a plan grows with a table instead of with the page."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import asyncpg

from tests.support.resources import FILE
from watchkeeper.foundation.core.pagination import MAX_PAGE_SIZE
from watchkeeper.foundation.postgres.statement import Statement

MODES: Final = ("force_custom_plan", "force_generic_plan")
_MAX_ROWS: Final = MAX_PAGE_SIZE + 1
"""The longest page there is, and the row after it: a sort of no more fits the page."""

_STREAMING: Final = frozenset(
    {"Append", "Gather", "Gather Merge", "Incremental Sort", "Limit", "LockRows", "Memoize", "Result", "Subquery Scan"}
)
"""Nodes that read no more of their rows than they are asked for. What is not named here reads all of them."""

_OUTER: Final = frozenset({"Nested Loop", "Hash Join"})
"""Joins that stream their first part; the second is read whole, or once for each row of the first."""

_SCANS: Final = frozenset({"Index Scan", "Index Only Scan", "Bitmap Index Scan"})

_MOST_TO_PLAN: Final = 50.0
"""What PostgreSQL reckons for planning anew with some twenty tables (`cached_plan_cost` in its plancache.c)."""

_FOR_PLANS: Final = """
SELECT found.indexrelid::regclass::text AS name
FROM pg_index AS found JOIN pg_class AS own ON own.oid = found.indrelid
WHERE own.relnamespace = 'public'::regnamespace AND NOT found.indisunique
  AND NOT EXISTS (SELECT FROM pg_constraint AS its WHERE its.conindid = found.indexrelid AND its.contype <> 'f')
  AND NOT EXISTS (
      SELECT FROM pg_constraint AS reference
      WHERE reference.contype = 'f' AND reference.conrelid = found.indrelid
        AND string_to_array(found.indkey::text, ' ')::int2[] = reference.conkey
  )
"""

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Growth:
    """Something that takes longer in a larger table: a table or an index that is read whole, or a sort."""

    kind: str
    of: str

    def __str__(self) -> str:
        return f"{self.kind} {self.of}"


async def dependency_plan(
    connection: asyncpg.Connection, statement: Statement, mode: str, values: Mapping[str, Any]
) -> Node:
    """Return the plan that an execution of the prepared statement has in a mode.

    By PREPARE and EXECUTE in words: an EXPLAIN whose parameters are bound plans for their values in either mode.
    """
    try:
        literals = ", ".join(_literal(value) for value in statement.arguments(values))
    except KeyError as missing:
        raise AssertionError(
            f"Say under `values` of a resource in {FILE} what {missing} has: {statement.sql}"
        ) from None
    async with connection.transaction():
        await connection.execute(f"SET LOCAL plan_cache_mode = {mode}; SET LOCAL jit = off")
        await connection.execute(f"PREPARE looked_at AS {statement.sql}")
        call = f"looked_at ({literals})" if literals else "looked_at"
        found = await connection.fetchval(f"EXPLAIN (FORMAT JSON) EXECUTE {call}")
        await connection.execute("DEALLOCATE looked_at")
    plan: Node = json.loads(found)[0].get("Plan", {})
    return plan


async def kept_plans(
    connection: asyncpg.Connection, statement: Statement, values: Mapping[str, Any]
) -> Iterable[tuple[str, Node]]:
    """Return the plans that executions of a prepared statement come to have, by the modes that give them.

    The general one is among them only where PostgreSQL would keep it: where it looks no dearer than to plan anew.
    """
    custom, general = [await dependency_plan(connection, statement, mode, values) for mode in MODES]
    is_kept = general["Total Cost"] < custom["Total Cost"] + _MOST_TO_PLAN
    return [(MODES[0], custom), (MODES[1], general)] if is_kept else [(MODES[0], custom)]


def growth_of(plan: Node, large: frozenset[str]) -> set[Growth]:
    """Return what in a plan grows with the tables that are `large`."""
    return set(_growth(plan, large, is_bounded=False))


def _growth(node: Node, large: frozenset[str], *, is_bounded: bool) -> Iterator[Growth]:
    kind = node["Node Type"]
    if kind in ("Seq Scan", "Parallel Seq Scan") and node["Relation Name"] in large:
        yield Growth("table", node["Relation Name"])
    if kind in _SCANS and not is_bounded and "Index Cond" not in node:
        yield Growth("index", node["Index Name"])
    if kind == "Sort" and not _fits_page(node):
        yield Growth("sort", ", ".join(node["Sort Key"]))
    for place, child in enumerate(node.get("Plans", ())):
        yield from _growth(child, large, is_bounded=_hands_on(node, child, place, is_bounded=is_bounded))


def _hands_on(node: Node, child: Node, place: int, *, is_bounded: bool) -> bool:
    """Return whether a child is asked for a bounded number of rows."""
    kind = node["Node Type"]
    if child.get("Parent Relationship") in ("InitPlan", "SubPlan"):
        return False
    if kind == "Limit":
        return True
    return is_bounded and (kind in _STREAMING or (kind in _OUTER and place == 0))


def _fits_page(sort: Node) -> bool:
    node = sort
    while node.get("Plans"):
        node = node["Plans"][0]
        if node["Node Type"] == "Limit":
            return True
        if node["Node Type"] in ("Sort", "Append"):
            break
    return bool(sort["Plan Rows"] <= _MAX_ROWS)


def _nodes(plan: Node) -> Iterator[Node]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)


def indexes_of(plan: Node) -> set[str]:
    """Return the indexes that a plan reads."""
    return {node["Index Name"] for node in _nodes(plan) if "Index Name" in node}


async def indexes_for_plans(connection: asyncpg.Connection) -> set[str]:
    """Return the indexes that are there for plans alone: no constraint has them, and no reference by its columns."""
    return {row["name"] for row in await connection.fetch(_FOR_PLANS)}


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    return "'" + _text(value).replace("'", "''") + "'"


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if isinstance(value, list | tuple):
        return "{" + ",".join(json.dumps(_text(member)) for member in value) + "}"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
