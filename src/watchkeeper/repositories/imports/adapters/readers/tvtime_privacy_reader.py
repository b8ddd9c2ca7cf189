"""TV Time: the archive of the privacy request, newer (tracking-prod-records) and older (seen_episode) members.

Traps: v2 has the episodes and v1 the films, besides repeating episodes; the columns are `s_no, ep_no`, which others
repeat or not; an account without history has a slim header, so `key` tells v2; rows without a name borrow that of
their `s_id`; `created_at` is when it was marked, `watch_date_range_key` when it was watched, in UTC; seasons may be
years, episode and season 0 are numbers; votes are keys, not stars, and those of emotions have the same form, so that
the name tells them; shows have stars in old accounts; the older tables repeat each other; a followed show never watched
is planned, and an archived one that was watched is dropped.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import RecordKind
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.when import UNKNOWN
from watchkeeper.repositories.imports.adapters.readers.history_source import Part, PartReader, Upload, unsupported
from watchkeeper.repositories.imports.adapters.readers.stated_runs import stated_run
from watchkeeper.repositories.imports.adapters.readers.tvtime_export_rows import status_of
from watchkeeper.repositories.imports.adapters.readers.tvtime_film_reader import films, votes
from watchkeeper.repositories.imports.adapters.readers.tvtime_rows import (
    DATES,
    FILM_COLUMNS,
    KnownRows,
    aggregate,
    episode_of,
    key_of,
    known_rows,
    record_of,
)
from watchkeeper.repositories.imports.adapters.reading.member_dates import dated_rows
from watchkeeper.repositories.imports.adapters.reading.member_shape import Shape
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

_DOUBLED: Final = timedelta(minutes=1)
_WATCHED_KEYS: Final = ("watch-episode", "rewatch-episode")


def recognize(shape: Shape) -> PartReader | None:
    read = next((read for columns, read in _TABLES if shape.has(*columns)), None)
    if read is _followed and not shape.columns & _FOLLOWING:
        return None
    return None if read is votes and "emotion" in shape.stem else read


def newer_episodes(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    known = known_rows(upload)
    for row in dated_rows(part, upload, *DATES):
        key = key_of(row)
        if key.startswith(_WATCHED_KEYS):
            yield record_of(row, RecordKind.PLAY, known, plays=episode_of(row, row.when("createdat")), source_key=key)
        elif key.startswith("user-series"):
            yield _series(row, known)
        else:
            yield aggregate(row)


def _series(row: Fields, known: KnownRows) -> ImportRecord:
    is_watched = row.text("sid") in known.watched
    if row.flag("isarchived") and is_watched:
        return record_of(row, RecordKind.ENTRY, known, status=WatchStatus.DROPPED)
    if row.flag("isfollowed") or row.flag("isforlater") or row.flag("isarchived"):
        added = row.when("followedat", "createdat", field="added_on")
        return record_of(row, RecordKind.WATCHLIST, known, status=WatchStatus.PLANNED, added=added)
    return unsupported(record_of(row, RecordKind.ENTRY, known), "not_followed")


def _followed(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    known = known_rows(upload)
    for row in dated_rows(part, upload, *DATES):
        is_tracked, seen = row.text("tvshowid") in known.watched, row.whole("nbepisodesseen") or 0
        has_seen = seen > 0
        is_dropped = row.flag("archived", "isarchived") and (is_tracked or has_seen)
        status = WatchStatus.DROPPED if is_dropped else WatchStatus.WATCHING if has_seen else WatchStatus.PLANNED
        marks = ("favorite",) if row.flag("isfavorited") else ()
        runs = () if is_tracked else stated_run(status, UNKNOWN, seen)
        added = row.when("createdat", field="added_on")
        record = record_of(row, RecordKind.WATCHLIST, known, status=status, marks=marks, viewings=runs, added=added)
        is_gone = row.flag("isfollowed") is False and not has_seen and not marks
        yield unsupported(record, "not_followed") if is_gone else record


def _ratings(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    known = known_rows(upload)
    for row in dated_rows(part, upload, *DATES):
        rating = row.rating("rating", scale=5, rated=row.when("createdat", field="rated_on"))
        status = WatchStatus.COMPLETED if rating is not None else None
        yield record_of(row, RecordKind.RATING, known, rating=rating, status=status, is_status_implied=True)


def _special_statuses(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    known = known_rows(upload)
    for row in dated_rows(part, upload, *DATES):
        yield record_of(row, RecordKind.ENTRY, known, status=status_of(row))


def older_episodes(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    known = known_rows(upload)
    for row in dated_rows(part, upload, *DATES):
        when = row.when("createdat", "updatedat")
        times = row.whole("cpt") or 1
        plays = tuple(replace(play, times=times, once_within=_DOUBLED) for play in episode_of(row, when))
        yield record_of(row, RecordKind.PLAY, known, plays=plays)


_FOLLOWING: Final = frozenset({"notificationoffset", "archived", "isfollowed"})
_TABLES: Final[tuple[tuple[tuple[str, ...], PartReader], ...]] = (
    (("key", "sid"), newer_episodes),
    (("typeuuidn",), films),
    (FILM_COLUMNS, films),
    (("votekey",), votes),
    (("tvshowid", "tvshowname", "rating"), _ratings),
    (("tvshowid", "tvshowname", "status"), _special_statuses),
    (("tvshowname", "episodeseasonnumber", "episodenumber"), older_episodes),
    (("tvshowid", "tvshowname"), _followed),
)
