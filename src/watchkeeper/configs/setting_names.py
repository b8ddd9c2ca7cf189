"""Finds names in the environment and in `.env` that look like settings but are not: mistyped, renamed or removed.

pydantic ignores unknown names: with `AUTH__SECRET_KY` the service would run with another secret.
"""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from dotenv import dotenv_values
from pydantic import BaseModel

from watchkeeper.configs.old_settings import OLD_NAMES
from watchkeeper.configs.settings import PROJECT_ROOT, Settings

_SIMILAR = 0.85
_SIMILAR_IN_A_GROUP = 0.6
_OTHERS = frozenset(
    (
        "CHAOS_DATABASE_URL",
        "EMBPG_MAJOR",
        "IMAGE_TEST",
        "IMAGE_TEST_CACHE",
        "PUBLISH_ADDRESS",
        "PUBLISH_PORT",
        "SITE_ADDRESS",
        "TEST_DATABASE_URL",
        "TEST_REDIS_URL",
    )
)
"""Variables of the tests, of the embedded database and of compose."""
_OF_OTHERS = ("OTEL_",)
"""Prefixes of variables that other programs read too: the SDK of OpenTelemetry."""
_NO_SETTING = "There is no such setting."


@dataclass(frozen=True, slots=True)
class WrongName:
    """A name that is not a setting, with a message and a remedy. `is_certain`: its group belongs to this service."""

    name: str
    sentence: str
    remedy: str
    is_certain: bool


def given_names(file: Path = PROJECT_ROOT / ".env") -> set[str]:
    """Return the names, in capitals, that have a value in the environment or in `file`."""
    given = {**dotenv_values(file), **os.environ}
    return {name.upper() for name, value in given.items() if value}


def wrong_names(given: Collection[str], beside: Mapping[str, type[BaseModel]]) -> list[WrongName]:
    """Return those of the `given` names that look like settings but are not, in alphabetical order.

    `beside` maps prefixes to models of further variables, besides the settings of the service.
    """
    known = {*_names(Settings, "")}.union(*(_names(model, prefix) for prefix, model in beside.items()))
    groups = (*_groups(Settings), *beside)
    own = known | _OTHERS | {group.removesuffix("__") for group in groups}
    unset = known - set(given)
    found = (
        _checked(name, known, unset, groups) for name in sorted(set(given) - own) if not name.startswith(_OF_OTHERS)
    )
    return [wrong for wrong in found if wrong is not None]


def _checked(name: str, known: Iterable[str], unset: Iterable[str], groups: tuple[str, ...]) -> WrongName | None:
    """Return what is wrong with a name that is not a setting, or None if it belongs to another program."""
    if name in OLD_NAMES:
        return _old(name)
    group = next((group for group in groups if name.startswith(group)), None)
    if group is None:
        nearest = get_close_matches(name, unset, n=1, cutoff=_SIMILAR)
        return WrongName(name, _NO_SETTING, f"Did you mean {nearest[0]}?", is_certain=False) if nearest else None
    nearest = get_close_matches(name, [one for one in known if one.startswith(group)], 1, _SIMILAR_IN_A_GROUP)
    remedy = f"Did you mean {nearest[0]}?" if nearest else "docs/configuration.md lists those that there are."
    return WrongName(name, _NO_SETTING, remedy, is_certain=True)


def _old(name: str) -> WrongName:
    new = OLD_NAMES[name]
    if new is None:
        return WrongName(name, "This setting is gone.", "Remove it: nothing stands in its place.", is_certain=True)
    return WrongName(name, "This setting has another name.", f"Write {new}.", is_certain=True)


def _names(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _names(field.annotation, f"{prefix}{name}__")
        else:
            yield f"{prefix}{name}".upper()


def _groups(model: type[BaseModel]) -> Iterator[str]:
    """Yield the prefixes that only variables of this service have."""
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield f"{name}__".upper()
