"""Which statements the factories are asked for, and what the parameters of all statements are given."""

import inspect
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import product
from typing import Any, Final
from uuid import uuid4

import asyncpg

from tests.support.recorded_statements import Factory, constants, factories
from tests.support.resources import FILE, RESOURCES
from watchkeeper.foundation.core.pagination import column_of
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.catalogue.genre_entity import GenreEntity
from watchkeeper.models.entities.catalogue.platform_entity import PlatformEntity

_ALWAYS: Final[Mapping[str, tuple[frozenset[str], ...]]] = {
    "title_search_statements": (frozenset({"public"}), frozenset({"public", "is_active"})),
    "review_statements": (frozenset({"title_id", "is_visible"}), frozenset({"user_id"}), frozenset({"author_key"})),
}
"""What lists are narrowed by in whatever else they are: for those of modules that are not named, nothing."""

_NEVER_TOGETHER: Final = (
    {"title_id", "user_id"},
    {"user_id", "is_visible"},
    {"author_key", "title_id"},
    {"author_key", "user_id"},
    {"author_key", "is_visible"},
    {"public", "personal"},
    {"own", "unconfirmed"},
)

_OF_A_LOAD: Final = ("catalogue_load_applying.", "catalogue_load_matching.")
"""A load of a whole catalogue reads tables whole, and lays its rows aside in temporary ones."""

_NOW: Final = datetime.now(UTC)
_KEYS: Final[Mapping[str, object]] = {
    **dict.fromkeys(("created_at", "updated_at"), _NOW - timedelta(hours=1)),
    **{column: value for resource in RESOURCES for column, value in resource.sorts.items()},
}
"""Where a page is continued, by what the list is sorted by."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A statement, what it is called, and what its parameters have beside the values of everybody."""

    name: str
    statement: Statement
    values: Mapping[str, object]


def all_shapes() -> Iterator[Shape]:
    """Give every statement of the service that looks for rows: the constants, and what the factories make."""
    for name, statement in constants().items():
        if _looks_for_rows(name, statement):
            yield Shape(name, statement, {})
    for name, factory in factories().items():
        yield from _made_by(name, factory)


def _looks_for_rows(name: str, statement: Statement) -> bool:
    is_plain_insert = statement.sql.startswith("INSERT") and "SELECT" not in statement.sql
    return not is_plain_insert and not name.startswith(_OF_A_LOAD)


def _made_by(name: str, factory: Factory) -> Iterator[Shape]:
    """Give each sort with each condition by itself and with all that go together, first page and continued."""
    signature = inspect.signature(factory, eval_str=True)
    choices = {one.name: list(_choices(name, one)) for one in signature.parameters.values()}
    for chosen in product(*choices.values()):
        arguments = dict(zip(choices, chosen, strict=True))
        if not _is_asked_for(arguments):
            continue
        yield Shape(f"{name}({_told(arguments)})", factory(**arguments), _key_of(arguments))


def _key_of(arguments: Mapping[str, Any]) -> Mapping[str, object]:
    """Return where a page is continued, for a statement that sorts."""
    if "sort" not in arguments:
        return {}
    column = column_of(arguments["sort"])
    assert column in _KEYS, f"Say under `sorts` of a resource in {FILE} where a page sorted by {column} is continued."
    return {"after_key": _KEYS[column]}


def _choices(name: str, parameter: inspect.Parameter) -> Iterable[Any]:
    kind = parameter.annotation
    if kind is bool:
        return (False, True)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return list(kind)
    if kind == frozenset[str]:
        return _sets_of_conditions(name.partition(".")[0])
    if kind == type[GenreEntity | PlatformEntity]:
        return (GenreEntity, PlatformEntity)
    raise AssertionError(f"Say here which values {parameter} of {name} may have.")


