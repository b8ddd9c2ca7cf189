"""Reads rows by name at the speed of position: labels are matched with members once, when a reader is built."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Generic, TypeVar, get_type_hints

import msgspec

from watchkeeper.foundation.postgres.database import Row
from watchkeeper.foundation.postgres.entity import Entity
from watchkeeper.foundation.postgres.statement import Statement

ModelT = TypeVar("ModelT")


@dataclass(frozen=True, slots=True)
class JsonText:
    """Converts a column of JSON as text, which is only passed on; `missing` stands for null and for an empty text."""

    missing: msgspec.Raw | None


Convert = Callable[[Any], Any] | JsonText
EMPTY_LIST, EMPTY_OBJECT, NO_JSON = (JsonText(one) for one in (msgspec.Raw(b"[]"), msgspec.Raw(b"{}"), None))

SORT_KEY = "sort_key"
"""The label of the sort key, which pages may have behind the columns of their rows, with the `id` of the row where a
member has it."""

NOTHING_CONVERTED: Mapping[str, Convert] = {}
_NESTING = "__"
_BEHIND = ((), (SORT_KEY,), (SORT_KEY, "id"), ("operation_id",))


class RowReader(Generic[ModelT]):
    """Builds objects from rows that have exactly `labels`, in this order; `read` takes one row."""

    __slots__ = ("labels", "read")

    def __init__(self, labels: tuple[str, ...], read: Callable[[Row], ModelT]) -> None:
        self.labels = labels
        self.read = read

    def require(self, statement: Statement) -> None:
        """Raise TypeError unless rows of `statement` have the labels of the reader, and at most a sort key and an id
        behind, or the operation of a change."""
        labels = statement.labels
        known = len(self.labels)
        if labels[:known] != self.labels or labels[known:] not in _BEHIND:
            raise TypeError(f"{_differences(labels, self.labels)} in {statement.sql}")


def row_reader(
    model: type[ModelT],
    *statements: Statement,
    without: frozenset[str] = frozenset(),
    converters: Mapping[str, Convert] = NOTHING_CONVERTED,
) -> RowReader[ModelT]:
    """Return a reader that builds `model` (a msgspec struct, or an entity) from a row of any of the `statements`.

    Each member is the column with its label. A member that is itself a struct is built from the columns whose labels
    begin with its name and two underscores (`title__id`), unless it has a converter. `converters` take the values of
    the columns with their names. An entity may be read `without` some of its columns.

    Raises TypeError where labels differ from members, or from those of the first statement.
    """
    first, *further = statements
    labels = tuple(takewhile(lambda label: label != SORT_KEY, first.labels))
    members = frozenset(_members_of(model, converters)) - without
    if members != frozenset(labels) or len(members) != len(labels) or not members >= converters.keys():
        raise TypeError(f"{model.__name__}: {_differences(labels, members | converters.keys())}")
    reader = RowReader(labels, _reading(model, labels, converters))
    for statement in (first, *further):
        reader.require(statement)
    return reader


def _members_of(model: type, converters: Mapping[str, Convert], prefix: str = "") -> Iterator[str]:
    """Yield the labels that a model is built from."""
    if issubclass(model, Entity):
        yield from (column.name for column in model.__table__.columns if column.computed is None)
        return
    for member, nested in _fields_of(model):
        label = prefix + member
        if nested is None or label in converters:
            yield label
        else:
            yield from _members_of(nested, converters, label + _NESTING)


def _fields_of(model: type) -> Iterator[tuple[str, type[msgspec.Struct] | None]]:
    """Yield the members of a struct in order, each with its struct type, or None."""
    hints = get_type_hints(model)
    for member in model.__struct_fields__:  # type: ignore[attr-defined]
        hint = hints[member]
        is_struct = isinstance(hint, type) and issubclass(hint, msgspec.Struct)
        yield member, hint if is_struct else None


def _reading(
    model: type[ModelT], labels: tuple[str, ...], converters: Mapping[str, Convert]
) -> Callable[[Any], ModelT]:
    """Return a function that builds a model from a row by position: by name takes twice as long."""
    if issubclass(model, Entity):
        return lambda row: model(**dict(zip(labels, row, strict=False)))
    names: dict[str, Any] = {}
    made = _source_of(model, converters, names)
    columns = "".join(f"_{label}, " for label in labels)
    source = f"def read(row):\n    {columns}= row[:{len(labels)}]\n    return {made}"
    exec(source, names)  # noqa: S102 - built from labels only, as dataclasses build their methods
    read: Callable[[Any], ModelT] = names["read"]
    return read


def _source_of(model: type, converters: Mapping[str, Convert], names: dict[str, Any], prefix: str = "") -> str:
    """Return the expression that builds a struct, and add what it refers to to `names`."""
    name = f"make_{prefix}"
    names[name] = model
    return f"{name}({', '.join(_sources(model, converters, names, prefix))})"


def _sources(model: type, converters: Mapping[str, Convert], names: dict[str, Any], prefix: str) -> Iterator[str]:
    for member, nested in _fields_of(model):
        label = prefix + member
        converter = converters.get(label)
        if isinstance(converter, JsonText):
            names |= {"raw": msgspec.Raw, f"missing_{label}": converter.missing}
            yield f"raw(_{label}) if _{label} else missing_{label}"
        elif converter is not None:
            names[f"convert_{label}"] = converter
            yield f"convert_{label}(_{label})"
        elif nested is not None:
            yield _source_of(nested, converters, names, label + _NESTING)
        else:
            yield f"_{label}"


def _differences(labels: Collection[str], members: Collection[str]) -> str:
    missing = ", ".join(sorted(set(members) - set(labels))) or "nothing"
    superfluous = ", ".join(sorted(set(labels) - set(members))) or "nothing"
    return (
        f"columns differ from members: {missing} missing, {superfluous} superfluous, in the order {', '.join(labels)}"
    )
