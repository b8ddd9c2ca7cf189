"""The source files of the service, parsed, for tests of how it is built."""

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from watchkeeper.configs.settings import PROJECT_ROOT

SOURCE = PROJECT_ROOT / "src"
NodeT = TypeVar("NodeT", bound=ast.AST)

_NOT_OURS = {".git", ".venv", ".state", "__pycache__", "htmlcov", "node_modules", ".venv.lock"}
_TEXT = {".py", ".md", ".toml", ".ini", ".txt", ".in", ".sh", ".yml", ".yaml", ".json", ".feature", ".html", ".js", ""}


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its name below the package, its lines, its syntax tree."""

    name: str
    text: str
    tree: ast.Module

    def __str__(self) -> str:
        return self.name

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    def every(self, kind: type[NodeT]) -> Iterator[NodeT]:
        return (node for node in ast.walk(self.tree) if isinstance(node, kind))

    def names(self) -> set[str]:
        """Return every name that the file uses or imports."""
        used = {node.id for node in self.every(ast.Name)} | {node.attr for node in self.every(ast.Attribute)}
        return used | {alias.name for node in self.every(ast.ImportFrom) for alias in node.names}

    def imported(self) -> set[str]:
        """Return the packages that the file imports from."""
        whole = {alias.name.partition(".")[0] for node in self.every(ast.Import) for alias in node.names}
        return whole | {(node.module or "").partition(".")[0] for node in self.every(ast.ImportFrom)}

    def functions_called(self) -> set[str]:
        """Return the names that are called."""
        return {call.func.id for call in self.every(ast.Call) if isinstance(call.func, ast.Name)}

    def methods_called(self) -> set[str]:
        """Return the names of attributes that are called."""
        return {call.func.attr for call in self.every(ast.Call) if isinstance(call.func, ast.Attribute)}

    def defined(self) -> set[str]:
        """Return every name that the file gives to something: itself, classes, functions, arguments, variables,
        attributes of `self` and of classes."""
        names = {Path(self.name).stem}
        names |= {node.name for node in self.every(ast.ClassDef)} | {function.name for function in self.functions()}
        names |= {node.arg for node in self.every(ast.arg)}
        names |= {node.id for node in self.every(ast.Name) if isinstance(node.ctx, ast.Store)}
        return names | {node.attr for node in self.every(ast.Attribute) if isinstance(node.ctx, ast.Store)}

    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        return [*self.every(ast.FunctionDef), *self.every(ast.AsyncFunctionDef)]


@cache
def _all() -> tuple[Source, ...]:
    package = SOURCE / "watchkeeper"
    found = []
    for path in sorted(package.rglob("*.py")):
        text = path.read_text("utf-8")
        found.append(Source(str(path.relative_to(package)), text, ast.parse(text)))
    return tuple(found)


def sources(*layers: str) -> list[Source]:
    """Return the files of the layers, by default of all, the empty ones left out."""
    requested = [source for source in _all() if not layers or source.name.partition("/")[0] in layers]
    return [source for source in requested if source.text.strip()]


def project_files() -> list[Path]:
    """Return every text file of the project that is its own and not made by a program."""
    found = []
    for folder, folders, files in os.walk(PROJECT_ROOT):
        folders[:] = [name for name in folders if name not in _NOT_OURS]  # of packages there are tens of thousands
        found += [Path(folder, name) for name in files]
    files_of_text = (path for path in sorted(found) if path.is_file() and path.suffix in _TEXT)
    return [path for path in files_of_text if not _is_elsewhere(path.relative_to(PROJECT_ROOT))]


def _is_elsewhere(path: Path) -> bool:
    hidden = path.parts[0].startswith(".") and path.parts[0] != ".github" and len(path.parts) > 1
    return hidden or bool(_NOT_OURS & set(path.parts)) or path.name == ".env" or path.name.startswith(".coverage")
