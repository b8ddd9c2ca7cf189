"""Statements that bring back the rows of an operation, for each table whose rows an undo restores.

The images are read where they are stored, so each statement is one round trip, whatever the number of rows. Columns
that came after an image have their default.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ARRAY, DateTime, TextClause, Uuid, bindparam, text

from watchkeeper.foundation.postgres.entity import Entity
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.rating_entity import RatingEntity
from watchkeeper.models.entities.review_entity import ReviewEntity
from watchkeeper.models.entities.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.operation import RowKind

_BINDS: Final = (
    bindparam("user_id", type_=Uuid()),
    bindparam("operation_id", type_=Uuid()),
    bindparam("title_ids", type_=ARRAY(Uuid())),
    bindparam("row_ids", type_=ARRAY(Uuid())),
    bindparam("at", type_=DateTime(timezone=True)),
)
_LATER: Final = "greatest(:at, {} + interval '1 microsecond')"
_CHANGED: Final = "changed.user_id = :user_id AND changed.operation_id = :operation_id AND changed.kind = '{kind}'"
_SURVIVOR: Final = "coalesce(merged.into_id, image.title_id)"


@dataclass(frozen=True, slots=True)
class UndoableTable:
    """The statements of one table.

    `remove` removes rows that the operation made, `revert` brings those back that it changed, `restore` those that it
    removed; each returns `id` and `title_id` of the rows. `left` says why the others stay.
    """

    entity: type[Entity]
    titles: Statement
    lock: Statement
    remove: Statement
    revert: Statement
    restore: Statement
    left: Statement


def _statement(sql: str) -> Statement:
    return Statement(_bound(sql))


def _bound(sql: str) -> TextClause:
    return text(sql).bindparams(*(one for one in _BINDS if f":{one.key}" in sql))


def _undoable(
    kind: RowKind, entity: type[Entity], *, fixed: frozenset[str] = frozenset(), unique: str
) -> UndoableTable:
    """Return the statements of a table. `fixed` columns are the service's own, `unique` is when a row keeps others with
    its title away."""
    table = entity.__tablename__
    changed = _CHANGED.format(kind=kind.value)
    columns = [column for column in entity.__table__.columns if column.computed is None]
    restored = {column.name: _restored(column) for column in columns} | {
        "user_id": ":user_id",
        "title_id": "title.id",
        "updated_at": _LATER.format("image.updated_at"),
    }
    unchanged = fixed | {"user_id", "id", "title_id", "created_at"}
    reverted = {name: value for name, value in restored.items() if name not in unchanged} | {
        "updated_at": _LATER.format("own.updated_at")
    }
    own = f"own.user_id = :user_id AND own.id = changed.row_id AND own.edited_at = changed.edited_at AND {changed}"
    image = f"jsonb_populate_record(CAST(NULL AS {table}), changed.before) AS image"
    names = {
        "table": table,
        "changed": changed,
        "own": own,
        "image": image,
        "survivor": _SURVIVOR,
        "columns": ", ".join(restored),
        "values": ", ".join(restored.values()),
        "changes": ", ".join(f"{name} = {value}" for name, value in reverted.items()),
        "unique": unique,
    }
    parts = {name: _statement(sql.format(**names)) for name, sql in _TEMPLATES.items()}
    return UndoableTable(entity=entity, **parts)


def _restored(column: Any) -> str:  # noqa: ANN401 - a column of SQLAlchemy
    value = f"image.{column.name}"
    if column.nullable or column.server_default is None:
        return value
    default = column.server_default.arg
    return f"coalesce({value}, '{default}')" if isinstance(default, str) else f"coalesce({value}, {default})"


_TEMPLATES: Final[Mapping[str, str]] = {
    "titles": """
        SELECT coalesce(merged.into_id, named.title_id) AS title_id
        FROM (
            SELECT CAST(changed.before ->> 'title_id' AS uuid) AS title_id
            FROM operation_rows AS changed
            WHERE {changed} AND changed.before IS NOT NULL
            UNION
            SELECT own.title_id
            FROM operation_rows AS changed
            JOIN {table} AS own ON own.user_id = changed.user_id AND own.id = changed.row_id
            WHERE {changed}
        ) AS named
        LEFT JOIN merged_titles AS merged ON merged.title_id = named.title_id
    """,
    "lock": """
        SELECT own.id
        FROM {table} AS own
        WHERE own.user_id = :user_id AND own.id IN (
            SELECT changed.row_id FROM operation_rows AS changed WHERE {changed}
        )
        ORDER BY own.id
        FOR UPDATE
    """,
    "remove": """
        DELETE FROM {table} AS own
        USING operation_rows AS changed
        WHERE {own} AND changed.before IS NULL
        RETURNING own.id, own.title_id
    """,
    "revert": """
        UPDATE {table} AS own
        SET {changes}
        FROM operation_rows AS changed CROSS JOIN LATERAL {image}
        WHERE {own} AND changed.before IS NOT NULL
        RETURNING own.id, own.title_id
    """,
    # Statistics of titles are made and locked in the order of these rows.
    "restore": """
        INSERT INTO {table} ({columns})
        SELECT {values}
        FROM operation_rows AS changed
        CROSS JOIN LATERAL {image}
        LEFT JOIN merged_titles AS merged ON merged.title_id = image.title_id
        JOIN titles AS title ON title.id = {survivor} AND (title.owner_id IS NULL OR title.owner_id = :user_id)
        WHERE {changed} AND changed.before IS NOT NULL AND changed.edited_at IS NULL
        ORDER BY title.id
        ON CONFLICT DO NOTHING
        RETURNING id, title_id
    """,
    # What was there already when the operation happened came here by a merge of titles.
    "left": """
        SELECT changed.row_id AS id, CASE
            WHEN changed.edited_at IS NULL AND title.id IS NULL THEN 'title_gone'
            WHEN other.created_at < operation.created_at THEN 'in_the_way'
            ELSE 'changed_since'
        END AS reason
        FROM operation_rows AS changed
        JOIN operations AS operation
            ON operation.user_id = changed.user_id AND operation.id = changed.operation_id
        CROSS JOIN LATERAL {image}
        LEFT JOIN merged_titles AS merged ON merged.title_id = image.title_id
        LEFT JOIN titles AS title ON title.id = {survivor} AND (title.owner_id IS NULL OR title.owner_id = :user_id)
        LEFT JOIN {table} AS other
            ON other.user_id = changed.user_id AND other.title_id = title.id AND other.id <> changed.row_id AND {unique}
        WHERE {changed} AND NOT changed.row_id = ANY(:row_ids)
        ORDER BY changed.ordinal
    """,
}

TABLES: Final[Mapping[RowKind, UndoableTable]] = {
    RowKind.WATCH_ENTRY: _undoable(RowKind.WATCH_ENTRY, WatchEntryEntity, unique="true"),
    RowKind.RATING: _undoable(RowKind.RATING, RatingEntity, unique="true"),
    RowKind.REVIEW: _undoable(
        RowKind.REVIEW,
        ReviewEntity,
        fixed=frozenset({"is_superseded"}),
        unique="NOT other.is_superseded AND NOT image.is_superseded",
    ),
}

KINDS: Final = _statement(
    "SELECT DISTINCT kind FROM operation_rows WHERE user_id = :user_id AND operation_id = :operation_id"
)
LOCK_TITLES: Final = _statement("SELECT id FROM titles WHERE id = ANY(:title_ids) ORDER BY id FOR KEY SHARE")
LOCK_RATING_STATISTICS: Final = _statement(
    "SELECT title_id FROM title_figures WHERE title_id = ANY(:title_ids) ORDER BY title_id FOR NO KEY UPDATE"
)
# A review shows the rating of its author.
TOUCH_REVIEWS: Final = _statement(
    f"""
    UPDATE reviews SET updated_at = {_LATER.format("updated_at")}
    WHERE user_id = :user_id AND title_id = ANY(:title_ids) AND NOT is_superseded
    """  # noqa: S608 - built from constants
)
