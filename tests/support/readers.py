"""What the adapters read rows with: their readers, and the lists that have one."""

import inspect
from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Any
from unittest import mock

from sqlalchemy.sql.elements import ClauseElement

from tests.support.recorded_statements import places
from tests.support.statements import shapes_of
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import RowReader
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.foundation.postgres.statement import _labels_of as labels_of


@cache
def readers() -> Mapping[str, RowReader[Any]]:
    """Return every reader of the service, by module (or class) and name."""
    found = {name: value for name, value in _values() if isinstance(value, RowReader)}
    return found | {f"{name}'s": query._reader for name, query in paged_queries().items()}


@cache
def paged_queries() -> Mapping[str, PagedQuery[Any]]:
    """Return every list of the service, by module and name."""
    return {name: value for name, value in _values() if isinstance(value, PagedQuery)}


def pages_of(query: PagedQuery[Any]) -> Iterator[Statement]:
    """Give the statements of the pages of a list, in every shape, with their labels alone: compiling takes longest."""
    page: Any = query._page
    bound = page if isinstance(page, partial) else partial(page)
    fixed = inspect.signature(bound.func).bind_partial(*bound.args, **bound.keywords).arguments
    for shape in shapes_of(bound.func):
        if fixed.items() <= shape.items():
            with mock.patch.object(Statement, "__init__", _with_labels):
                yield inspect.unwrap(bound.func)(**shape)


def _with_labels(statement: Statement, clause: ClauseElement) -> None:
    statement.labels = labels_of(clause)


def _values() -> Iterator[tuple[str, Any]]:
    for place, holder in places():
        for name, value in vars(holder).items():
            yield f"{place}.{name}", value
            if isinstance(value, Mapping):
                yield from ((f"{place}.{name}[{key}]", one) for key, one in value.items())
