"""Moments of a known precision: an instant, a day, a month, a year, or unknown."""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Self

_EARLIEST_YEAR = 1870
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:(?P<utc>[Zz])|[+-]\d{2}:\d{2})", re.ASCII)
_MONTHS = 12
_FIRST_TIME_ZONE = timedelta(hours=14)  # where each day begins first
_WRONG_CLOCKS = timedelta(days=1)  # how far ahead of this service's clock an instant may be


class WhenPrecision(StrEnum):
    """How much of a moment is known."""

    INSTANT = "instant"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class InvalidWhenError(ValueError):
    """A text is no moment: its format is another, there is no such day, or it is before 1870."""


@dataclass(frozen=True, slots=True)
class When:
    """An instant, a day, a month, a year, or an unknown moment. What is not known is never filled in.

    `instant` is in UTC and that of an instant only. `day` is the local day on which it begins: the first one of a month
    or year, None of an unknown moment, and of an instant that names no offset until `in_zone` sets it.
    """

    precision: WhenPrecision
    instant: datetime | None = None
    day: date | None = None
    offset: timedelta | None = field(default=None, compare=False)
    """Of an instant: how far the local clock is ahead of UTC."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the moment written `2026-01-31T20:15:00+02:00`, `2026-01-31`, `2026-01` or `2026`.

        Raises InvalidWhenError.
        """
        try:
            when = cls._instant(text) if _INSTANT.fullmatch(text) else cls._date(text)
            is_early = (when.day or when.sorted_at.date()).year < _EARLIEST_YEAR if when.sorted_at else False
        except (ValueError, OverflowError) as failure:
            raise InvalidWhenError("Written as 2026-01-31T20:15:00Z, 2026-01-31, 2026-01 or 2026") from failure
        if is_early:
            raise InvalidWhenError(f"Not before {_EARLIEST_YEAR}")
        return when

    @classmethod
    def at(cls, instant: datetime, zone: tzinfo) -> Self:
        """Return an instant, on the day that it has in a time zone."""
        local = instant.astimezone(zone)
        return cls(WhenPrecision.INSTANT, instant.astimezone(UTC), local.date(), local.utcoffset())

    @classmethod
    def _instant(cls, text: str) -> Self:
        instant = datetime.fromisoformat(text.upper())
        names_no_offset = _INSTANT.fullmatch(text)["utc"] is not None  # type: ignore[index]
        if names_no_offset:
            return cls(WhenPrecision.INSTANT, instant.astimezone(UTC))
        return cls(WhenPrecision.INSTANT, instant.astimezone(UTC), instant.date(), instant.utcoffset())

    @classmethod
    def _date(cls, text: str) -> Self:
        parts = _DATE.fullmatch(text)
        if parts is None:
            raise InvalidWhenError("No date")
        year, month, day = parts.groups()
        precision = WhenPrecision.DAY if day else WhenPrecision.MONTH if month else WhenPrecision.YEAR
        return cls(precision, day=date(int(year), int(month or 1), int(day or 1)))

    def in_zone(self, zone: tzinfo) -> Self:
        """Return the same moment; an instant that named no offset gets the day that it has in the time zone."""
        if self.instant is None or self.day is not None:
            return self
        local = self.instant.astimezone(zone)
        return replace(self, day=local.date(), offset=local.utcoffset())

    def before(self, duration: timedelta) -> Self:
        """Return the instant so long before, on the day that it has there. Anything else stays as it is."""
        if self.instant is None or self.offset is None:
            return self
        instant = self.instant - duration
        return replace(self, instant=instant, day=(instant + self.offset).date())

    def is_in_the_future(self, now: datetime) -> bool:
        """Return whether it has begun nowhere on earth; an instant may be a day ahead, as clocks go wrong."""
        if self.instant is not None:
            return self.instant >= now + _WRONG_CLOCKS
        return self.sorted_at is not None and self.sorted_at - _FIRST_TIME_ZONE > now

    @property
    def sorted_at(self) -> datetime | None:
        """The instant, or the first moment of the period in UTC; None of an unknown moment."""
        if self.instant is not None or self.day is None:
            return self.instant
        return datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC)

    @property
    def last_day(self) -> date | None:
        """The local day on which it ends; None where `day` is."""
        if self.day is None or self.precision in (WhenPrecision.INSTANT, WhenPrecision.DAY):
            return self.day
        is_december = self.day.month == _MONTHS or self.precision is WhenPrecision.YEAR
        year, month = (self.day.year + 1, 1) if is_december else (self.day.year, self.day.month + 1)
        return date(year, month, 1) - timedelta(days=1)

    def ends_at(self, zone: tzinfo) -> datetime | None:
        """Return the instant at which it is over in a time zone; None for an unknown moment."""
        if self.instant is not None or self.last_day is None:
            return self.instant
        return start_of(self.last_day + timedelta(days=1), zone)

    @property
    def text(self) -> str | None:
        """The moment as the API shows it: an instant in UTC with `Z`, the others as they were sent."""
        return when_text(self.precision, self.instant, self.day)


UNKNOWN = When(WhenPrecision.UNKNOWN)

NEVER = datetime.min.replace(tzinfo=UTC)
"""What unknown moments are sorted by: -infinity of PostgreSQL."""

_LENGTHS = {WhenPrecision.DAY: 10, WhenPrecision.MONTH: 7, WhenPrecision.YEAR: 4}


def start_of(day: date, zone: tzinfo) -> datetime:
    """Return when a day begins in a time zone."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def when_text(precision: str, instant: datetime | None, day: date | None) -> str | None:
    """Return a stored moment as the API shows it."""
    if instant is not None:
        return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return day.isoformat()[: _LENGTHS[WhenPrecision(precision)]] if day is not None else None
