"""TV Time: the activity history of rescue tools.

Traps: of an episode's row both ids are the episode's, which another show may have; some tools give it the type `show`;
the rating is of ten; -1 is no id; a show that was not begun has no other rows than those of its episodes.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import RecordKind
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.repositories.imports.adapters.readers.history_source import Part, Upload, unsupported
from watchkeeper.repositories.imports.adapters.readers.tvtime_export_rows import (
    movie_of,
    record_of,
    status_of,
    viewing_of,
)
from watchkeeper.repositories.imports.adapters.readers.tvtime_rows import DATES
from watchkeeper.repositories.imports.adapters.reading.member_dates import dated_rows
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

_MOVIE: Final = "movie"
_EPISODE: Final = "episode"


def activity(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    """Yield the rows of movies, episodes and shows."""
    for row in dated_rows(part, upload, *DATES):
        kind = row.text("type")
        ids = row.ids(tvdb="tvdbid", imdb="imdbid")
        if kind == _EPISODE or (kind != _MOVIE and row.text("episode") is not None):
            yield _activity_episode(row, ids)
        elif kind == _MOVIE:
            yield movie_of(row, ids, is_watched=row.flag("iswatched") is True, rating=row.rating("rating", scale=10))
        else:
            status = status_of(row) or (WatchStatus.PLANNED if row.flag("iswatchlisted") else None)
            rating = row.rating("rating", scale=10)
            yield record_of(row, RecordKind.ENTRY, MediaType.SHOW, ids, status=status, rating=rating)


def _activity_episode(row: Fields, ids: dict[str, str]) -> ImportRecord:
    """Return an episode's row, whose show is known by its title alone."""
    status = status_of(row)
    play = replace(viewing_of(row), external_ids=ids, rating=row.rating("rating", scale=10))
    if row.flag("iswatched"):
        return record_of(row, RecordKind.PLAY, MediaType.SHOW, {}, status=status, plays=(play,))
    if status is WatchStatus.PLANNED:
        return record_of(row, RecordKind.WATCHLIST, MediaType.SHOW, {}, status=status)
    return unsupported(record_of(row, RecordKind.PLAY, MediaType.SHOW, {}, plays=(play,)), "not_watched")
