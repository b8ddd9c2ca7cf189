"""TMDb: the CSV of ratings, watchlist and favourites.

Traps: the row of an episode says `tv` and has the id of the episode, which is another show's number; `Rating` is the
public average, and only `Your Rating` the person's; its times are midnights, which are days; ratings, watchlist and
favourites have one header, so only there the name decides.
"""

import re
from collections.abc import Iterator
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import ImportSource, RecordKind
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.repositories.imports.adapters.readers.history_source import (
    HistorySource,
    Part,
    PartReader,
    Upload,
    unsupported,
    with_result,
)
from watchkeeper.repositories.imports.adapters.reading.member_dates import date_questions, dated_rows
from watchkeeper.repositories.imports.adapters.reading.member_shape import Shape
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

_RATED: Final = "daterated"
_FAVOURITES: Final = re.compile("favou?rite")
_MEDIA_TYPES: Final = {"movie": MediaType.MOVIE, "tv": MediaType.SHOW}


def recognize(shape: Shape) -> PartReader | None:
    """A list has no ratings."""
    return _titles if shape.has("tmdbid", "type", "name") else None


def _titles(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    is_favourite = _FAVOURITES.search(part.shape.stem) is not None
    for row in dated_rows(part, upload, _RATED):
        record = _favourite(row) if is_favourite else _title(row)
        is_title = record.media_type is not None and row.text("seasonnumber", "episodenumber") is None
        yield record if is_title else unsupported(record, "media_type")


def _title(row: Fields) -> ImportRecord:
    rating = row.rating("yourrating", scale=10, rated=row.when(_RATED, field="rated_on"))
    is_planned = not row.is_number_given("yourrating")
    status = WatchStatus.PLANNED if is_planned else WatchStatus.COMPLETED if rating is not None else None
    kind = RecordKind.WATCHLIST if is_planned else RecordKind.RATING
    return _record(row, kind, status=status, is_status_implied=not is_planned, rating=rating)


def _favourite(row: Fields) -> ImportRecord:
    rating = row.rating("yourrating", scale=10, rated=row.when(_RATED, field="rated_on"))
    status = WatchStatus.COMPLETED if rating is not None else None
    return _record(row, RecordKind.ENTRY, marks=("favorite",), rating=rating, status=status, is_status_implied=True)


def _record(row: Fields, kind: RecordKind, **says: object) -> ImportRecord:
    record = ImportRecord(
        member=row.member,
        row=row.row,
        kind=kind,
        title=row.text("name"),
        year=row.year("releasedate"),
        media_type=_MEDIA_TYPES.get((row.text("type") or "").casefold()),
        external_ids=row.ids(tmdb="tmdbid", imdb="imdbid"),
        **says,  # type: ignore[arg-type]
    )
    return with_result(record, row)


SOURCE: Final = HistorySource(name=ImportSource.TMDB, recognize=recognize, examine=date_questions(_RATED))
