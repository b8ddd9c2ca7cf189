"""Letterboxd: a zip of CSV, single files of it, and the form that other tools write for Letterboxd's own import.

Traps: diary and reviews have links of entries, all other files links of films, so the first name a viewing and the
others are ids; there is no id of another service; `Date` is the day of logging, `Watched Date` that of watching; an
empty rating is none; a film of the diary may be missing in watched.csv; deleted/ and orphaned/ repeat what the person
took away; watched, watchlist and likes have one header, so only there the name decides, and the person is told.
"""

from collections.abc import Iterator
from typing import Final

from watchkeeper.models.types.imports.import_fact import ImportedPlay, ImportedReview
from watchkeeper.models.types.imports.import_file import FileWarning
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import ImportSource, RecordKind
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.when import UNKNOWN
from watchkeeper.repositories.imports.adapters.readers.history_source import HistorySource, Part, PartReader, Upload
from watchkeeper.repositories.imports.adapters.readers.letterboxd_films import LINK, OF_OTHERS, film_id, film_of
from watchkeeper.repositories.imports.adapters.readers.letterboxd_list_reader import is_list, list_films
from watchkeeper.repositories.imports.adapters.reading.member_csv import csv_rows
from watchkeeper.repositories.imports.adapters.reading.member_dates import date_question, dated_rows
from watchkeeper.repositories.imports.adapters.reading.member_shape import Shape
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

_TAKEN_AWAY: Final = frozenset({"deleted", "orphaned"})
_DATES: Final = ("watcheddate", "date")
_BY_NAME: Final = "Taken for films that were watched. If it is your watchlist, send it under its name, watchlist.csv."


def recognize(shape: Shape) -> PartReader | None:
    if _TAKEN_AWAY & set(shape.folders):
        return None
    if shape.has("name", LINK):
        return _of_film_file(shape)
    if is_list(shape):
        return list_films
    is_titled = shape.has("title") and bool(shape.columns & {"watcheddate", "rating10", LINK})
    is_of_films = not shape.columns & OF_OTHERS
    return _import_form if is_of_films and (is_titled or shape.has("tmdbid", "watcheddate")) else None


def _of_film_file(shape: Shape) -> PartReader | None:
    if shape.has("review"):
        return _reviews
    if shape.has("watcheddate") or shape.has("rewatch"):
        return _diary
    if shape.has("rating"):
        return _ratings
    if "likes" in shape.folders or shape.stem.startswith(("films", "likes")):
        return _likes
    return _watchlist if "watchlist" in shape.stem else _watched


def _watched(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for row in csv_rows(part.member):
        yield film_of(
            row, RecordKind.PLAY, external_ids=film_id(row), status=WatchStatus.COMPLETED, plays=(ImportedPlay(),)
        )


def _watchlist(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in dated_rows(part, upload, *_DATES):
        added = row.when("date", field="added_on")
        yield film_of(row, RecordKind.WATCHLIST, external_ids=film_id(row), status=WatchStatus.PLANNED, added=added)


def _likes(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for row in csv_rows(part.member):
        yield film_of(row, RecordKind.MARK, external_ids=film_id(row), marks=("favorite",))


def _ratings(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in dated_rows(part, upload, *_DATES):
        rating = row.rating("rating", scale=5, rated=row.when("date", field="rated_on"))
        status = WatchStatus.COMPLETED if rating is not None else None
        yield film_of(
            *(row, RecordKind.RATING),
            external_ids=film_id(row),
            rating=rating,
            status=status,
            is_status_implied=True,
        )


def _viewing(row: Fields) -> ImportedPlay:
    """Return the viewing of a row of diary or reviews, which the link of its entry names in both."""
    when = row.when("watcheddate")
    return ImportedPlay(when=when, is_event=when is not UNKNOWN, tags=row.tags("tags"), key=row.text(LINK))


def _diary(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in dated_rows(part, upload, *_DATES):
        play = _viewing(row)
        rated = row.when("date", field="rated_on")
        rating = row.rating("rating", scale=5, rated=rated, of_that_day=True)
        status = WatchStatus.COMPLETED
        yield film_of(row, RecordKind.PLAY, plays=(play,), rating=rating, status=status, source_key=play.key)


def _reviews(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in dated_rows(part, upload, *_DATES):
        play = _viewing(row)
        logged = row.when("date", field="rated_on")
        text = row.text("review")
        yield film_of(
            *(row, RecordKind.REVIEW),
            plays=(play,),
            rating=row.rating("rating", scale=5, rated=logged, of_that_day=True),
            review=ImportedReview(text=text, written=logged, key=play.key) if text is not None else None,
            status=WatchStatus.COMPLETED,
            source_key=play.key,
        )


def _import_form(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in dated_rows(part, upload, *_DATES):
        watched = row.when("watcheddate")
        name, top = ("rating10", 10) if row.text("rating10") is not None else ("rating", 5)
        text = row.text("review")
        yield film_of(
            *(row, RecordKind.PLAY),
            external_ids={**row.ids(imdb="imdbid", tmdb="tmdbid"), **film_id(row)},
            plays=(ImportedPlay(when=watched, is_event=watched is not UNKNOWN, tags=row.tags("tags")),),
            rating=row.rating(name, scale=top, rated=watched),
            review=ImportedReview(text=text, written=watched) if text is not None else None,
            status=WatchStatus.COMPLETED,
        )


def examine(upload: Upload) -> Iterator[FileWarning]:
    """Yield what the person has to say or to look at: the order of dates that a spreadsheet has saved, and what a file
    that tells it by its name alone was taken for."""
    for part in upload.parts:
        if part.read is _watched and "watched" not in part.shape.stem:
            yield FileWarning("kind_by_name", part.name, _BY_NAME)
        if part.read in {_watchlist, _diary, _reviews, _ratings, _import_form}:
            yield from date_question(part, upload, *_DATES)


SOURCE: Final = HistorySource(name=ImportSource.LETTERBOXD, recognize=recognize, examine=examine)
