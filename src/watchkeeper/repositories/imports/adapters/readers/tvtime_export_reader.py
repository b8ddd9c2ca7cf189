"""TV Time: its own export tool of 2026 (tvtime-*.csv, .json), and the archives of rescue tools (activity_history.csv).

Traps: episodes that were not watched are listed too; `rewatch_count` has viewings without a date; -1 is no id; of an
episode's row `series_tvdb_id` names the show and `tvdb_id` the episode, but in an activity history both ids are the
episode's, which another show may have; ratings are of ten.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_fact import ImportedList, ImportedPlay
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import RecordKind
from watchkeeper.repositories.imports.adapters.readers.history_source import Part, PartReader, Upload, unsupported
from watchkeeper.repositories.imports.adapters.readers.tvtime_activity_reader import activity
from watchkeeper.repositories.imports.adapters.readers.tvtime_export_rows import (
    entry_of,
    movie_of,
    record_of,
    status_of,
    viewing_of,
)
from watchkeeper.repositories.imports.adapters.readers.tvtime_rows import DATES
from watchkeeper.repositories.imports.adapters.reading.member_dates import dated_rows
from watchkeeper.repositories.imports.adapters.reading.member_json import json_elements
from watchkeeper.repositories.imports.adapters.reading.member_shape import Shape
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

_MOVIE: Final = "movie"


def recognize(shape: Shape) -> PartReader | None:
    return _csv_reader(shape) or _json_reader(shape)


def _csv_reader(shape: Shape) -> PartReader | None:
    if shape.has("seriestvdbid", "season", "episode", "iswatched"):
        return _episodes
    if shape.has("tvdbid", "type", "title", "iswatched", "iswatchlisted"):
        return activity
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


def _episodes(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in dated_rows(part, upload, *DATES):
        play = replace(viewing_of(row), external_ids=row.ids(tvdb="tvdbid", imdb="imdbid"))
        ids = row.ids(tvdb="seriestvdbid", imdb="seriesimdbid")
        record = record_of(row, RecordKind.PLAY, MediaType.SHOW, ids, plays=(play,))
        yield record if row.flag("iswatched") else unsupported(record, "not_watched")


def _movies(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in dated_rows(part, upload, *DATES):
        yield movie_of(row, row.ids(tvdb="tvdbid", imdb="imdbid"), is_watched=row.flag("iswatched") is True)


def _shows(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in dated_rows(part, upload, *DATES):
        ids = row.ids(tvdb="tvdbid", imdb="imdbid")
        yield record_of(row, RecordKind.ENTRY, MediaType.SHOW, ids, status=status_of(row), **entry_of(row))


def _lists(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for row in dated_rows(part, upload, *DATES):
        position = row.whole("customorder", field="position")
        of = ImportedList(key=row.text("listid") or "", name=row.text("listname"), position=position)
        media_type = MediaType.MOVIE if row.text("itemtype") == _MOVIE else MediaType.SHOW
        yield record_of(row, RecordKind.LIST_ITEM, media_type, row.ids(tvdb="tvdbid"), list=of)


def _json_movies(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for _key, element in json_elements(part.member):
        ids = element.within("id").ids(tvdb="tvdb", imdb="imdb")
        rating = element.rating("rating", scale=10)
        yield movie_of(element, ids, is_watched=element.flag("is_watched") is True, rating=rating)


def _json_shows(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for _key, element in json_elements(part.member):
        ids = element.within("id").ids(tvdb="tvdb", imdb="imdb")
        plays = tuple(
            _json_episode(episode, season.whole("number", field="season"))
            for season in element.elements("seasons")
            for episode in season.elements("episodes")
            if episode.flag("is_watched")
        )
        says = {"status": status_of(element), "rating": element.rating("rating", scale=10), **entry_of(element)}
        yield record_of(element, RecordKind.ENTRY, MediaType.SHOW, ids, plays=plays, **says)


def _json_episode(episode: Fields, season: int | None) -> ImportedPlay:
    ids = episode.within("id").ids(tvdb="tvdb", imdb="imdb")
    return replace(viewing_of(episode), season=season, external_ids=ids, rating=episode.rating("rating", scale=10))
