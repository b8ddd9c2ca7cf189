"""Movary: history, ratings and watchlist as CSV, in a zip or by themselves.

Traps: a play without a day is a play, and two equal rows are two; the comment belongs to the play.
"""

from collections.abc import Iterator
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_fact import ImportedPlay
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import ImportSource, RecordKind
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.repositories.imports.adapters.readers.history_source import (
    HistorySource,
    Part,
    PartReader,
    Upload,
    with_result,
)
from watchkeeper.repositories.imports.adapters.readers.letterboxd_films import OF_OTHERS
from watchkeeper.repositories.imports.adapters.reading.member_dates import date_questions, dated_rows
from watchkeeper.repositories.imports.adapters.reading.member_shape import Shape
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

_DATES: Final = ("watchedat", "addedat")


def recognize(shape: Shape) -> PartReader | None:
    if not shape.has("title", "tmdbid", "imdbid") or shape.columns & OF_OTHERS:
        return None
    if shape.has("watchedat"):
        return _history
    if shape.has("userrating"):
        return _ratings
    return _watchlist if shape.has("addedat") else None


def _film(row: Fields, kind: RecordKind, **says: object) -> ImportRecord:
    record = ImportRecord(
        member=row.member,
        row=row.row,
        kind=kind,
        title=row.text("title"),
        year=row.year("year"),
        media_type=MediaType.MOVIE,
        external_ids=row.ids(tmdb="tmdbid", imdb="imdbid"),
        **says,  # type: ignore[arg-type]
    )
    return with_result(record, row)


def _history(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in dated_rows(part, upload, *_DATES):
        play = ImportedPlay(
            when=row.when("watchedat"), is_event=True, note=row.text("comment"), location=row.text("location")
        )
        yield _film(row, RecordKind.PLAY, plays=(play,), status=WatchStatus.COMPLETED)


def _ratings(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in dated_rows(part, upload, *_DATES):
        rating = row.rating("userrating", scale=10)
        status = WatchStatus.COMPLETED if rating is not None else None
        yield _film(row, RecordKind.RATING, rating=rating, status=status, is_status_implied=True)


def _watchlist(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in dated_rows(part, upload, *_DATES):
        added = row.when("addedat", field="added_on")
        yield _film(row, RecordKind.WATCHLIST, status=WatchStatus.PLANNED, added=added)


SOURCE: Final = HistorySource(name=ImportSource.MOVARY, recognize=recognize, examine=date_questions(*_DATES))
