"""The fields of our own form, which have one way to be written.

Trap: a day in 1970 is that day here, and not an unknown one.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from watchkeeper.models.types.imports.import_fact import (
    FeedbackOrigin,
    ImportedPosition,
    ImportedRating,
    ImportedViewing,
    PlayOrigin,
)
from watchkeeper.models.types.watchlist.when import UNKNOWN, InvalidWhenError, When, WhenPrecision
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

_SCALES: Final = range(2, 1001)
_LONGEST: Final = {"original_title": 500, "overview": 5000}
_MAX_MINUTES: Final = 100_000
_SERVICE: Final = re.compile(r"[a-z][a-z0-9_]{0,31}")
_LONGEST_KEY: Final = 200


def viewings_of(row: Fields) -> Iterator[ImportedViewing]:
    """Yield the viewings of an entry."""
    for viewing in row.elements("viewings"):
        yield ImportedViewing(
            number=viewing.whole("number") or 1,
            state=viewing.text("state"),
            started=when_of_field(viewing, "started_on"),
            finished=when_of_field(viewing, "finished_on"),
            completed=when_of_field(viewing, "completed_at"),
            episodes_seen=viewing.whole("episodes_seen"),
        )


def position_of(row: Fields) -> ImportedPosition | None:
    """Return where the person stopped, None where that can't be read."""
    seconds = row.whole("seconds")
    if seconds is None or seconds < 0:
        return None
    return ImportedPosition(
        seconds=seconds,
        of_seconds=row.whole("of_seconds"),
        played=when_of_field(row, "played_at"),
        season=row.whole("season"),
        number=row.whole("episode"),
    )


def when_of_field(row: Fields, name: str) -> When:
    """Return a time as our API writes it; what can't be read is a warning of its field."""
    text = row.text(name)
    try:
        return UNKNOWN if text is None else When.parse(text)
    except InvalidWhenError:
        row.warn(name)
        return UNKNOWN


def episode_ids_of(row: Fields) -> dict[str, str]:
    """Return the ids of the episode of a play."""
    ids = row.within("episode_ids")
    return ids.ids(**{service: service for service in ids.values})


def origin_of(row: Fields) -> PlayOrigin | None:
    """Return where a play came from, None of one that was logged here."""
    source, key = row.text("source"), row.text("source_key")
    if source is None:
        return None
    if _SERVICE.fullmatch(source) is None or len(key or "") > _LONGEST_KEY:
        row.warn("source")
        return None
    return PlayOrigin(source=source, key=key)


def texts_of(row: Fields, name: str) -> tuple[str, ...]:
    """Return the texts of an array."""
    value = row.values.get(name)
    return tuple(dict.fromkeys(one for one in value if isinstance(one, str))) if isinstance(value, list) else ()


def feedback_origin_of(row: Fields) -> FeedbackOrigin | None:
    """Return where a rating or a review came from, None of one that was made here."""
    origin = row.within("origin")
    source, key = origin.text("source"), origin.text("play_key")
    if source is None or _SERVICE.fullmatch(source) is None or len(key or "") > _LONGEST_KEY:
        return None
    is_present = origin.flag("is_present") is not False
    return FeedbackOrigin(source=source, at=when_of_field(origin, "told_at"), is_present=is_present, play_key=key)


def rating_of(row: Fields) -> ImportedRating | None:
    """Return the rating as it was imported once, or else the score of five."""
    rating = _rating_of(row)
    return None if rating is None else replace(rating, origin=feedback_origin_of(row))


def _rating_of(row: Fields) -> ImportedRating | None:
    rated = when_of_field(row, "rated_on")
    scale = row.text("original_scale") or ""
    if row.text("original_value") is None or not scale:
        own = row.rating("score", scale=5, rated=rated)
        return None if own is None else replace(own, has_original=False)
    if scale.isascii() and scale.isdecimal() and int(scale[:6]) in _SCALES:
        return row.rating("original_value", scale=int(scale), rated=rated)
    value = row.text("original_value") or ""
    return ImportedRating(value=value, scale=scale, rated=rated)


def details_of(title: Fields) -> dict[str, Any]:
    """Return what the person typed of a title of their own, nothing of other titles."""
    if title.flag("is_personal") is not True:
        return {}
    texts = {name: (title.text(name) or "")[:most] for name, most in _LONGEST.items()}
    minutes = title.whole("runtime_minutes")
    released = when_of_field(title, "release_date")
    details: dict[str, Any] = {name: text for name, text in texts.items() if text}
    details |= {name: list(texts_of(title, name)) for name in ("alternative_titles", "genres", "platforms")}
    if minutes is not None and 0 < minutes < _MAX_MINUTES:
        details["runtime_minutes"] = minutes
    if released.precision is WhenPrecision.DAY and released.day is not None:
        details["release_date"] = released.day.isoformat()
    return details
