"""Statements of operations. Every one but the removal is restricted to one person."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    DateTime,
    FromClause,
    Select,
    String,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.catalogue.merged_title_entity import MergedTitleEntity
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.entities.undo.operation_entity import OperationEntity
from watchkeeper.models.types.sorts import OperationSort
from watchkeeper.repositories.text_statements import text_statement

_OPERATIONS: FromClause = OperationEntity.__table__
_OWNED = _OPERATIONS.c.user_id == bindparam("user_id", type_=Uuid())
_ONE = (_OWNED, _OPERATIONS.c.id == bindparam("id", type_=Uuid()))
_SHOWN = ("id", "kind", "counts", "title", "name", "resources", "created_at", "undone_at", "expires_at")
_MERGED: FromClause = MergedTitleEntity.__table__
_TITLES: FromClause = TitleEntity.__table__
_IS_SEEN = or_(_TITLES.c.owner_id.is_(None), _TITLES.c.owner_id == _OPERATIONS.c.user_id)
_WITH_TITLES = _OPERATIONS.outerjoin(_MERGED, _MERGED.c.title_id == _OPERATIONS.c.title_id).outerjoin(
    _TITLES, and_(_TITLES.c.id == func.coalesce(_MERGED.c.into_id, _OPERATIONS.c.title_id), _IS_SEEN)
)
_TITLE = case(
    (
        _TITLES.c.id.is_not(None),
        cast(
            func.json_build_object(
                *(part for name in ("id", "media_type", "title") for part in (name, _TITLES.c[name]))
            ),
            Text(),
        ),
    )
).label("title")

SORTS: Mapping[str, SortColumn] = {"created_at": SortColumn(_OPERATIONS.c.created_at, datetime)}
_CONDITIONS: Mapping[str, ColumnElement[bool]] = {"kind": _OPERATIONS.c.kind == bindparam("kind", type_=String())}


def _shown(conditions: frozenset[str] = frozenset()) -> Select[Any]:
    """Select the columns of `Operation`."""
    columns = (_TITLE if name == "title" else _OPERATIONS.c[name] for name in _SHOWN)
    return select(*columns).select_from(_WITH_TITLES).where(_OWNED, *(_CONDITIONS[name] for name in sorted(conditions)))


@cache
def search(sort: OperationSort, conditions: frozenset[str], *, is_continued: bool) -> Statement:
    """Return one page of a person's operations that meet the named conditions."""
    column = column_for(SORTS, sort)
    return Statement(keyset_page(_shown(conditions), column, _OPERATIONS.c.id, sort, is_continued=is_continued))


@cache
def count(conditions: frozenset[str]) -> Statement:
    """Return how many operations of a person meet the named conditions."""
    return Statement(_shown(conditions).with_only_columns(func.count()))


