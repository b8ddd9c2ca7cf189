"""Converts values of providers to fit the columns of the catalogue; values that do not fit become None."""

import html
import re
from collections.abc import Iterable
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from watchkeeper.models.dtos.catalogue.external_media_dtos import ExternalId
from watchkeeper.models.dtos.catalogue.title_dtos import Overview, Runtime, TitleText
from watchkeeper.models.dtos.fields import Text, WebAddress
from watchkeeper.models.types.catalogue.provider_ids import canonical_id
from watchkeeper.models.types.catalogue.search_terms import title_key

ItemT = TypeVar("ItemT")

_TITLE: TypeAdapter[str] = TypeAdapter(TitleText)
_OVERVIEW: TypeAdapter[str] = TypeAdapter(Overview)
_RUNTIME: TypeAdapter[int] = TypeAdapter(Runtime)
_ADDRESS: TypeAdapter[str] = TypeAdapter(WebAddress)
_EXTERNAL_ID: TypeAdapter[str] = TypeAdapter(ExternalId)
_NAME = Text(80)
_MAX_NAMES = 50
_MAX_ALTERNATIVES = 20
_LINE_BREAK = re.compile(r"<br\s*/?>\s*", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,200}>")
_PATH = re.compile(r"/[A-Za-z0-9._/-]{1,200}")


def title_text(value: object) -> str | None:
    return _clean(_TITLE, value)


def alternative_titles(values: Iterable[object], *, besides: Iterable[str | None]) -> tuple[str, ...]:
    """Return the valid titles among `values` that differ by more than signs from each other and from those `besides`,
    at most twenty."""
    known = {title_key(title) for title in besides if title is not None}
    distinct: dict[str, str] = {}
    for title in filter(None, map(title_text, values)):
        distinct.setdefault(title_key(title), title)
    return tuple(title for key, title in distinct.items() if key not in known)[:_MAX_ALTERNATIVES]


def overview(value: object) -> str | None:
    return _clean(_OVERVIEW, value)


def runtime(value: object) -> int | None:
    return _clean(_RUNTIME, value)


def address(value: object) -> str | None:
    return _clean(_ADDRESS, value)


def score(value: object, *, of: int) -> float | None:
    """Return a score out of 10, converted from one out of `of`."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= of:
        return None
    return value * 10 / of


def external_id(source: str, value: object) -> str | None:
    """Return the canonical form of an id at another service, sent as text or as a number."""
    text = None if isinstance(value, bool) else _clean(_EXTERNAL_ID, value)
    return None if text is None else canonical_id(source, text)


def names(values: Iterable[object]) -> tuple[str, ...]:
    """Return the valid names of genres or platforms, without duplicates, at most fifty."""
    clean: dict[str, None] = {}
    for value in values:
        name = _clean_name(value)
        if name is not None:
            clean[name] = None
    return tuple(clean)[:_MAX_NAMES]


def plain_text(value: str) -> str:
    """Return text without HTML: line breaks stay, other tags are dropped, entities are decoded."""
    return html.unescape(_TAG.sub("", _LINE_BREAK.sub("\n", value))).strip()


def picture(base_url: str, size: str, path: str | None) -> str | None:
    """Return the URL of a picture of TMDb, whose responses contain only the path."""
    return f"{base_url}/{size}{path}" if path is not None and _PATH.fullmatch(path) and ".." not in path else None


def _clean_name(value: object) -> str | None:
    try:
        return _NAME.clean(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _clean(adapter: TypeAdapter[ItemT], value: object) -> ItemT | None:
    try:
        return adapter.validate_python(value)
    except ValidationError:
        return None
