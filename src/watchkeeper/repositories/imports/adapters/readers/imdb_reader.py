"""IMDb: lists, watchlists and ratings of all generations.

Traps: a list, a watchlist and a list of rated titles have one header, so each row is judged by itself; title types are
translated, and what is none of a film or a show must never become a film of that name; ids may lack `tt`; the day of
rating is not that of watching; older files are Windows-1252.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_fact import ImportedList
from watchkeeper.models.types.imports.import_file import ListsAs
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import ImportSource, RecordKind, RecordResult
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
from watchkeeper.repositories.imports.adapters.reading.member_csv import column_of
from watchkeeper.repositories.imports.adapters.reading.member_dates import date_questions, dated_rows
from watchkeeper.repositories.imports.adapters.reading.member_shape import Shape
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

_MOVIES: Final = (
    *("movie", "featurefilm", "short", "video", "tvmovie", "tvspecial", "tvshort", "musicvideo", "documentary"),
    *("shortfilm", "tvdocumentary", "film", "filmtv", "filmpertv", "cortometraggio", "specialetv"),
    *("spielfilm", "fernsehfilm", "tvfilm", "kurzfilm", "fernsehspecial", "tvkurzfilm", "musikvideo"),
    *("pelicula", "peliculadetv", "peliculaparatv", "cortometraje", "cortometrajedetv", "especialdetv"),
    *("especialparatv", "videomusical", "largometraje", "filme", "filmedetv", "filmeparatv", "curta"),
    *("curtametragem", "curtaparatv", "videoclipe", "telefilm", "courtmetrage", "courtmetragetv", "emissionspeciale"),
    *("clipvideo", "clipmusical", "longmetrage", "telefilme", "curtametragemdetv", "cortometraggiotv"),
    *("peliculadetelevision", "cortometrajedetelevision", "filmedetelevisao", "filmeparatelevisao", "videomusicale"),
)
_SHOWS: Final = (
    *("tvseries", "tvminiseries", "miniseries", "serietv", "miniserietv", "fernsehserie", "fernsehminiserie"),
    *("tvserie", "tvminiserie", "seriedetv", "miniseriedetv", "minisseriedetv", "minisserie", "miniserie"),
    *("serietelevisee", "minitelevisee", "miniserietelevisee", "serietele", "miniserietele", "serie"),
    *("seriedetelevision", "miniseriedetelevision", "seriedetelevisao", "minisseriedetelevisao", "seriestv"),
)
_DATES: Final = ("daterated", "dateadded", "created")
_ACCENTS: Final = str.maketrans("àáâãäçèéêëìíîïñòóôõöùúûü", "aaaaaceeeeiiiinooooouuuu")
_MEDIA_TYPES: Final = {
    **dict.fromkeys(_MOVIES, MediaType.MOVIE),
    **dict.fromkeys(_SHOWS, MediaType.SHOW),
}


def recognize(shape: Shape) -> PartReader | None:
    return _titles if shape.has("const", "title", "titletype") else None


def _titles(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    """Yield the titles. Where the file is a list they are its items, and those with a rating rows besides."""
    is_list = upload.options.lists_as is ListsAs.LIST and part.shape.has("position")
    if is_list:
        described = ImportedList(key=part.name, name=PurePosixPath(part.name).stem)
        yield ImportRecord(member=part.name, row=0, kind=RecordKind.LIST, list=described)
    for row in dated_rows(part, upload, *_DATES):
        record = _title(row, upload.options.lists_as)
        if is_list and record.result in {RecordResult.READY, RecordResult.INVALID}:
            yield _item(record, row)
        if not is_list or record.result is not RecordResult.READY or record.has_facts:
            yield record


def _item(record: ImportRecord, row: Fields) -> ImportRecord:
    item = ImportedList(key=row.member, position=row.whole("position"), description=row.text("description"))
    facts = {"status": None, "is_status_implied": False, "rating": None, "result": RecordResult.READY, "reason": None}
    return replace(record, kind=RecordKind.LIST_ITEM, list=item, **facts)  # type: ignore[arg-type]


def _title(row: Fields, lists_as: ListsAs) -> ImportRecord:
    """Return the record of a row: rated means watched, also on a watchlist; every other one is planned."""
    rating = row.rating("yourrating", "yourated", scale=10, rated=row.when("daterated", "dateadded", field="rated_on"))
    is_rating = row.is_number_given("yourrating", "yourated")
    is_planned = not is_rating and lists_as is ListsAs.PLANNED
    status = WatchStatus.PLANNED if is_planned else WatchStatus.COMPLETED if rating is not None else None
    record = ImportRecord(
        member=row.member,
        row=row.row,
        kind=RecordKind.RATING if is_rating else RecordKind.WATCHLIST,
        title=row.text("title"),
        year=row.year("year") or row.year("releasedate", "releasedatemonthdayyear"),
        media_type=_media_type(row.text("titletype")),
        external_ids=row.ids(imdb="const"),
        status=status,
        is_status_implied=not is_planned,
        rating=rating,
        added=row.when("created", field="added_on") if is_planned else UNKNOWN,
        notes=row.text("description") if lists_as is not ListsAs.LIST else None,
    )
    checked = with_result(record, row)
    is_bare = checked.reason == "form"  # named, and nothing said of it
    if is_bare and lists_as is ListsAs.IGNORE:
        return unsupported(record, "ignored")
    return record if is_bare and lists_as is ListsAs.LIST else checked


def _media_type(text: str | None) -> MediaType | None:
    return _MEDIA_TYPES.get(column_of(text or "").translate(_ACCENTS))


SOURCE: Final = HistorySource(name=ImportSource.IMDB, recognize=recognize, examine=date_questions(*_DATES))