BY_ID: Final = Statement(_shown().where(*_ONE))
STATE: Final = Statement(select(_OPERATIONS.c.kind, _OPERATIONS.c.undone_by, _OPERATIONS.c.expires_at).where(*_ONE))
SET_UNDONE: Final = Statement(
    update(OperationEntity)
    .where(*_ONE)
    .values(undone_at=bindparam("at", type_=DateTime(timezone=True)), undone_by=bindparam("by", type_=Uuid()))
)
ADD: Final = text_statement(
    """
    WITH operation AS (
        INSERT INTO operations (user_id, id, kind, counts, created_at, expires_at, title_id, name, resources)
        VALUES (:user_id, :id, :kind, :counts, :created_at, :expires_at, :title_id, :name, :resources)
    ), rows_of_operation AS (
        INSERT INTO operation_rows (user_id, operation_id, ordinal, kind, row_id, before, edited_at)
        SELECT :user_id, :id, ordinal, changed.kind, row_id, CAST(before AS jsonb), edited_at
        FROM unnest(:kinds, :row_ids, :images, :edited_ats) WITH ORDINALITY
            AS changed (kind, row_id, before, edited_at, ordinal)
    )
    SELECT 1
    """,
    counts=JSONB(),
)
ADD_ROWS: Final = text_statement(
    """
    WITH last AS (
        SELECT coalesce(max(there.ordinal), 0) AS ordinal FROM operation_rows AS there
        WHERE there.user_id = :user_id AND there.operation_id = :id
    ), added AS (
        INSERT INTO operation_rows (user_id, operation_id, ordinal, kind, row_id, before, edited_at)
        SELECT :user_id, :id, last.ordinal + changed.ordinal, changed.kind, row_id, CAST(before AS jsonb), edited_at
        FROM last, unnest(:kinds, :row_ids, :images, :edited_ats) WITH ORDINALITY
            AS changed (kind, row_id, before, edited_at, ordinal)
    )
    UPDATE operations SET part_starts = part_starts || CAST(last.ordinal + 1 AS integer)
    FROM last WHERE operations.user_id = :user_id AND operations.id = :id
    """
)
# A row that is as the operation left it before: the operation knows what it was at first, and how it leaves it now.
JOIN_ROWS: Final = text_statement(
    """
    WITH sent AS MATERIALIZED (
        SELECT kind, row_id, edited_at,
            CAST(coalesce(before ->> 'edited_at', before ->> 'updated_at') AS timestamptz) AS was_edited_at
        FROM (
            SELECT kind, row_id, CAST(image AS jsonb) AS before, edited_at
            FROM unnest(:kinds, :row_ids, :images, :edited_ats) AS changed (kind, row_id, image, edited_at)
        ) AS changed
    ), same AS MATERIALIZED (
        SELECT own.ordinal, own.row_id, sent.edited_at, own.before IS NULL AND sent.edited_at IS NULL AS is_gone
        FROM operation_rows AS own
        JOIN sent ON own.kind = sent.kind AND own.row_id = sent.row_id AND own.edited_at = sent.was_edited_at
        WHERE own.user_id = :user_id AND own.operation_id = :id
    ), gone AS (
        DELETE FROM operation_rows AS own USING same
        WHERE own.user_id = :user_id AND own.operation_id = :id AND own.ordinal = same.ordinal AND same.is_gone
    ), changed AS (
        UPDATE operation_rows AS own SET edited_at = same.edited_at FROM same
        WHERE own.user_id = :user_id AND own.operation_id = :id AND own.ordinal = same.ordinal AND NOT same.is_gone
    )
    SELECT row_id FROM same
    """
)
FINISH: Final = Statement(
    update(OperationEntity)
    .where(*_ONE)
    .values(
        counts=bindparam("counts", type_=JSONB()),
        expires_at=bindparam("expires_at", type_=DateTime(timezone=True)),
    )
)
# Of an operation from before there were parts all rows are one.
LAST_PART: Final = text_statement(
    """
    WITH last AS (
        SELECT max(there.ordinal) AS ordinal FROM operation_rows AS there
        WHERE there.user_id = :user_id AND there.operation_id = :id
    )
    SELECT coalesce(max(start), 0) AS first, last.ordinal AS last
    FROM last
    LEFT JOIN operations AS operation ON operation.user_id = :user_id AND operation.id = :id
    LEFT JOIN LATERAL unnest(operation.part_starts) AS start ON start <= last.ordinal
    WHERE last.ordinal IS NOT NULL
    GROUP BY last.ordinal
    """
)
ADD_COUNTS: Final = text_statement(
    """
    UPDATE operations SET counts = counts || (
        SELECT jsonb_object_agg(key, CAST(counts ->> key AS integer) + CAST(value AS integer))
        FROM jsonb_each_text(CAST(:counts AS jsonb))
    )
    WHERE user_id = :user_id AND id = :id
    """
)
REMOVE_ROWS: Final = text_statement(
    "DELETE FROM operation_rows WHERE user_id = :user_id AND operation_id = :id AND ordinal >= :first"
)
REMOVE_EXPIRED: Final = text_statement(
    """
    WITH expired AS (
        SELECT user_id, id FROM operations WHERE expires_at < :before ORDER BY expires_at LIMIT :limit
    ), emptied AS (
        DELETE FROM operation_rows AS changed USING expired
        WHERE changed.user_id = expired.user_id AND changed.operation_id = expired.id
    )
    DELETE FROM operations AS operation USING expired
    WHERE operation.user_id = expired.user_id AND operation.id = expired.id
    """
)
