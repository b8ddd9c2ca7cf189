"""Statements written in SQLAlchemy Core, compiled once, run by the driver."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, CompoundSelect, Select, TableClause, TextClause, bindparam, text
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.sql import visitors
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.sql.selectable import ReturnsRows

_PARAMETER = re.compile(r"(?<![:\w]):(\w+)(?!:)")
_DIALECT = asyncpg.dialect()  # type: ignore[no-untyped-call]


class Statement:
    """A Core statement as PostgreSQL reads it (`$1`, `$2` …) with the order of its parameters.

    Create one at import time, or behind a cache keyed by its shape: compiling costs half a millisecond, running a
    compiled one nothing on top of the driver. Every `bindparam` without a value must be given at each call.

    `reads` names the tables of a read-only statement; it is empty for a statement that writes or locks, and for text,
    whose tables are unknown. `labels` are the names of the result columns, in order; they are unknown for text without
    `text(…).columns(…)`.
    """

    __slots__ = ("_defaults", "_names", "labels", "reads", "sql")

    def __init__(self, clause: ClauseElement) -> None:
        compiled = clause.compile(dialect=_DIALECT)
        self.sql: str = str(compiled)
        self.reads: frozenset[str] = _tables_read(clause)
        self.labels: tuple[str, ...] = _labels_of(clause)
        self._names: Sequence[str] = compiled.positiontup or ()  # type: ignore[attr-defined]
        self._defaults: Mapping[str, Any] = {
            name: bind.effective_value
            for name, bind in compiled.binds.items()  # type: ignore[attr-defined]
            if not bind.required
        }

    def arguments(self, values: Mapping[str, Any]) -> list[Any]:
        """Return the values in the order of the parameters. Raises KeyError for one that is missing."""
        defaults = self._defaults
        return [values[name] if name in values else defaults[name] for name in self._names]


def typed_text(sql: str, types: Mapping[str, Any]) -> TextClause:
    """Return text with parameters such as `:user_id`, whose types are given by their names."""
    names = sorted(set(_PARAMETER.findall(sql)))
    return text(sql).bindparams(*(bindparam(name, type_=types[name]) for name in names))


def parameters_of(columns: Iterable[ColumnElement[Any]]) -> dict[str, BindParameter[Any]]:
    """Return a parameter for each column of a table, by its name."""
    return {str(column.key): bindparam(column.key, type_=column.type) for column in columns}


def _tables_read(clause: ClauseElement) -> frozenset[str]:
    if not isinstance(clause, Select | CompoundSelect):
        return frozenset()
    elements = list(visitors.iterate(clause))
    if any(isinstance(element, UpdateBase) or _locks(element) for element in elements):
        return frozenset()
    return frozenset(element.name for element in elements if isinstance(element, TableClause))


def _labels_of(clause: ClauseElement) -> tuple[str, ...]:
    return tuple(clause.exported_columns.keys()) if isinstance(clause, ReturnsRows) else ()


def _locks(element: object) -> bool:
    return isinstance(element, Select | CompoundSelect) and element._for_update_arg is not None  # noqa: SLF001 - no other way
