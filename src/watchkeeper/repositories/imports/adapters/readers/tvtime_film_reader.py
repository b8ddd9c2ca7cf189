"""TV Time: the films of the privacy archive, and its votes.

Traps: films stand in the older table alone, which repeats the episodes of the newer; a film without a name is named
by its slug; `created_at` is when it was marked, `watch_date_range_key` when it was watched; votes are keys, not
stars, and name films by their uuid; the vote of an episode is no title's rating.
"""

import re
from collections.abc import Iterator
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_fact import ImportedPlay, ImportedRating
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import RecordKind
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.when import UNKNOWN, When
from watchkeeper.repositories.imports.adapters.readers.history_source import Part, Upload, unsupported, with_result
from watchkeeper.repositories.imports.adapters.readers.tvtime_rows import (
    DATES,
    KnownRows,
    aggregate,
    episode_of,
    film_name,
    is_film,
    known_rows,
    record_of,
)
from watchkeeper.repositories.imports.adapters.reading.member_dates import dated_rows
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields
from watchkeeper.repositories.imports.adapters.reading.when_texts import when_of_seconds

_STARS: Final = {"1": "1", "27": "2", "28": "3", "29": "4", "3": "5"}
_SECONDS = re.compile(r"(\d{9,11})$", re.ASCII)


def films(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    known = known_rows(upload)
    has_newer = any("key" in other.shape.columns for other in upload.parts)
    for row in dated_rows(part, upload, *DATES):
        kind = row.text("type") or ""
        if is_film(row):
            yield _film(row, kind)
        elif kind in {"watch", "rewatch"} and row.text("entitytype") in {None, "episode"}:
            plays = episode_of(row, _watched(row), is_event=not has_newer)
            yield record_of(row, RecordKind.PLAY, known, plays=plays)
        else:
            yield aggregate(row)


def _film(row: Fields, kind: str) -> ImportRecord:
    if kind not in {"watch", "rewatch", "towatch", "follow"}:
        return aggregate(row)
    is_watched = kind in {"watch", "rewatch"}
    times = 1 + (row.whole("rewatchcount") or 0)
    record = ImportRecord(
        member=row.member,
        row=row.row,
        kind=RecordKind.PLAY if is_watched else RecordKind.WATCHLIST,
        title=film_name(row),
        year=row.year("releasedate"),
        media_type=MediaType.MOVIE,
        status=WatchStatus.COMPLETED if is_watched else WatchStatus.PLANNED,
        plays=(ImportedPlay(when=_watched(row), is_event=True, times=times),) if is_watched else (),
        added=UNKNOWN if is_watched else row.when("createdat", field="added_on"),
        source_key=row.text("uuid"),
    )
    return with_result(record, row)


def _watched(row: Fields) -> When:
    """Return the moment of watching, or else that of marking."""
    seconds = _SECONDS.search(row.text("watchdaterangekey") or "")
    return when_of_seconds(int(seconds[1])) if seconds is not None else row.when("watchdate", "createdat")


def votes(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    known = known_rows(upload)
    for row in dated_rows(part, upload, *DATES):
        uuid = row.text("uuid") or ""
        title, year = known.films.get(uuid, (None, None))
        title = row.text("moviename") or title
        yield _vote(row, title, year) if title is not None else _episode_vote(row, known)


def _rating(row: Fields) -> ImportedRating | None:
    stars = _STARS.get((row.text("votekey") or "").rpartition("-")[2])
    if stars is None:
        row.warn("rating")
        return None
    return ImportedRating(value=stars, scale="5")


def _vote(row: Fields, title: str, year: int | None) -> ImportRecord:
    rating = _rating(row)
    record = ImportRecord(
        member=row.member,
        row=row.row,
        kind=RecordKind.RATING,
        title=title,
        year=year,
        media_type=MediaType.MOVIE,
        rating=rating,
        status=WatchStatus.COMPLETED if rating is not None else None,
        is_status_implied=True,
    )
    return with_result(record, row)


def _episode_vote(row: Fields, known: KnownRows) -> ImportRecord:
    """Return the rating of an episode, which is no title's, with what it is about."""
    ids = row.ids(tvdb="episodeid")
    play = ImportedPlay(
        season=row.whole("seasonnumber", field="season"),
        number=row.whole("episodenumber", field="episode"),
        external_ids=ids,
        rating=_rating(row),
    )
    return unsupported(record_of(row, RecordKind.RATING, known, plays=(play,)), "episode_rating")
