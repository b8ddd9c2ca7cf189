"""MyAnimeList: the XML, plain or gzip, also a broken one.

Traps: 0000-00-00 is an unknown date, a score of 0 none and 0 episodes an unknown number; status stands as text or
number, and an empty one is not planned; `my_times_watched` counts the viewings after the first; a dropped or paused
title keeps its score and status; the type Movie is anime all the same; manga may be in the file; other tools mix up
`user_export_type`, so the element decides.
"""

from collections.abc import Iterator
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_fact import ImportedPlay
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
from watchkeeper.repositories.imports.adapters.readers.myanimelist_xml import xml_rows
from watchkeeper.repositories.imports.adapters.readers.stated_runs import stated_run
from watchkeeper.repositories.imports.adapters.reading.member_csv import column_of
from watchkeeper.repositories.imports.adapters.reading.member_shape import Shape
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

_STATUSES: Final = {
    **dict.fromkeys(("watching", "1"), WatchStatus.WATCHING),
    **dict.fromkeys(("completed", "2"), WatchStatus.COMPLETED),
    **dict.fromkeys(("onhold", "3"), WatchStatus.ON_HOLD),
    **dict.fromkeys(("dropped", "4"), WatchStatus.DROPPED),
    **dict.fromkeys(("plantowatch", "6"), WatchStatus.PLANNED),
}
_MANGA: Final = "manga"
_ROWS: Final = frozenset({"anime", _MANGA})


def recognize(shape: Shape) -> PartReader | None:
    return _titles if shape.root == "myanimelist" else None


def _titles(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for tag, row in xml_rows(part.member, _ROWS):
        yield _manga(row) if tag == _MANGA else _anime(row)


def _manga(row: Fields) -> ImportRecord:
    title = row.text("manga_title", "series_title")
    return unsupported(ImportRecord(member=row.member, row=row.row, kind=RecordKind.ENTRY, title=title), "media_type")


def _anime(row: Fields) -> ImportRecord:
    status = _STATUSES.get(column_of(row.text("my_status") or ""))
    if status is None:
        row.warn("status")
    record = ImportRecord(
        member=row.member,
        row=row.row,
        kind=RecordKind.ENTRY,
        title=row.text("series_title"),
        media_type=MediaType.ANIME,
        external_ids=row.ids(mal="series_animedb_id"),
        status=status,
        plays=_plays(row, status),
        viewings=stated_run(status, row.when("my_start_date", field="started_on"), row.whole("my_watched_episodes")),
        rating=row.rating("my_score", scale=10),
        notes=row.text("my_comments"),
        tags=row.tags("my_tags"),
    )
    return with_result(record, row)


def _plays(row: Fields, status: WatchStatus | None) -> tuple[ImportedPlay, ...]:
    is_completed = status is WatchStatus.COMPLETED
    times = (row.whole("my_times_watched") or 0) + is_completed
    if not times:
        return ()
    when = row.when("my_finish_date") if is_completed else UNKNOWN
    return (ImportedPlay(when=when, is_event=when is not UNKNOWN, times=times),)


SOURCE: Final = HistorySource(name=ImportSource.MYANIMELIST, recognize=recognize)
