"""Moments as exports write them.

Traps: zero, NULL, 0001-01-01 and 1970-01-01 mean that nobody knows; `2012-05-00` is a month and `2012-00-00` a year;
a date and no time is a day in every time zone, never a midnight; what is unknown is never filled in; a number is a day
by its digits, or seconds or milliseconds after 1970.
"""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from watchkeeper.models.types.watchlist.when import UNKNOWN, InvalidWhenError, When, WhenPrecision

_NOTHING_KNOWN: Final = re.compile(r"0+|0{1,4}-00-00.*|0001-01-01.*|1970-01-01.*|0001|1970-01-01T00:00:00.*")
_NO_WORDS: Final = frozenset({"null", "none", "nan", "nil", "n/a", "na", "-", "--", "\\n", "undefined"})
_DAY_BY_DIGITS: Final = re.compile(r"(?:18|19|20|21)\d{6}")
_SECONDS: Final = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d+)?")
_YEAR_FIRST: Final = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?=[T ]|$)(.*)", re.DOTALL)
_UNKNOWN_PARTS: Final = re.compile(r"(?:-00)+$")
_NO_OFFSET: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)")
_SHORT_OFFSET: Final = re.compile(r"( ?)([+-]\d{2}):?(\d{2})?(?: [A-Z]{3,4})?$")
_JAVASCRIPT: Final = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2} \d{2} \d{4} \d{2}:\d{2}:\d{2} GMT[+-]\d{4})(?: \(.*\))?")
_C_TIME: Final = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2} {1,2}\d{1,2}) \d{2}:\d{2}:\d{2} (\d{4})")
_LONGEST: Final = 100
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def when_of(text: str, zone: tzinfo = UTC) -> When:
    """Return the moment that a text names, UNKNOWN for one of the ways to say so; `zone` is that of times without one.

    Raises InvalidWhenError.
    """
    plain = text.strip().removesuffix(" UTC")
    if len(plain) > _LONGEST:
        raise InvalidWhenError("No date")
    if is_nothing(plain) or _NOTHING_KNOWN.fullmatch(plain):
        return UNKNOWN
    if plain[:4].isdecimal():
        plain = _year_first(plain)
    seconds = _SECONDS.fullmatch(plain)
    if seconds is not None:
        return when_of_seconds(int(seconds[1]))
    if plain[:1].isalpha():
        return _weekday_first(plain)
    local = _NO_OFFSET.fullmatch(plain)
    if local is not None:
        return _local(f"{local[1]}T{local[2]}", zone)
    if ":" in plain:
        plain = _SHORT_OFFSET.sub(lambda parts: f"{parts[2]}:{parts[3] or '00'}", plain)
        return When.parse(plain)
    return When.parse(_UNKNOWN_PARTS.sub("", plain))


def is_nothing(text: str) -> bool:
    """Return whether a text is one of the words with which programs write that there is nothing."""
    return not text or text.casefold() in _NO_WORDS


def _year_first(text: str) -> str:
    """Return a date whose year comes first with two digits for month and day, and `-` between."""
    if _DAY_BY_DIGITS.fullmatch(text):
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    found = _YEAR_FIRST.fullmatch(text)
    return text if found is None else f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}{found[4]}"


def when_of_digits(digits: str) -> When:
    """Return the day written as 20190504; 20190500 is a month and 20190000 a year. Raises InvalidWhenError."""
    return when_of(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(digits) == len("20190504") else digits)


def when_of_seconds(seconds: int) -> When:
    """Return the moment so many seconds after 1970. Raises OverflowError."""
    return When(WhenPrecision.INSTANT, _EPOCH + timedelta(seconds=seconds)) if seconds else UNKNOWN


def _weekday_first(text: str) -> When:
    """Return the moment that JavaScript writes as `Sat Jan 06 2024 20:15:00 GMT+0100 (...)`, or the day that C does as
    `Sat Apr 23 08:34:37 2011`: nobody says in which zone that is."""
    javascript, c_time = _JAVASCRIPT.fullmatch(text), _C_TIME.fullmatch(text)
    try:
        if javascript is not None:
            return When.parse(datetime.strptime(javascript[1], "%b %d %Y %H:%M:%S GMT%z").isoformat())
        day = "" if c_time is None else f"{c_time[1]} {c_time[2]}"
        return When.parse(datetime.strptime(day, "%b %d %Y").date().isoformat())  # noqa: DTZ007 - a day has no zone
    except ValueError as failure:
        raise InvalidWhenError("No date") from failure


def _local(text: str, zone: tzinfo) -> When:
    """Return a time without an offset: one in UTC names none, so that the reader's day counts."""
    when = When.parse(f"{text}{':00' if text.count(':') == 1 else ''}Z")
    if zone is UTC or when.instant is None:
        return when
    return When.at(when.instant.replace(tzinfo=zone), zone)
