"""Members of the JSON that media servers send. Every one may be missing, null, or of another type than documented."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from watchkeeper.models.types.catalogue.provider_ids import canonical_id

Members = Mapping[str, Any]

_MAX_TEXT = 300
_LARGEST = 2**31 - 1
_SOURCES = {"imdb", "tmdb", "tvdb", "anidb", "anilist", "mal"}
_FRACTION = re.compile(r"(\.\d{6})\d+")


def members_of(value: object) -> Members:
    """Return a JSON object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def text_of(value: object) -> str | None:
    """Return a text or a number as a text of at most 300 characters, or None."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).replace("\0", "").strip()[:_MAX_TEXT] or None


def number_of(value: object) -> float | None:
    """Return a number that is not negative, which may be sent as a text, or None."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if 0 <= number <= 1e15 else None  # noqa: PLR2004 - also excludes NaN


def integer_of(value: object) -> int | None:
    """Return a whole number that is not negative, or None."""
    number = number_of(value)
    return int(number) if number is not None and number <= _LARGEST else None


def seconds_of(value: object, per_second: int) -> float | None:
    """Return a time in seconds, from parts of a second."""
    number = number_of(value)
    return None if number is None else number / per_second


def flag_of(value: object) -> bool:
    """Return whether a flag is set, which may be sent as a text."""
    return value is True or (isinstance(value, str) and value.strip().lower() == "true")


def instant_of(value: object) -> datetime | None:
    """Return a time of a text or of seconds since 1970; a text without an offset is UTC."""
    if isinstance(value, str) and not value.strip().isdecimal():
        try:
            at = datetime.fromisoformat(_FRACTION.sub(r"\1", value.strip()))
        except ValueError:
            return None
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    seconds = number_of(value)
    return datetime.fromtimestamp(seconds, UTC) if seconds and seconds <= _LARGEST else None


def ids_of(pairs: Iterable[tuple[object, object]]) -> dict[str, str]:
    """Return ids by source in small letters, the first of each source that is known."""
    found: dict[str, str] = {}
    for source, id_ in pairs:
        name, value = (text_of(source) or "").lower(), text_of(id_)
        if name in _SOURCES and value is not None and canonical_id(name, value) is not None:
            found.setdefault(name, value)
    return found


def numbers_of(first: object, last: object) -> tuple[int, ...]:
    """Return the numbers of the episodes of a file: those from the first to the last, at most 50."""
    begin = integer_of(first)
    if begin is None:
        return ()
    end = integer_of(last) or begin
    return tuple(range(begin, min(max(begin, end), begin + 49) + 1))
