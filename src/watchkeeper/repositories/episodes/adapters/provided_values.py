"""Values of providers' answers about episodes; what is invalid is None."""

from datetime import UTC, date, datetime

_LARGEST_NUMBER = 100_000
_MAX_DIGITS = 200


def number(value: object) -> int | None:
    """Return a number of a season or an episode."""
    is_number = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST_NUMBER
    return value if isinstance(value, int) and is_number else None


def text_id(value: object) -> str | None:
    """Return an id as text."""
    if isinstance(value, bool) or not isinstance(value, int | str) or not 0 < len(str(value)) <= _MAX_DIGITS:
        return None
    return str(value)


def day(value: object) -> date | None:
    """Return the day of `YYYY-MM-DD`."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def instant(value: object) -> datetime | None:
    """Return the instant of seconds since 1970."""
    try:
        return datetime.fromtimestamp(value, UTC) if isinstance(value, int) and value > 0 else None
    except (OverflowError, ValueError, OSError):
        return None


def stamp(value: object) -> datetime | None:
    """Return the instant of an ISO 8601 text with an offset."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
        return None if at is None or at.tzinfo is None else at.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
