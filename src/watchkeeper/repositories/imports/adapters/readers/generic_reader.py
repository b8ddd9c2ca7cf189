"""A CSV that people make themselves, for whatever no other reader knows.

docs/leaving.md has its columns.

Traps: nearly every CSV of titles looks like it, also one of books; a bad rating, day or status makes a row invalid as a
whole, since its writer can correct it; files of other apps have lines of unwatched episodes, too.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_fact import ImportedPlay, ImportedReview
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import ImportSource, RecordKind, RecordResult
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.when import UNKNOWN
from watchkeeper.repositories.imports.adapters.readers.history_source import (
    HistorySource,
    Part,
    PartReader,
    Upload,
    invalid,
    unsupported,
    with_result,
)
from watchkeeper.repositories.imports.adapters.reading.member_csv import column_of
from watchkeeper.repositories.imports.adapters.reading.member_dates import date_questions, dated_rows
from watchkeeper.repositories.imports.adapters.reading.member_shape import Shape
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

_MEDIA_TYPES: Final = {
    **{one.value: one for one in MediaType},
    **dict.fromkeys(("film", "short"), MediaType.MOVIE),
    **dict.fromkeys(("movies", "films", "tvmovie", "feature"), MediaType.MOVIE),
    **dict.fromkeys(("tv", "series", "tvshow", "tvseries", "shows", "miniseries", "episode", "season"), MediaType.SHOW),
}
_SCALES: Final = range(2, 1001)
_IDS: Final = ("imdb", "tmdb", "tvdb", "mal", "anilist", "trakt", "simkl")
_WATCHED: Final = ("watchedon", "watchedat", "watcheddate", "datewatched", "lastwatchedat", "firstwatchedat", "date")
_IS_WATCHED: Final = ("watched", "iswatched")
_SEASON: Final = ("season", "seasonnumber")
_EPISODE: Final = ("episode", "episodenumber")
_PARTS: Final = frozenset({"season", "episode"})
_COLUMNS: Final = frozenset(
    (
        *("title", "year", "mediatype", "type", "status", "rating", "ratingscale", "scale", *_SEASON, *_EPISODE),
        *("review", "notes", "tags", *_WATCHED, *_IS_WATCHED, *_IDS, *(f"{service}id" for service in _IDS)),
    )
)
_STRICT: Final = frozenset({"rating", "rating_scale", "watched_on", "status"})


def recognize(shape: Shape) -> PartReader | None:
    """A title alone among columns of others is a book or a song."""
    names_title = shape.has("title") or any(shape.columns & {service, f"{service}id"} for service in _IDS)
    known = shape.columns & _COLUMNS
    return _rows if names_title and (len(known) > 1 or known == shape.columns) else None


def _rows(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in dated_rows(part, upload, *_WATCHED):
        yield _title(row, upload)


def _title(row: Fields, upload: Upload) -> ImportRecord:
    status = _status(row)
    scale = row.whole("ratingscale", "scale", field="rating_scale")
    if scale is not None and scale not in _SCALES:
        row.warn("rating_scale")
    review = row.text("review")
    record = ImportRecord(
        member=row.member,
        row=row.row,
        kind=RecordKind.ENTRY,
        title=row.text("title"),
        year=row.year("year"),
        media_type=_media_type(row),
        external_ids=row.column_ids(_IDS),
        status=status,
        plays=_plays(row, status, upload),
        rating=row.rating("rating", scale=scale or 10) if scale is None or scale in _SCALES else None,
        review=ImportedReview(text=review) if review is not None else None,
        notes=row.text("notes"),
        tags=row.tags("tags"),
    )
    if record.media_type is None:
        return unsupported(with_result(record, row), "media_type")
    if row.flag(*_IS_WATCHED) is False and any(row.has(name) for name in _EPISODE):
        return unsupported(with_result(record, row), "not_watched")
    return _strict(with_result(_with_a_status(record), row))


def _media_type(row: Fields) -> MediaType | None:
    """Return the media type; a row that names none is an episode's show, an anime by its ids, or else a movie.

    A part of a show without a number is no show that was watched.
    """
    text = row.text("mediatype", "type")
    is_of_part = any(row.has(name) for name in (*_SEASON, *_EPISODE))
    if text is not None:
        kind = column_of(text)
        return None if kind in _PARTS and not is_of_part else _MEDIA_TYPES.get(kind)
    if row.text("malid", "anilistid") is not None:
        return MediaType.ANIME
    return MediaType.SHOW if is_of_part else MediaType.MOVIE


def _status(row: Fields) -> WatchStatus | None:
    text = row.text("status")
    if text is None:
        return None
    word = text.casefold().replace(" ", "_").replace("-", "_")
    if word in set(WatchStatus):
        return WatchStatus(word)
    row.warn("status")
    return None


def _plays(row: Fields, status: WatchStatus | None, upload: Upload) -> tuple[ImportedPlay, ...]:
    """Return the viewing that a day, an episode or the status states."""
    season, number = row.whole(*_SEASON), row.whole(*_EPISODE)
    when = row.when(*_WATCHED, zone=upload.options.time_zone or UTC)
    is_event = when is not UNKNOWN
    is_watched = row.flag(*_IS_WATCHED)
    is_left = status is WatchStatus.PLANNED or is_watched is False
    if is_event or is_watched or (number is not None and not is_left) or status is WatchStatus.COMPLETED:
        return (ImportedPlay(when=when, season=season, number=number, is_event=is_event),)
    return ()


def _with_a_status(record: ImportRecord) -> ImportRecord:
    """Return a record that says something: rated means watched, and a title alone is planned."""
    if record.status is not None or record.plays:
        return record
    if record.rating is not None or record.review is not None:
        return replace(record, status=WatchStatus.COMPLETED, is_status_implied=True)
    return replace(record, status=WatchStatus.PLANNED)


def _strict(record: ImportRecord) -> ImportRecord:
    bad = next((warning.field for warning in record.warnings if warning.field in _STRICT), None)
    return invalid(record, bad) if bad is not None and record.result is RecordResult.READY else record


SOURCE: Final = HistorySource(name=ImportSource.GENERIC, recognize=recognize, examine=date_questions(*_WATCHED))
