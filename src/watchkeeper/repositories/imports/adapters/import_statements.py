"""Statements of imports. Every one but those of the background is restricted to one person."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    DateTime,
    FromClause,
    Integer,
    Select,
    String,
    Uuid,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)

from watchkeeper.foundation.postgres.constraint_errors import existing
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page
from watchkeeper.foundation.postgres.statement import Statement, parameters_of
from watchkeeper.foundation.postgres.table_adapter import later_than
from watchkeeper.models.entities.imports.import_entity import ImportEntity, ImportFileEntity, ImportRowEntity
from watchkeeper.models.types.imports.import_state import RUNNING, ImportState
from watchkeeper.models.types.sorts import ImportSort

_IMPORTS: FromClause = ImportEntity.__table__
_OWNED = _IMPORTS.c.user_id == bindparam("user_id", type_=Uuid())
_ONE = (_OWNED, _IMPORTS.c.id == bindparam("id", type_=Uuid()))
_SHOWN: tuple[ColumnElement[Any], ...] = (
    *(_IMPORTS.c[name] for name in ("id", "created_at", "updated_at", "state", "source", "file_name", "file_size")),
    func.encode(_IMPORTS.c.sha256, "hex").label("sha256"),
    _IMPORTS.c.options,
    _IMPORTS.c.state.label("progress__phase"),
    _IMPORTS.c.done.label("progress__done"),
    _IMPORTS.c.total.label("progress__total"),
    *(_IMPORTS.c[name] for name in ("counts", "undecided", "members", "warnings", "mode", "written", "error")),
    *(_IMPORTS.c[name] for name in ("expires_at", "committed_at", "rolled_back_at")),
)
_STORED = parameters_of(_IMPORTS.columns)
_CHANGED = {name: value for name, value in _STORED.items() if name not in {"user_id", "id", "created_at"}}

SORTS: Mapping[str, SortColumn] = {"created_at": SortColumn(_IMPORTS.c.created_at, datetime)}
_CONDITIONS: Mapping[str, ColumnElement[bool]] = {"state": _IMPORTS.c.state == bindparam("state", type_=String())}


def _shown(conditions: frozenset[str] = frozenset()) -> Select[Any]:
    """Select the columns of `Import`."""
    return select(*_SHOWN).where(_OWNED, *(_CONDITIONS[name] for name in sorted(conditions)))


@cache
def search(sort: ImportSort, conditions: frozenset[str], *, is_continued: bool) -> Statement:
    """Return one page of a person's imports that meet the named conditions."""
    column = column_for(SORTS, sort)
    return Statement(keyset_page(_shown(conditions), column, _IMPORTS.c.id, sort, is_continued=is_continued))


@cache
def count(conditions: frozenset[str]) -> Statement:
    """Return how many imports of a person meet the named conditions."""
    return Statement(_shown(conditions).with_only_columns(func.count()))


BY_ID: Final = Statement(_shown().where(*_ONE))
IN_THE_WAY: Final = Statement(
    existing("import", _IMPORTS.c.id, _OWNED, _IMPORTS.c.state.in_([literal_column(f"'{one}'") for one in RUNNING]))
)
LOCKED: Final = Statement(select(*_IMPORTS.columns).where(*_ONE).with_for_update())
ADD: Final = Statement(insert(ImportEntity).values(_STORED))
SAVE: Final = Statement(
    update(ImportEntity)
    .where(*_ONE)
    .values(_CHANGED | {"updated_at": later_than(_IMPORTS.c.updated_at)})
    .returning(_IMPORTS.c.updated_at)
)
DELETE: Final = Statement(delete(ImportEntity).where(*_ONE))

_AT = bindparam("at", type_=DateTime(timezone=True))
_superfluous = (
    select(_IMPORTS.c.id)
    .where(_OWNED, _IMPORTS.c.state == ImportState.PREVIEW.value)
    .order_by(_IMPORTS.c.created_at.desc())
    .offset(bindparam("but", type_=Integer()))
)
EXPIRE_PREVIEWS: Final = Statement(
    update(ImportEntity)
    .where(_OWNED, _IMPORTS.c.id.in_(_superfluous))
    .values(state=ImportState.EXPIRED.value, expires_at=_AT, updated_at=later_than(_IMPORTS.c.updated_at, "at"))
)
OUTDATED: Final = Statement(
    select(_IMPORTS.c.user_id, _IMPORTS.c.id)
    .where(_IMPORTS.c.expires_at <= _AT)
    .order_by(_IMPORTS.c.expires_at)
    .limit(1)
    .with_for_update(skip_locked=True)
)
END: Final = Statement(
    update(ImportEntity)
    .where(*_ONE)
    .values(
        state=func.replace(_IMPORTS.c.state, ImportState.PREVIEW.value, ImportState.EXPIRED.value),
        expires_at=None,
        updated_at=later_than(_IMPORTS.c.updated_at, "at"),
    )
)


def _of_import(table: FromClause) -> tuple[ColumnElement[bool], ...]:
    return (
        table.c.user_id == bindparam("user_id", type_=Uuid()),
        table.c.import_id == bindparam("id", type_=Uuid()),
    )


REMOVE_FILES: Final = Statement(delete(ImportFileEntity).where(*_of_import(ImportFileEntity.__table__)))
REMOVE_ROWS: Final = Statement(delete(ImportRowEntity).where(*_of_import(ImportRowEntity.__table__)))
