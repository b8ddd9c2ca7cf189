"""Reads rows that a statement has locked together with their titles (`named_id`, `is_open`).

Without any, the statement has one row of nothing.
"""

from collections.abc import Collection, Sequence
from typing import TypeVar
from uuid import UUID

from watchkeeper.foundation.core.errors import TransactionConflictError
from watchkeeper.foundation.postgres.database import Row
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.watchlist.locked_rows import LockedRows

RowT = TypeVar("RowT", WatchEntryEntity, RatingEntity)


def locked_rows(rows: Sequence[Row], entity: type[RowT], prefix: str, title_ids: Collection[UUID]) -> LockedRows[RowT]:
    """Return the rows whose columns have labels with `prefix`, and their titles.

    Raises TransactionConflictError if one of the titles that were asked for is gone, or a row was moved to another.
    """
    found = {row["named_id"] for row in rows}
    is_moved = any(row["named_id"] is None and row[f"{prefix}id"] is not None for row in rows)
    if is_moved or not found.issuperset(title_ids):
        raise TransactionConflictError
    entities = [
        entity(**{name: row[prefix + name] for name in entity.column_names}) for row in rows if row[f"{prefix}id"]
    ]
    return LockedRows(
        {one.id: one for one in entities},
        {one.title_id: one for one in entities},
        frozenset(row["named_id"] for row in rows if row["is_open"]),
    )
