"""Watcharr: what the activity of a title says of days on which it, or an episode of it, was watched.

Traps: an activity is written when something is typed, so only its `customDate` is a day of watching; its data is text,
JSON, or JSON within text.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from watchkeeper.models.types.watchlist.when import UNKNOWN, When
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

WatchedDay = tuple[int | None, int | None, When]
"""Season and number of an episode, None of the whole title, and when."""

_IMPORTED: Final = "IMPORTED_ADDED_WATCHED"
_OF_TITLE: Final = ("ADDED_WATCHED", "IMPORTED_WATCHED", "STATUS_CHANGED")
_OF_EPISODE: Final = ("EPISODE_ADDED", "EPISODE_STATUS_CHANGED")
_FINISHED: Final = "FINISHED"


def watched_days(element: Fields) -> Iterator[WatchedDay]:
    """Yield the days of watching, in the order of the file."""
    for activity in element.elements("activity"):
        kind, when = activity.text("type") or "", activity.when("customDate")
        data = _data_of(activity)
        is_finished = data.get("status") == _FINISHED
        if when == UNKNOWN:
            continue
        if kind.startswith(_IMPORTED) or (kind.startswith(_OF_TITLE) and is_finished):
            yield None, None, when
        elif kind.startswith(_OF_EPISODE) and is_finished:
            numbers = Fields(data, activity.member, activity.row)
            yield numbers.whole("season"), numbers.whole("episode"), when


def _data_of(activity: Fields) -> Mapping[str, Any]:
    """Return what an activity is about, its status alone where it is no object."""
    text = activity.text("data") or ""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = text
    return data if isinstance(data, dict) else {"status": data}
