"""Simkl: the backup as CSV, which is also the form of its import, so that other tools write it.

Traps: `LastEpWatched` is the furthest episode, S03E07 or a number alone, and says nothing of when those before it were
watched; the names of ids have `_ID` behind them or not.
"""

import re
from collections.abc import Iterator
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_fact import ImportedPlay
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import RecordKind
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.when import UNKNOWN
from watchkeeper.repositories.imports.adapters.readers.history_source import Part, PartReader, Upload, with_result
from watchkeeper.repositories.imports.adapters.readers.stated_runs import stated_run
from watchkeeper.repositories.imports.adapters.reading.member_csv import column_of
from watchkeeper.repositories.imports.adapters.reading.member_dates import date_questions, dated_rows
from watchkeeper.repositories.imports.adapters.reading.member_shape import Shape
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

STATUSES: Final = {
    "plantowatch": WatchStatus.PLANNED,
    "watching": WatchStatus.WATCHING,
    "completed": WatchStatus.COMPLETED,
    "hold": WatchStatus.ON_HOLD,
    "onhold": WatchStatus.ON_HOLD,
    "notinteresting": WatchStatus.DROPPED,
    "dropped": WatchStatus.DROPPED,
}
_MEDIA_TYPES: Final = {
    **dict.fromkeys(("movie", "movies"), MediaType.MOVIE),
    **dict.fromkeys(("tv", "show", "shows", "tvshow", "tvshows", "series"), MediaType.SHOW),
    "anime": MediaType.ANIME,
}
_IDS: Final = ("simkl", "tvdb", "tmdb", "imdb", "mal", "anilist")
_EPISODE: Final = re.compile(r"(?:s(?P<season>\d{1,4})\s*)?e?(?P<number>\d{1,5})", re.IGNORECASE | re.ASCII)
_DATE: Final = "watcheddate"


def recognize(shape: Shape) -> PartReader | None:
    return titles if shape.has("title", "type", "watchlist", "lastepwatched") else None


examine: Final = date_questions(_DATE)


def titles(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in dated_rows(part, upload, _DATE):
        yield _title(row)


def _title(row: Fields) -> ImportRecord:
    status = STATUSES.get(column_of(row.text("watchlist") or ""))
    if status is None:
        row.warn("status")
    last = _EPISODE.fullmatch(row.text("lastepwatched") or "")
    number = int(last["number"]) if last is not None else None
    season = int(last["season"]) if last is not None and last["season"] else None
    when = row.when(_DATE)
    plays: tuple[ImportedPlay, ...] = ()
    if season is not None:
        plays = (ImportedPlay(when=when, is_event=when is not UNKNOWN, season=season, number=number),)
    elif status is WatchStatus.COMPLETED:
        plays = (ImportedPlay(when=when, is_event=when is not UNKNOWN),)
    record = ImportRecord(
        member=row.member,
        row=row.row,
        kind=RecordKind.ENTRY,
        title=row.text("title"),
        year=row.year("year"),
        media_type=_MEDIA_TYPES.get(column_of(row.text("type") or "")),
        external_ids=row.column_ids(_IDS),
        status=status,
        plays=plays,
        viewings=stated_run(status, UNKNOWN, number if season is None else None),
        rating=row.rating("rating", scale=10),
        notes=row.text("memo"),
    )
    return with_result(record, row)
