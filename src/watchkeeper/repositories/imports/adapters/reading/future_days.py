"""Days of watching that have not come yet.

Trap: programs write 9999-12-31 or 2099-01-01 where nobody knows; clocks and time zones are a day ahead, and one that is
wrong may be more, so a year is allowed.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from watchkeeper.models.types.imports.import_record import FieldWarning, ImportRecord
from watchkeeper.models.types.watchlist.when import UNKNOWN, When

_FURTHEST: Final = timedelta(days=366)


def without_future_days(record: ImportRecord, today: date | None) -> ImportRecord:
    """Return a record whose viewings in a far future have no date, and a warning for that."""
    if today is None or not any(is_after(play.when, today + _FURTHEST) for play in record.plays):
        return record
    plays = tuple(
        replace(play, when=UNKNOWN) if is_after(play.when, today + _FURTHEST) else play for play in record.plays
    )
    return replace(record, plays=plays, warnings=(*record.warnings, FieldWarning("watched_on", "future")))


def is_after(when: When, day: date) -> bool:
    """Return whether all of a moment lies after a day."""
    first = when.day or (when.instant.date() if when.instant is not None else None)
    return first is not None and first > day
