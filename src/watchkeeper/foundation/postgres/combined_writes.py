"""Statements that only write, sent as one."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from watchkeeper.foundation.postgres.statement import Statement

_WRITES = re.compile(r"\s*WITH (.*)\bSELECT 1\s*", re.DOTALL)
_CALL = re.compile(r"SELECT (\w+\(.*\)) AS \w+")
_PARAMETER = re.compile(r"\$(\d+)")

Write = tuple[Statement, Mapping[str, Any]]
"""A statement with the values of its parameters."""


def is_combinable(statement: Statement) -> bool:
    """Whether a statement consists of parts that write (`WITH … SELECT 1`), or calls a function, so that others can
    stand beside it."""
    return any(_pieces_of(statement.sql))


def combined(writes: Sequence[Write]) -> tuple[str, list[Any]]:
    """Return one statement with the parts of several, and its arguments. All parts see the rows as they were before."""
    arguments = [statement.arguments(values) for statement, values in writes]
    counts = tuple(len(one) for one in arguments)
    sql = _combined(tuple(statement.sql for statement, _ in writes), counts)
    return sql, [one for each in arguments for one in each]


@cache
def _combined(texts: Sequence[str], counts: Sequence[int]) -> str:
    parts, columns, before = [], ["1"], 0
    for text, count in zip(texts, counts, strict=True):
        part, call = _pieces_of(_renumbered(text, before))
        parts += [part] if part else []
        columns += [call] if call else []
        before += count
    sql = f"SELECT {', '.join(columns)}"
    return f"WITH {', '.join(parts)} {sql}" if parts else sql


def _pieces_of(text: str) -> tuple[str | None, str | None]:
    """Return the parts that write, and the function that is called."""
    writes, call = _WRITES.fullmatch(text), _CALL.fullmatch(text)
    return writes and writes[1], call and call[1]


def _renumbered(text: str, before: int) -> str:
    return _PARAMETER.sub(lambda found: f"${int(found[1]) + before}", text)
