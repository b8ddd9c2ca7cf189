"""Whether a statement says whose rows it means, each time that it names a table of people's own rows."""

import re
from collections.abc import Collection

_EQUATION = re.compile(r"([\w.]+|\$\d+)(?:::\w+)?\s*=\s*(?:ANY\s*\(|\(SELECT\s+)?([\w.]+|\$\d+)")
_PART = re.compile(r"\b(\w+) AS\s+(?:(?:NOT )?MATERIALIZED )?\(")
_KEYWORDS = "AS|SET|WHERE|JOIN|LEFT|ON|ORDER|GROUP|USING|FOR|LIMIT|RETURNING|UNION|VALUES|DO|CROSS|INNER"


def unanchored(sql: str, tables: Collection[str], column: str = "user_id") -> list[str]:
    """Return the tables of `tables` that the statement reads or changes without a person, by the names it gives them.

    A person is a parameter that `column` equals, at once or by way of other ids. Parts of the statement (WITH) are
    looked at each by itself, and what they hand on counts. An INSERT names the column. What can't be told apart: one
    table under one name both in a query and in a query within it.
    """
    handed_on = {f"{part}.{name}" for part in _PART.findall(sql) for name in (column, "id")}
    return [name for query in _queries(sql) for name in _unanchored(query, tables, column, handed_on)]


def _unanchored(sql: str, tables: Collection[str], column: str, handed_on: set[str]) -> list[str]:
    names = "|".join(tables)
    named = rf"(?:\s+AS\s+(\w+)|\s+(?!{_KEYWORDS})(\w+))?"
    reference = re.compile(rf"\b(?:FROM|JOIN|UPDATE|USING|,)\s+({names})\b(?!\.){named}")
    inserted = re.compile(rf"\bINSERT INTO ({names})\b(?: AS \w+)?\s*\(([^)]*)\)")
    known = _known(sql, column, handed_on)
    mentioned = [match[2] or match[3] or match[1] for match in reference.finditer(sql)]
    bare = {column} if len(mentioned) == 1 else set()  # one table needs no name before its columns
    missing = [name for name in mentioned if f"{name}.{column}" not in known and not known & bare]
    return missing + [table for table, columns in inserted.findall(sql) if column not in columns.split(", ")]


def _queries(sql: str) -> list[str]:
    """Return the parts of a statement, each without parts of its own, and at last what remains of it."""
    found: list[str] = []
    rest = sql
    while (match := _PART.search(rest)) is not None:
        end = _closing(rest, match.end())
        found += _queries(rest[match.end() : end])
        rest = f"{rest[: match.start()]}{rest[end + 1 :]}"
    return [*found, rest]


def _closing(sql: str, start: int) -> int:
    depth = 1
    for place in range(start, len(sql)):
        depth += {"(": 1, ")": -1}.get(sql[place], 0)
        if not depth:
            return place
    raise ValueError(f"a parenthesis stays open: {sql}")


def _known(sql: str, column: str, handed_on: set[str]) -> set[str]:
    """Return everything that equals a parameter, at once or by way of others."""
    equal = [match.groups() for match in _EQUATION.finditer(sql)]
    known = handed_on | {term for pair in equal for term in pair if term.startswith("$")}
    while True:
        reached = {term for pair in equal if known.intersection(pair) for term in pair if _is_id(term, column)} - known
        if not reached:
            return known
        known |= reached


def _is_id(term: str, column: str) -> bool:
    return term == column or term.endswith((f".{column}", ".id"))
