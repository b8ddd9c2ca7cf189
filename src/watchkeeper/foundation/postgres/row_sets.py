"""Statements that write many rows at once: they come as one JSON text, because arrays of arrays have no columns."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from sqlalchemy import (
    ARRAY,
    CTE,
    JSON,
    ColumnElement,
    FromClause,
    Text,
    Uuid,
    bindparam,
    cast,
    column,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from watchkeeper.foundation.postgres.entity import Entity

_KEY = ("user_id", "id")
_INFINITE: Final = {datetime.min.replace(tzinfo=UTC): "-infinity", datetime.max.replace(tzinfo=UTC): "infinity"}
"""What the driver makes of times without an end, which JSON would have as times of the years 1 and 9999."""


def rows_as_json(rows: Iterable[Entity]) -> str:
    """Return rows as the text that statements of this module take, without columns that are null."""
    return msgspec.json.encode([_values_of(row) for row in rows]).decode()


def _values_of(row: Entity) -> dict[str, Any]:
    return {
        name: _INFINITE.get(value, value) if isinstance(value, datetime) else value
        for name, value in row.values().items()
        if value is not None
    }


def insert_rows(entity: type[Entity], parameter: str) -> Any:  # noqa: ANN401 - SQLAlchemy's
    """Return the statement that inserts the rows in a parameter."""
    names = _names_of(entity)
    return insert(entity).from_select(names, select(*_sent(entity, parameter).c))


def insert_missing_rows(entity: type[Entity], parameter: str) -> Any:  # noqa: ANN401 - SQLAlchemy's
    """Return the statement that inserts those rows in a parameter whose key is not there."""
    rows = select(*_sent(entity, parameter).c)
    return upsert(entity).from_select(_names_of(entity), rows).on_conflict_do_nothing()


def write_rows(entity: type[Entity], owner: ColumnElement[Any], *, prefix: str = "") -> Sequence[CTE]:
    """Return the parts of a statement that inserts the rows in the parameter `added`, replaces those in `changed`, and
    deletes those with the ids in `removed`: rows of one account, whose key is (user_id, id).

    `prefix` stands before the names of the parameters.
    """
    table: FromClause = entity.__table__
    name = entity.__tablename__
    sent = _sent(entity, f"{prefix}changed")
    is_sent = [table.c[key] == (owner if key == "user_id" else sent.c[key]) for key in _KEY]
    values = {member: sent.c[member] for member in _names_of(entity) if member not in _KEY}
    removed = bindparam(f"{prefix}removed", type_=ARRAY(Uuid()))
    return (
        insert_rows(entity, f"{prefix}added").cte(f"added_{name}"),
        update(entity).where(*is_sent).values(values).cte(f"changed_{name}"),
        delete(entity).where(table.c.user_id == owner, table.c.id == func.any(removed)).cte(f"removed_{name}"),
    )


def _names_of(entity: type[Entity]) -> list[str]:
    return [one.name for one in entity.__table__.columns if one.computed is None]


def _sent(entity: type[Entity], parameter: str) -> Any:  # noqa: ANN401 - SQLAlchemy's
    """Return the rows in a parameter as a table with the columns of an entity."""
    columns = [column(name, entity.__table__.c[name].type) for name in _names_of(entity)]
    row_type: ColumnElement[Any] = literal_column(f"NULL::{entity.__tablename__}")
    text = cast(bindparam(parameter, type_=Text()), JSON())
    return func.json_populate_recordset(row_type, text).table_valued(*columns, name=f"sent_{parameter}")
