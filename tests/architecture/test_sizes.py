"""Sizes that keep the code readable. Blank lines, comments and docstrings count: they are read too.

Nesting is how many blocks (if, for, while, try, with, match) stand inside each other within one function. `elif` is
no deeper than its `if`, and several `with` are one when written in one statement; a function inside a function starts
anew.
"""

import ast
from collections.abc import Iterator

from tests.support.sources import sources

FILE = 300
FILE_P90 = 150
FUNCTION = 50
FUNCTION_P90 = 25
NESTING = 2

_BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.TryStar, ast.With, ast.AsyncWith, ast.Match)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def length_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines a function has, without its decorators."""
    assert function.end_lineno is not None
    return function.end_lineno - function.lineno + 1


def depth_of(node: ast.AST) -> int:
    """Return how many blocks stand inside each other below `node`."""
    return max((step + depth_of(child) for child, step in _children(node)), default=0)


def _children(node: ast.AST) -> Iterator[tuple[ast.AST, int]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _FUNCTIONS):
            continue
        is_elif = isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]
        yield child, int(isinstance(child, _BLOCKS) and not is_elif)


def percentile(values: list[int], share: float) -> int:
    return sorted(values)[int(len(values) * share)]


def test_every_file_is_short() -> None:
    assert {source.name: source.lines for source in sources() if source.lines > FILE} == {}


def test_every_function_is_short_and_flat() -> None:
    functions = {
        f"{source.name}, {function.name}": (length_of(function), depth_of(function))
        for source in sources()
        for function in source.functions()
    }
    assert {name: length for name, (length, _) in functions.items() if length > FUNCTION} == {}
    assert {name: depth for name, (_, depth) in functions.items() if depth > NESTING} == {}


def test_nine_files_of_ten_are_shorter_still() -> None:
    assert percentile([source.lines for source in sources()], 0.9) <= FILE_P90


def test_nine_functions_of_ten_are_shorter_still() -> None:
    lengths = [length_of(function) for source in sources() for function in source.functions()]
    assert percentile(lengths, 0.9) <= FUNCTION_P90


def test_measuring_nesting_counts_blocks_inside_each_other() -> None:
    code = """
def f():
    for a in b:
        with c:
            if d: pass
            elif e: pass
            else:
                def g():
                    while h: pass
"""
    assert depth_of(ast.parse(code).body[0]) == 3
