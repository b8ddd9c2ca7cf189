"""Makes the statements that bring back the rows of an operation in one table.

The images are read where they are stored, so each statement is one round trip, whatever the number of rows. Columns
that came after an image have their default.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from watchkeeper.foundation.postgres.entity import Entity
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.types.undo.operation import RowKind
from watchkeeper.repositories.text_statements import text_statement
from watchkeeper.repositories.undo.adapters.undo_templates import TEMPLATES, TITLE

_SERVICE_COLUMNS: Final = frozenset({"user_id", "id", "title_id"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of undo for the rows of a table, as conditions in SQL.

    `image` is a row as it was, `title` its title or the one that this was merged into, `other` another row of the
    person. `fixed` columns are the service's own, `values` are those that are not as they were.
    """

    is_resource: bool = True
    """Whether rows have an id and can be left; others follow silently."""
    names_title: bool = True
    edited: str = "edited_at"
    """The column by which an undo knows that a person has changed a row since."""
    is_gone: str = "title.id IS NULL"
    """Whether something that a row names is no more."""
    is_in_the_way: str = "other.title_id = title.id"
    belongs_to: str = "true"
    """Whether what a row is a part of is there."""
    is_needed: str = "false"
    """Whether the person has something since that needs a row of the operation."""
    room: str = "ALL"
    """How many more rows the person may have."""
    fixed: frozenset[str] = frozenset()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UndoableTable:
    """The statements of one table.

    `remove` removes rows that an operation made, `revert` brings those back that it changed, `restore` those that it
    removed; each returns the `id` of the rows and the `title_id`, if they have one. `left` says why the others stay.
    `titles` returns the titles that rows name.
    """

    restore: Statement | None
    lock: Statement | None
    left: Statement | None
    titles: Statement | None
    remove: Statement | None
    revert: Statement | None


def later_than(version: str) -> str:
    """Return the expression for the next `updated_at`."""
    return f"greatest(:at, {version} + interval '1 microsecond')"


def undoable(kind: RowKind, entity: type[Entity], rules: Rules) -> UndoableTable:
    """Return the statements of a table. Rows without `edited_at` come back only if they were removed."""
    names = _names(kind, entity, rules)
    made = {name: text_statement(sql.format(**names)) for name, sql in TEMPLATES.items() if _has(entity, rules, name)}
    return UndoableTable(**{name: made.get(name) for name in TEMPLATES})


def _has(entity: type[Entity], rules: Rules, name: str) -> bool:
    if not rules.is_resource:
        return name == "restore"
    if name == "titles":
        return rules.names_title
    return name not in ("remove", "revert") or rules.edited in entity.column_names


def _names(kind: RowKind, entity: type[Entity], rules: Rules) -> dict[str, str]:
    changed = f"changed.user_id = :user_id AND changed.operation_id = :operation_id AND changed.kind = '{kind.value}'"
    changed += " AND changed.ordinal >= :first"
    columns = [column for column in entity.__table__.columns if column.computed is None]
    restored = {column.name: _restored(column) for column in columns}
    restored |= {"user_id": ":user_id"}
    if "updated_at" in restored:
        restored["updated_at"] = later_than("image.updated_at")
    restored |= {"title_id": "title.id", **rules.values} if rules.names_title else rules.values
    unchanged = rules.fixed | _SERVICE_COLUMNS
    reverted = {name: value for name, value in restored.items() if name not in unchanged}
    reverted["updated_at"] = later_than("own.updated_at")
    return {
        "table": entity.__tablename__,
        "changed": changed,
        "own": f"own.user_id = :user_id AND own.id = changed.row_id AND {changed}"
        f" AND own.{rules.edited} = changed.edited_at",
        "image": f"jsonb_populate_record(CAST(NULL AS {entity.__tablename__}), changed.before) AS image",
        "title": TITLE if rules.names_title else "",
        "order": "title.id" if rules.names_title else "image.id",
        "returned": ", ".join(f"own.{name}" for name in ("id", "title_id") if name in restored),
        "columns": ", ".join(restored),
        "values": ", ".join(restored.values()),
        "changes": ", ".join(f"{name} = {value}" for name, value in reverted.items()),
        "is_gone": rules.is_gone,
        "is_in_the_way": rules.is_in_the_way,
        "belongs_to": rules.belongs_to,
        "is_needed": rules.is_needed,
        "room": rules.room,
    }


def _restored(column: Any) -> str:  # noqa: ANN401 - a column of SQLAlchemy
    value = f"image.{column.name}"
    if column.nullable or column.server_default is None:
        return value
    default = column.server_default.arg
    return f"coalesce({value}, '{default}')" if isinstance(default, str) else f"coalesce({value}, {default})"
