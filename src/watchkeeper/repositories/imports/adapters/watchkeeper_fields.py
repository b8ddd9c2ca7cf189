"""The fields of our own form, which have one way to be written.

Trap: a day in 1970 is that day here, and not an unknown one.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from watchkeeper.models.types.import_fact import ImportedRating, ImportedViewing
from watchkeeper.models.types.when import UNKNOWN, InvalidWhenError, When
from watchkeeper.repositories.imports.adapters.record_fields import Fields

_SCALES: Final = range(2, 1001)


def viewings_of(row: Fields) -> Iterator[ImportedViewing]:
    """Yield the viewings of an entry."""
    for viewing in row.elements("viewings"):
        yield ImportedViewing(
            number=viewing.whole("number") or 1,
            state=viewing.text("state"),
            started=when_of_field(viewing, "started_on"),
            finished=when_of_field(viewing, "finished_on"),
            episodes_seen=viewing.whole("episodes_seen"),
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


def texts_of(row: Fields, name: str) -> tuple[str, ...]:
    """Return the texts of an array."""
    value = row.values.get(name)
    return tuple(dict.fromkeys(one for one in value if isinstance(one, str))) if isinstance(value, list) else ()


def rating_of(row: Fields) -> ImportedRating | None:
    """Return the rating as it was imported once, or else the score of five."""
    rated = when_of_field(row, "rated_on")
    scale = row.text("original_scale") or ""
    if row.text("original_value") is None or not scale:
        own = row.rating("score", scale=5, rated=rated)
        return None if own is None else replace(own, has_original=False)
    if scale.isascii() and scale.isdecimal() and int(scale[:6]) in _SCALES:
        return row.rating("original_value", scale=int(scale), rated=rated)
    value = row.text("original_value") or ""
    return ImportedRating(value=value, scale=scale, rated=rated)
