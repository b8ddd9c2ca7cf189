"""The description of each setting: variable, default, values and meaning, read from the settings classes."""

import ast
import inspect
import json
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import annotated_types
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from watchkeeper.configs.limit_settings import RatesText
from watchkeeper.configs.setting_types import Address, Names
from watchkeeper.configs.settings import PROJECT_ROOT

_WORDS: tuple[tuple[object, str], ...] = (
    (Address, "an address"),
    (Names, "a list"),
    (RatesText, "a limit"),
    (bool, "`true`, `false`"),
    (SecretStr, "secret text"),
    (int, "a number"),
    (float, "a number"),
    (str, "text"),
)
_PATTERNS = {"^[A-Z]{2}$": "two capital letters"}
_UNITS = ("seconds", "minutes", "days", "bytes")


@dataclass(frozen=True, slots=True)
class SettingDescription:
    """One setting: `default` as in `.env`, `values` and `meaning` in Markdown."""

    name: str
    default: str
    values: str
    meaning: str


def described(model: type[BaseModel], prefix: str = "") -> Iterator[SettingDescription]:
    """Yield every setting of `model`, those of nested models included, in the order of the source."""
    hints, meanings = get_type_hints(model, include_extras=True), _meanings(model)
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from described(field.annotation, f"{prefix}{name}__")
        else:
            values = _values(name, hints[name], field)
            yield SettingDescription(f"{prefix}{name}".upper(), _written(field.default), values, meanings[name])


def _meanings(model: type[BaseModel]) -> dict[str, str]:
    """Return the docstring of each attribute, in one line."""
    meanings: dict[str, str] = {}
    for owner in reversed(model.__mro__):
        if issubclass(owner, BaseModel) and not owner.__module__.startswith("pydantic"):
            meanings |= _texts_below(ast.parse(textwrap.dedent(inspect.getsource(owner))).body[0])
    return meanings


def _texts_below(definition: ast.stmt) -> dict[str, str]:
    body = definition.body if isinstance(definition, ast.ClassDef) else []
    texts: dict[str, str] = {}
    for above, below in pairwise(body):
        if not isinstance(above, ast.AnnAssign) or not isinstance(above.target, ast.Name):
            continue
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            texts[above.target.id] = " ".join(str(below.value.value).split())
    return texts


def _written(default: Any) -> str:  # noqa: ANN401 - settings have many types
    if default is None:
        return ""
    if isinstance(default, SecretStr):
        return default.get_secret_value()
    if isinstance(default, Path):
        return str(default.relative_to(PROJECT_ROOT))
    return json.dumps(default) if isinstance(default, bool | list) else str(default)


def _values(name: str, hint: Any, field: FieldInfo) -> str:  # noqa: ANN401
    kind = next((part for part in get_args(hint) if part is not type(None)), hint) if _is_optional(hint) else hint
    bounds = _bounds(field.metadata)
    if bounds:
        unit = next((f" {unit}" for unit in _UNITS if name.endswith(unit)), "")
        return bounds + unit
    choices = get_args(kind) if get_origin(kind) is Literal else _members(kind)
    if choices:
        return ", ".join(f"`{choice}`" for choice in choices)
    pattern = next((item.pattern for item in field.metadata if getattr(item, "pattern", None)), None)
    if pattern is not None:
        return _PATTERNS[pattern]
    return next((word for known, word in _WORDS if kind == known), "a folder")


def _is_optional(hint: object) -> bool:
    return type(None) in get_args(hint)


def _members(kind: object) -> list[str]:
    return [str(member) for member in kind] if isinstance(kind, type) and issubclass(kind, StrEnum) else []


def _bounds(metadata: list[Any]) -> str:
    above = next((item.gt for item in metadata if isinstance(item, annotated_types.Gt)), None)
    least = next((item.ge for item in metadata if isinstance(item, annotated_types.Ge)), None)
    most = next((item.le for item in metadata if isinstance(item, annotated_types.Le)), None)
    if most is None:
        return ""
    return f"above {above}, up to {most}" if above is not None else f"{least} to {most}"