def _sets_of_conditions(module: str) -> list[frozenset[str]]:
    names = _conditions_of(module)
    found = set()
    for always in _ALWAYS.get(module, (frozenset(),)):
        found |= {always} | {always | {name} for name in names}
        everything = always
        for name in names:
            everything = everything | {name} if _go_together(everything | {name}) else everything
        found.add(everything)
    return sorted(filter(_go_together, found), key=sorted)


def _go_together(conditions: frozenset[str]) -> bool:
    return not any(group <= conditions for group in _NEVER_TOGETHER)


def _conditions_of(module: str) -> list[str]:
    """Return the names of the conditions that a module keeps: a new one is tried without anybody telling."""
    names = ("_CONDITIONS", "_FILTERS", "_conditions")
    loaded = next(one for name, one in sys.modules.items() if name.endswith(f".{module}"))
    kept = next(getattr(loaded, name) for name in names if hasattr(loaded, name))
    return list(kept() if callable(kept) else kept)


def _is_asked_for(arguments: Mapping[str, Any]) -> bool:
    """Return whether a shape needs a look: nothing is relevant without words, and viewers are looked up for a page.

    Suggestions are the first page of a search by relevance.
    """
    if arguments.get("is_small"):
        is_first = arguments["sort"] == "relevance" and not arguments["is_continued"]
        return is_first and "matches" in arguments["filters"]
    if arguments.get("for_viewer") and not arguments["filters"] <= {"is_active", "public", "own", "ids"}:
        return False
    return "relevance" not in arguments.get("sort", "") or "matches" in arguments["filters"]


def _told(arguments: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={_in_words(value)}" for name, value in arguments.items())


def _in_words(value: object) -> str:
    if isinstance(value, frozenset):
        return "+".join(sorted(value)) or "none"
    return value.__name__ if isinstance(value, type) else str(value)


async def common_values(connection: asyncpg.Connection) -> Mapping[str, object]:
    """Return what parameters have: the person and the title with most of everything, and conditions that leave much."""
    first = "SELECT {0} FROM {1} GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
    most = {
        name: await connection.fetchval(first.format(name, table))
        for resource in RESOURCES
        for name, table in resource.most.items()
    }
    return {
        **_PLAIN,
        **{f"{name}s": [one] for name, one in most.items()},
        **most,
        "viewer_id": most["user_id"],
        "owner_id": most["user_id"],
        "actor_id": most["user_id"],
        "user_ids": [_SOMEBODY],
        "ids": [most["genre_id"], most["platform_id"]],
    }


_SOMEBODY: Final = uuid4()
_PLAIN: Final[Mapping[str, object]] = {
    **dict.fromkeys(
        ("after", "after_id", "entity_id", "anonymous", "id", "into_id", "current", "session_id", "token_id"), _SOMEBODY
    ),
    **dict.fromkeys(
        ("completed_at", "created_at", "expires_at", "metadata_due_at", "rotated_at", "status_set_at", "updated_at"),
        _NOW,
    ),
    **dict.fromkeys(("before", "due_at", "due_before", "at", "now", "until"), _NOW),
    **dict.fromkeys(("new_expires_at", "new_rotated_at", "new_updated_at"), _NOW),
    **dict.fromkeys(("is_conditional", "with_inactive"), True),
    **dict.fromkeys(("message", "new", "old", "password_hash", "text"), "%some%"),
    **dict.fromkeys(("generation", "most", "new_generation", "number", "rest"), 5),
    **dict.fromkeys(("new_token_hash", "token_hash"), b"x"),
    "key": "5",
    "reader_id": None,
    "limit": 21,
    **dict.fromkeys(("idle", "max_age", "remembered"), timedelta(hours=1)),
    "day": _NOW.date(),
    "excluded": [],
    "metadata_state": "own",
    "milliseconds": "500",
    "since": _NOW - timedelta(days=1),
    **{key: [_NOW] for key in ("earlier_rotations", "new_earlier_rotations", "versions")},
    **{name: value for resource in RESOURCES for name, value in resource.values.items()},
}
"""What statements of several resources are given; `values` of a resource adds its own."""
