"""TV Time: its own export tool of 2026 (tvtime-*.csv, .json), and the archives of rescue tools (activity_history.csv).

Traps: episodes that were not watched are listed too; `rewatch_count` has viewings without a date; -1 is no id; of an
episode's row `series_tvdb_id` names the show and `tvdb_id` the episode, but in an activity history both ids are the
episode's, which another show may have.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from watchkeeper.models.types.import_fact import ImportedList, ImportedPlay, ImportedRating
from watchkeeper.models.types.import_record import ImportRecord
from watchkeeper.models.types.import_source import RecordKind
from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.watch_status import WatchStatus
from watchkeeper.models.types.when import UNKNOWN
from watchkeeper.repositories.imports.adapters.history_source import Part, PartReader, Upload, settled, unsupported
from watchkeeper.repositories.imports.adapters.member_csv import csv_rows
from watchkeeper.repositories.imports.adapters.member_json import json_elements
from watchkeeper.repositories.imports.adapters.member_shape import Shape
from watchkeeper.repositories.imports.adapters.record_fields import Fields

_STATUSES: Final = {
    "continuing": WatchStatus.WATCHING,
    "up_to_date": WatchStatus.WATCHING,
    "not_started_yet": WatchStatus.PLANNED,
    "watch_later": WatchStatus.PLANNED,
    "stopped": WatchStatus.DROPPED,
}
_MOVIE: Final = "movie"
_EPISODE: Final = "episode"


def recognize(shape: Shape) -> PartReader | None:
    return _csv_reader(shape) or _json_reader(shape)


def _csv_reader(shape: Shape) -> PartReader | None:
    if shape.has("seriestvdbid", "season", "episode", "iswatched"):
        return _episodes
    if shape.has("tvdbid", "type", "title", "iswatched", "iswatchlisted"):
        return _activity
    if shape.has("tvdbid", "title", "iswatched"):
        return _movies
    if shape.has("uuid", "tvdbid", "title", "status"):
        return _shows
    return _lists if shape.has("listid", "listname", "itemtype", "tvdbid") else None


def _json_reader(shape: Shape) -> PartReader | None:
    if not shape.inner & {"tvdb", "imdb"} or not shape.has_keys("id", "title"):
        return None
    if "seasons" in shape.keys:
        return _json_shows
    return _json_movies if "is_watched" in shape.keys else None


def _record(row: Fields, kind: RecordKind, media_type: MediaType, ids: dict[str, str], **says: object) -> ImportRecord:
    record = ImportRecord(
        member=row.member,
        row=row.row,
        kind=kind,
        title=row.text("title", "name"),
        year=row.year("year"),
        media_type=media_type,
        external_ids=ids,
        **says,  # type: ignore[arg-type]
    )
    return settled(record, row)


def _viewing(row: Fields, *, is_of_movie: bool = False) -> ImportedPlay:
    when = row.when("watchedat", "watched_at")
    times = 1 + (row.whole("rewatchcount", "rewatch_count") or 0)
    is_event = when is not UNKNOWN
    if is_of_movie:
        return ImportedPlay(when=when, times=times, is_event=is_event)
    season, number = row.whole("season"), row.whole("episode", "number", field="episode")
    return ImportedPlay(when=when, times=times, is_event=is_event, season=season, number=number)


def _status(row: Fields) -> WatchStatus | None:
    text = row.text("status")
    status = _STATUSES.get(text.casefold()) if text is not None else None
    if text is not None and status is None:
        row.warn("status")
    return status


def _episodes(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for row in csv_rows(part.member):
        play = replace(_viewing(row), external_ids=row.ids(tvdb="tvdbid", imdb="imdbid"))
        ids = row.ids(tvdb="seriestvdbid", imdb="seriesimdbid")
        record = _record(row, RecordKind.PLAY, MediaType.SHOW, ids, plays=(play,))
        yield record if row.flag("iswatched") else unsupported(record, "not_watched")


def _movies(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for row in csv_rows(part.member):
        yield _movie(row, row.ids(tvdb="tvdbid", imdb="imdbid"), is_watched=row.flag("iswatched") is True)


def _movie(row: Fields, ids: dict[str, str], *, is_watched: bool, rating: ImportedRating | None = None) -> ImportRecord:
    if not is_watched:
        return _record(row, RecordKind.WATCHLIST, MediaType.MOVIE, ids, status=WatchStatus.PLANNED, rating=rating)
    plays, status = (_viewing(row, is_of_movie=True),), WatchStatus.COMPLETED
    return _record(row, RecordKind.PLAY, MediaType.MOVIE, ids, status=status, plays=plays, rating=rating)


def _shows(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for row in csv_rows(part.member):
        ids = row.ids(tvdb="tvdbid", imdb="imdbid")
        yield _record(row, RecordKind.ENTRY, MediaType.SHOW, ids, status=_status(row))


def _lists(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for row in csv_rows(part.member):
        position = row.whole("customorder", field="position")
        of = ImportedList(key=row.text("listid") or "", name=row.text("listname"), position=position)
        media_type = MediaType.MOVIE if row.text("itemtype") == _MOVIE else MediaType.SHOW
        yield _record(row, RecordKind.LIST_ITEM, media_type, row.ids(tvdb="tvdbid"), list=of)


def _json_movies(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for _key, element in json_elements(part.member):
        ids = element.within("id").ids(tvdb="tvdb", imdb="imdb")
        yield _movie(element, ids, is_watched=element.flag("is_watched") is True)


def _json_shows(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for _key, element in json_elements(part.member):
        ids = element.within("id").ids(tvdb="tvdb", imdb="imdb")
        plays = tuple(
            _json_episode(episode, season.whole("number", field="season"))
            for season in element.elements("seasons")
            for episode in season.elements("episodes")
            if episode.flag("is_watched")
        )
        yield _record(element, RecordKind.ENTRY, MediaType.SHOW, ids, status=_status(element), plays=plays)


def _json_episode(episode: Fields, season: int | None) -> ImportedPlay:
    ids = episode.within("id").ids(tvdb="tvdb", imdb="imdb")
    return replace(_viewing(episode), season=season, external_ids=ids)


def _activity(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for row in csv_rows(part.member):
        kind = row.text("type")
        ids = row.ids(tvdb="tvdbid", imdb="imdbid")
        if kind == _EPISODE:
            yield _activity_episode(row, ids)
        elif kind == _MOVIE:
            yield _movie(row, ids, is_watched=row.flag("iswatched") is True, rating=row.rating("rating", scale=10))
        else:
            status = _status(row) or (WatchStatus.PLANNED if row.flag("iswatchlisted") else None)
            rating = row.rating("rating", scale=10)
            yield _record(row, RecordKind.ENTRY, MediaType.SHOW, ids, status=status, rating=rating)


def _activity_episode(row: Fields, ids: dict[str, str]) -> ImportRecord:
    """Return an episode's row, whose show is known by its title alone."""
    play = replace(_viewing(row), external_ids=ids, rating=row.rating("rating", scale=10))
    record = _record(row, RecordKind.PLAY, MediaType.SHOW, {}, plays=(play,))
    return record if row.flag("iswatched") else unsupported(record, "not_watched")
