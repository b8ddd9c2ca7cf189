"""Letterboxd: a zip of CSV, single files of it, and the form that other tools write for Letterboxd's own import.

Traps: diary and reviews have links of entries, all other files links of films, so the first name a viewing and the
others are ids; there is no id of another service; `Date` is the day of logging, `Watched Date` that of watching; an
empty rating is none; a film of the diary may be missing in watched.csv; deleted/ and orphaned/ repeat what the person
took away; watched, watchlist and likes have one header, so only there the name decides.
"""

from collections.abc import Iterator
from typing import Final

from watchkeeper.models.types.import_fact import ImportedList, ImportedPlay, ImportedReview
from watchkeeper.models.types.import_record import ImportRecord
from watchkeeper.models.types.import_source import ImportSource, RecordKind
from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.watch_status import WatchStatus
from watchkeeper.models.types.when import UNKNOWN
from watchkeeper.repositories.imports.adapters.history_source import HistorySource, Part, PartReader, Upload, settled
from watchkeeper.repositories.imports.adapters.member_csv import csv_rows
from watchkeeper.repositories.imports.adapters.member_shape import Form, Shape
from watchkeeper.repositories.imports.adapters.record_fields import Fields

_FILM: Final = "letterboxduri"
_LIST_HEADER: Final = "positionname"
_TAKEN_AWAY: Final = frozenset({"deleted", "orphaned"})


def recognize(shape: Shape) -> PartReader | None:
    if _TAKEN_AWAY & set(shape.folders):
        return None
    if shape.has("name", _FILM):
        return _of_film_file(shape)
    if _is_list(shape):
        return _list
    is_import_form = shape.has("title", "watcheddate") or shape.has("title", "rating10")
    return _import_form if is_import_form or shape.has("tmdbid", "watcheddate") else None


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


def _is_list(shape: Shape) -> bool:
    """Newer lists begin with a version, older ones with an empty line and the columns of the list."""
    is_version = shape.form is Form.CSV and shape.first_line.startswith("letterboxdlistexport")
    return is_version or shape.has("date", "name", "tags", "url", "description")


def _film(fields: Fields, kind: RecordKind, **says: object) -> ImportRecord:
    record = ImportRecord(
        member=fields.member,
        row=fields.row,
        kind=kind,
        title=fields.text("name", "title"),
        year=fields.year("year"),
        media_type=MediaType.MOVIE,
        **says,  # type: ignore[arg-type]
    )
    return settled(record, fields)


def _film_id(fields: Fields) -> dict[str, str]:
    link = fields.text(_FILM, "url")
    return {"letterboxd": link} if link is not None else {}


def _watched(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for row in csv_rows(part.member):
        yield _film(
            row, RecordKind.PLAY, external_ids=_film_id(row), status=WatchStatus.COMPLETED, plays=(ImportedPlay(),)
        )


def _watchlist(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for row in csv_rows(part.member):
        yield _film(row, RecordKind.WATCHLIST, external_ids=_film_id(row), status=WatchStatus.PLANNED)


def _likes(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for row in csv_rows(part.member):
        yield _film(row, RecordKind.MARK, external_ids=_film_id(row), marks=("favorite",))


def _ratings(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for row in csv_rows(part.member):
        rating = row.rating("rating", scale=5, rated=row.when("date", field="rated_on"))
        status = WatchStatus.COMPLETED if rating is not None else None
        yield _film(
            *(row, RecordKind.RATING),
            external_ids=_film_id(row),
            rating=rating,
            status=status,
            is_status_implied=True,
        )


def _viewing(row: Fields) -> ImportedPlay:
    """Return the viewing of a row of diary or reviews, which the link of its entry names in both."""
    when = row.when("watcheddate")
    return ImportedPlay(when=when, is_event=when is not UNKNOWN, tags=row.tags("tags"), key=row.text(_FILM))


def _diary(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for row in csv_rows(part.member):
        play = _viewing(row)
        rating = row.rating("rating", scale=5, rated=row.when("date", field="rated_on"), of_that_day=True)
        status = WatchStatus.COMPLETED
        yield _film(row, RecordKind.PLAY, plays=(play,), rating=rating, status=status, source_key=play.key)


def _reviews(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for row in csv_rows(part.member):
        play = _viewing(row)
        logged = row.when("date", field="rated_on")
        text = row.text("review")
        yield _film(
            *(row, RecordKind.REVIEW),
            plays=(play,),
            rating=row.rating("rating", scale=5, rated=logged, of_that_day=True),
            review=ImportedReview(text=text, written=logged, key=play.key) if text is not None else None,
            status=WatchStatus.COMPLETED,
            source_key=play.key,
        )


def _import_form(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for row in csv_rows(part.member):
        watched = row.when("watcheddate")
        name, top = ("rating10", 10) if row.text("rating10") is not None else ("rating", 5)
        text = row.text("review")
        yield _film(
            *(row, RecordKind.PLAY),
            external_ids={**row.ids(imdb="imdbid", tmdb="tmdbid"), **_film_id(row)},
            plays=(ImportedPlay(when=watched, is_event=watched is not UNKNOWN, tags=row.tags("tags")),),
            rating=row.rating(name, scale=top, rated=watched),
            review=ImportedReview(text=text, written=watched) if text is not None else None,
            status=WatchStatus.COMPLETED,
        )


def _list(part: Part, _: Upload) -> Iterator[ImportRecord]:
    about = next(csv_rows(part.member, header="datename"), Fields({}, part.name, 0))
    key = about.text("url") or part.name
    described = ImportedList(key=key, name=about.text("name") or part.shape.stem, description=about.text("description"))
    yield ImportRecord(
        member=part.name, row=0, kind=RecordKind.LIST, list=described, tags=about.tags("tags"), source_key=key
    )
    for row in csv_rows(part.member, header=_LIST_HEADER):
        item = ImportedList(key=key, position=row.whole("position"), description=row.text("description"))
        yield _film(row, RecordKind.LIST_ITEM, external_ids=_film_id(row), list=item)


SOURCE: Final = HistorySource(name=ImportSource.LETTERBOXD, recognize=recognize)
