"""Every statement that the adapters have: run as a program it prints them, with where each is written.

A process of its own, so that the class is watched before the first module makes a statement. Those that are made by
shape are made in many: every sort with none and with all of the conditions, one sort with each of them, first pages
and later ones.
"""

import ast
import inspect
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import ModuleType
from typing import Any, get_type_hints

from tests.support.recorded_statements import factories
from watchkeeper.configs.settings import PROJECT_ROOT
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.catalogue.genre_entity import GenreEntity
from watchkeeper.models.entities.catalogue.platform_entity import PlatformEntity

PACKAGE = PROJECT_ROOT / "src" / "watchkeeper"
_HELPER = "repositories/text_statements.py"
"""Makes statements for other modules, which they are known by."""
_MAKERS = {"Statement", "text_statement"}
_CONDITIONS = ("_CONDITIONS", "_FILTERS", "_conditions")


@dataclass(frozen=True, slots=True)
class Written:
    """A statement: the file below the package, the name of the constant or function that it is made in, its text."""

    file: str
    name: str
    sql: str

    def __str__(self) -> str:
        return f"{self.file}::{self.name}"


def sites() -> dict[tuple[str, int], str]:
    """Return every place of the source that makes a statement, by file and line, with its name."""
    found: dict[tuple[str, int], str] = {}
    for path in sorted({*PACKAGE.rglob("*.py")} - {PACKAGE / _HELPER}):
        tree = ast.parse(path.read_text("utf-8"))
        for parent in ast.walk(tree):
            for node in _named(parent):
                for call in ast.walk(node):
                    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in _MAKERS:
                        found.setdefault((str(path.relative_to(PACKAGE)), call.lineno), _name_of(node))
    return found


@cache
def statements() -> tuple[Written, ...]:
    """Return all of them, each text of a place once."""
    command = [sys.executable, "-m", "tests.support.statements"]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT_ROOT / "src")}
    made = subprocess.run(command, cwd=PROJECT_ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    names = sites()
    found = {Written(file, names[file, line], sql) for file, line, sql in json.loads(made)}
    return tuple(sorted(found, key=lambda one: (one.file, one.name, one.sql)))


def _named(parent: ast.AST) -> list[ast.stmt]:
    body = getattr(parent, "body", [])
    kinds = (ast.Assign, ast.AnnAssign, ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in body if isinstance(node, kinds)] if isinstance(body, list) else []


def _name_of(node: ast.stmt) -> str:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return node.name
    target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
    return target.id if isinstance(target, ast.Name) else getattr(target, "attr", "?")


def _watch() -> list[tuple[str, int, str]]:
    made: list[tuple[str, int, str]] = []
    original = Statement.__init__

    def watched(self: Statement, *arguments: Any, **named: Any) -> None:
        original(self, *arguments, **named)
        caller = sys._getframe(1)
        while caller.f_back is not None and caller.f_code.co_filename.endswith(_HELPER):
            caller = caller.f_back
        made.append((caller.f_code.co_filename.partition("/src/watchkeeper/")[2], caller.f_lineno, self.sql))

    Statement.__init__ = watched  # type: ignore[method-assign]
    return made


def _make_all() -> None:
    for function in factories().values():
        for shape in shapes_of(function):
            if not _is_composed(shape):
                function(**shape)


def _is_composed(shape: Mapping[str, Any]) -> bool:
    """Return whether a shape is one condition under a sort other than the first: other shapes have the parts of it."""
    is_first = all(one is next(iter(type(one))) for one in shape.values() if isinstance(one, Enum))
    return not is_first and any(len(one) == 1 for one in shape.values() if isinstance(one, frozenset))


def shapes_of(function: Callable[..., Statement]) -> Iterator[Mapping[str, Any]]:
    """Give the arguments of every statement that a factory makes."""
    module = sys.modules[function.__module__]
    hints = {name: hint for name, hint in get_type_hints(function).items() if name != "return"}
    for values in itertools.product(*(list(_values(hint, module)) for hint in hints.values())):
        given = dict(zip(hints, values, strict=True))
        if not _is_undefined(given):
            yield given


def _is_undefined(given: Mapping[str, Any]) -> bool:
    """Return whether a shape has no meaning: nothing is relevant without words, and the logic refuses to ask."""
    if given.get("is_small") and (given["sort"] != "relevance" or given["is_continued"]):
        return True
    return "relevance" in given.get("sort", "") and "matches" not in given["filters"]


def _values(hint: Any, module: ModuleType) -> Iterator[Any]:
    if hint is bool:
        yield from (False, True)
    elif inspect.isclass(hint) and issubclass(hint, Enum):
        yield from hint
    elif hint == frozenset[str]:
        names = _names_of_conditions(module)
        yield from (frozenset(), frozenset(names), *(frozenset({name}) for name in names))
    elif "Entity" in str(hint):
        yield from (GenreEntity, PlatformEntity)
    else:
        raise TypeError(f"{module.__name__}: no values are known for {hint}")


def _names_of_conditions(module: ModuleType) -> list[str]:
    found: Any = next(getattr(module, name) for name in _CONDITIONS if hasattr(module, name))
    conditions: Mapping[str, Any] = found if isinstance(found, Mapping) else found()
    return list(conditions)


def main() -> None:
    made = _watch()
    _make_all()
    print(json.dumps(sorted(set(made))))


if __name__ == "__main__":
    main()
