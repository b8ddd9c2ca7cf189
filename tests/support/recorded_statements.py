"""Every statement of the service, found where statements are kept: in modules, in adapters, and behind caches."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from watchkeeper import foundation, repositories
from watchkeeper.foundation.postgres.statement import Statement

Factory = Callable[..., Statement]


def constants() -> dict[str, Statement]:
    """Return the statements that are made at import time, by module (or class) and name."""
    return {
        f"{place}.{name}": found
        for place, holder in places()
        for name, found in vars(holder).items()
        if isinstance(found, Statement)
    }


def places() -> Iterator[tuple[str, Any]]:
    """Give every module that has statements, and every class of them, by name."""
    for module in _modules():
        yield from _holders(module)


def factories() -> dict[str, Factory]:
    """Return the cached functions that make statements of several shapes, by module (or class) and name."""
    return {
        f"{place}.{name}": found
        for place, holder in places()
        for name, found in vars(holder).items()
        if _makes_statements(found) and (isinstance(holder, type) or found.__module__ == holder.__name__)
    }


def _modules() -> Iterator[ModuleType]:
    for package in (foundation, repositories):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def _holders(module: ModuleType) -> Iterator[tuple[str, Any]]:
    yield _short(module), module
    for name, found in vars(module).items():
        if isinstance(found, type) and found.__module__ == module.__name__:
            yield f"{_short(module)}.{name}", found


def _short(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]


def _makes_statements(found: object) -> bool:
    wrapped = getattr(found, "__wrapped__", None)
    return hasattr(found, "cache_info") and getattr(wrapped, "__annotations__", {}).get("return") is Statement
