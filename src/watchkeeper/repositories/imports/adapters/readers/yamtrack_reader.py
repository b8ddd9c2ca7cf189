"""Yamtrack and its forks: one CSV of everything.

Traps: columns vary from version to version; an episode may stand before its show; a second row of one film or episode
is a rewatch, told by its date; a season has a row of its own, and its rating is none of the show's; a fork has rows
of lists, whose items may be episodes, and of other things beside those of titles; books, games and the like are in the
same file.
"""

from collections.abc import Iterator
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_fact import ImportedList, ImportedPlay, ImportedViewing
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import ImportSource, RecordKind
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.when import UNKNOWN
from watchkeeper.repositories.imports.adapters.readers.history_source import (
    HistorySource,
    Part,
    PartReader,
    Upload,
    unsupported,
    with_result,
)
from watchkeeper.repositories.imports.adapters.readers.stated_runs import stated_run
from watchkeeper.repositories.imports.adapters.reading.member_dates import date_questions, dated_rows
from watchkeeper.repositories.imports.adapters.reading.member_shape import Shape
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

_MEDIA: Final = "media"
_LONGEST_REASON: Final = 50
_EPISODE: Final = "episode"
_SEASON: Final = "season"
_MEDIA_TYPES: Final = {
    "movie": MediaType.MOVIE,
    "tv": MediaType.SHOW,
    "anime": MediaType.ANIME,
    _SEASON: MediaType.SHOW,
    _EPISODE: MediaType.SHOW,
}
_STATUSES: Final = {
    "completed": WatchStatus.COMPLETED,
    "inprogress": WatchStatus.WATCHING,
    "repeating": WatchStatus.WATCHING,
    "planning": WatchStatus.PLANNED,
    "paused": WatchStatus.ON_HOLD,
    "dropped": WatchStatus.DROPPED,
}
_DATES: Final = ("enddate", "startdate")
_SERVICES: Final = frozenset({"tmdb", "mal", "tvdb", "imdb", "anilist", "simkl", "trakt"})


def recognize(shape: Shape) -> PartReader | None:
    return _rows if shape.has("mediaid", "source", "mediatype") else None


def _rows(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in dated_rows(part, upload, *_DATES):
        row_type = (row.text("rowtype") or _MEDIA).casefold()
        if row_type.startswith("list"):
            yield _list_row(row, row_type)
        else:
            yield _title(row) if row_type == _MEDIA else unsupported(_title(row), row_type[:_LONGEST_REASON])


def _title(row: Fields) -> ImportRecord:
    kind = (row.text("mediatype") or "").casefold()
    status = _status(row)
    is_part = kind in {_EPISODE, _SEASON}
    record = ImportRecord(
        member=row.member,
        row=row.row,
        kind=RecordKind.PLAY if kind == _EPISODE else RecordKind.ENTRY,
        title=row.text("title"),
        media_type=_MEDIA_TYPES.get(kind),
        external_ids=_ids(row),
        status=None if is_part else status,
        plays=_plays(row, kind, status),
        viewings=_run(row, kind, status),
        rating=row.rating("score", scale=10) if not is_part else None,
        notes=row.text("notes") if not is_part else None,
    )
    if record.media_type is None:
        return unsupported(with_result(record, row), "media_type")
    if kind == _SEASON:
        return unsupported(record, "season" if row.text("score") is None else "season_rating")
    return with_result(record, row)


def _status(row: Fields) -> WatchStatus | None:
    text = row.text("status")
    status = _STATUSES.get(text.casefold().replace(" ", "")) if text is not None else None
    if text is not None and status is None:
        row.warn("status")
    return status


def _plays(row: Fields, kind: str, status: WatchStatus | None) -> tuple[ImportedPlay, ...]:
    """Return the viewing of an episode's row, or of the row of a completed title, of which older versions count the
    repeats."""
    when = row.when("enddate")
    if kind == _EPISODE:
        season, number = row.whole("seasonnumber", field="season"), row.whole("episodenumber", field="episode")
        if number is None:
            return ()
        rating = row.rating("score", scale=10)
        return (ImportedPlay(when=when, season=season, number=number, is_event=True, rating=rating),)
    if status is not WatchStatus.COMPLETED:
        return ()
    times = 1 + (row.whole("repeats") or 0)
    return (ImportedPlay(when=when, is_event=when is not UNKNOWN and kind != "tv", times=times),)


def _run(row: Fields, kind: str, status: WatchStatus | None) -> tuple[ImportedViewing, ...]:
    """Return when it began, and how far an anime is; how far a show is its episodes tell."""
    if kind in {_EPISODE, _SEASON} or kind not in _MEDIA_TYPES:
        return ()
    episodes = row.whole("progress") if kind == "anime" else None
    return stated_run(status, row.when("startdate", field="started_on"), episodes)


def _ids(row: Fields) -> dict[str, str]:
    service = (row.text("source") or "").casefold()
    return row.ids(**{service: "mediaid"}) if service in _SERVICES else {}


def _list_row(row: Fields, row_type: str) -> ImportRecord:
    """Return a row of the fork's lists, which are no history."""
    is_item = row.text("mediaid", "title") is not None and "item" in row_type
    name = row.text("listname") or (None if is_item else row.text("title"))
    described = ImportedList(
        key=row.text("listuid", "listid", "listname") or name or "",
        name=name,
        description=row.text("listdescription"),
        season=row.whole("seasonnumber", field="season") if is_item else None,
        number=row.whole("episodenumber", field="episode") if is_item else None,
    )
    record = ImportRecord(
        member=row.member,
        row=row.row,
        kind=RecordKind.LIST_ITEM if is_item else RecordKind.LIST,
        title=row.text("title") if is_item else None,
        media_type=_MEDIA_TYPES.get((row.text("mediatype") or "").casefold()),
        external_ids=_ids(row) if is_item else {},
        tags=() if is_item else row.words("listtags"),
        list=described,
    )
    return with_result(record, row) if is_item else record


SOURCE: Final = HistorySource(name=ImportSource.YAMTRACK, recognize=recognize, examine=date_questions(*_DATES))
