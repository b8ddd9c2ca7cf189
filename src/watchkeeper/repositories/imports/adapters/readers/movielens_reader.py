"""MovieLens: the CSV of ratings, and that of the wishlist.

Traps: ids of IMDb are numbers without `tt` and leading zeros; the year stands in the title; `average_rating` is not the
person's; -1 is what the site suggests to leave out.
"""

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
    with_result,
)
from watchkeeper.repositories.imports.adapters.reading.member_csv import csv_rows
from watchkeeper.repositories.imports.adapters.reading.member_shape import Shape
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields


def recognize(shape: Shape) -> PartReader | None:
    if not shape.has("movieid", "imdbid", "averagerating", "title"):
        return None
    return _ratings if shape.has("rating") else _wishlist


def _ratings(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for row in csv_rows(part.member):
        rating = row.rating("rating", scale=5)
        status = WatchStatus.COMPLETED if rating is not None else None
        yield _film(row, RecordKind.RATING, rating=rating, status=status, is_status_implied=True)


def _wishlist(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for row in csv_rows(part.member):
        yield _film(row, RecordKind.WATCHLIST, status=WatchStatus.PLANNED)


def _film(row: Fields, kind: RecordKind, **says: object) -> ImportRecord:
    title, year = row.title_and_year("title")
    record = ImportRecord(
        member=row.member,
        row=row.row,
        kind=kind,
        title=title,
        year=year,
        media_type=MediaType.MOVIE,
        external_ids=row.ids(imdb="imdbid", tmdb="tmdbid"),
        **says,  # type: ignore[arg-type]
    )
    return with_result(record, row)


SOURCE: Final = HistorySource(name=ImportSource.MOVIELENS, recognize=recognize)
