"""Netflix: the short history (title and date), and the long one and ratings of the personal data request.

Traps: trailers, hooks and what began to play by itself stand beside what was watched; several profiles in one file; two
sittings of one evening are one viewing; no year and no id; dates in the order of a country; thumbs are no stars. The
other files of the request are about account, devices and addresses.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from watchkeeper.models.types.imports.import_fact import ImportedPlay
from watchkeeper.models.types.imports.import_file import FileWarning
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import ImportSource, RecordKind
from watchkeeper.models.types.watchlist.when import UNKNOWN, InvalidWhenError, When
from watchkeeper.repositories.imports.adapters.readers.history_source import (
    HistorySource,
    Part,
    PartReader,
    Upload,
    unsupported,
    with_result,
)
from watchkeeper.repositories.imports.adapters.readers.netflix_rating_reader import ratings
from watchkeeper.repositories.imports.adapters.readers.netflix_shows import known_shows
from watchkeeper.repositories.imports.adapters.readers.netflix_titles import viewed_title
from watchkeeper.repositories.imports.adapters.readers.netflix_words import DATE_COLUMNS, TITLE_COLUMNS
from watchkeeper.repositories.imports.adapters.reading.date_orders import DateOrders
from watchkeeper.repositories.imports.adapters.reading.future_days import is_after
from watchkeeper.repositories.imports.adapters.reading.member_csv import csv_rows
from watchkeeper.repositories.imports.adapters.reading.member_dates import (
    date_question,
    dated_rows,
    order_unknown,
    orders_of,
)
from watchkeeper.repositories.imports.adapters.reading.member_shape import Form, Shape
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

_BESIDE: Final = ("profile", "profilename", "index", "unnamed0", "column1", "column3", "field3")
"""What spreadsheets and scripts put beside the two columns of the short history."""
_STARTED: Final = "starttime"
_AHEAD: Final = timedelta(days=1)
_ONE_EVENING: Final = timedelta(hours=12)
_SHORTEST: Final = timedelta(minutes=2)
_BY_ITSELF: Final = "user action: none"
_MAX_PROFILES: Final = 20


def recognize(shape: Shape) -> PartReader | None:
    titles, dates = shape.columns & set(TITLE_COLUMNS), shape.columns & set(DATE_COLUMNS)
    if shape.form is Form.CSV and titles and dates and shape.columns <= {*titles, *dates, *_BESIDE}:
        return _short
    if shape.has("profilename", "starttime", "duration", "title"):
        return _long
    return ratings if shape.has("titlename", "starvalue", "thumbsvalue") else None


def _record(row: Fields, text: str, play: ImportedPlay, shows: frozenset[str]) -> ImportRecord:
    viewed = viewed_title(text, shows)
    of_episode = {"season": viewed.season, "number": viewed.number, "episode_title": viewed.episode_title}
    record = ImportRecord(
        member=row.member,
        row=row.row,
        kind=RecordKind.PLAY,
        title=viewed.title,
        media_type=viewed.media_type,
        plays=(replace(play, **of_episode),),  # type: ignore[arg-type]
        source_text=text,
    )
    return with_result(record, row)


def _short(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    orders, shows = orders_of(part, upload, *DATE_COLUMNS), known_shows(upload)
    for row in csv_rows(part.member):
        when = _day(row, orders, upload.options.today)
        yield _record(row, row.text(*TITLE_COLUMNS) or "", ImportedPlay(when=when, is_event=True), shows)


def _day(row: Fields, orders: DateOrders, today: date | None) -> When:
    try:
        when = orders.when_of(row.text(*DATE_COLUMNS) or "")
    except InvalidWhenError:
        row.warn("watched_on")
        return UNKNOWN
    if when is None:
        row.warn("watched_on", "date_order_unknown")
    elif today is not None and is_after(when, today + _AHEAD):
        row.warn("watched_on", "future")
        return UNKNOWN
    return when or UNKNOWN


def _long(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    shows = known_shows(upload)
    for row in dated_rows(part, upload, _STARTED):
        reason = _left_out(row, upload.options.profile)
        if reason is None:
            play = ImportedPlay(when=row.when(_STARTED), is_event=True, once_within=_ONE_EVENING)
            yield _record(row, row.text("title") or "", play, shows)
        else:
            record = ImportRecord(member=row.member, row=row.row, kind=RecordKind.PLAY, source_text=row.text("title"))
            yield unsupported(record, reason)


def _left_out(row: Fields, profile: str | None) -> str | None:
    """Return why a row is no viewing of the person's."""
    if profile is not None and row.text("profilename") != profile:
        return "other_profile"
    if row.text("supplementalvideotype") is not None or "_hook_" in (row.text("title") or ""):
        return "trailer"
    if _BY_ITSELF in (row.text("attributes") or "").casefold():
        return "autoplayed"
    return "too_short" if _duration(row.text("duration")) < _SHORTEST else None


def _duration(text: str | None) -> timedelta:
    """Return a duration written as 01:31:00; one that can't be read is long enough."""
    parts = (text or "").split(":")
    if len(parts) != len(("hours", "minutes", "seconds")) or not all(part.isdecimal() for part in parts):
        return _SHORTEST
    hours, minutes, seconds = (int(part[:6]) for part in parts)
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def examine(upload: Upload) -> Iterator[FileWarning]:
    """Yield what the person has to say: the order of day and month, and whose history it is."""
    for part in upload.parts:
        if part.read is _short and orders_of(part, upload, *DATE_COLUMNS).is_unknown:
            yield order_unknown(part)
        if part.read is _long:
            yield from date_question(part, upload, _STARTED)
            yield from _profiles(part, upload.options.profile)


def _profiles(part: Part, profile: str | None) -> Iterator[FileWarning]:
    profiles = {row.text("profilename") or "" for row in csv_rows(part.member)}
    names = ", ".join(sorted(profiles)[:_MAX_PROFILES])
    if profile is None and len(profiles) > 1:
        yield FileWarning("several_profiles", part.name, f"Say `profile`, one of: {names}.")
    if profile is not None and profile not in profiles:
        yield FileWarning("unknown_profile", part.name, f"No row is of this `profile`. There are: {names}.")


SOURCE: Final = HistorySource(name=ImportSource.NETFLIX, recognize=recognize, examine=examine)
