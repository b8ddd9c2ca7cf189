"""Simkl: the backup, one JSON object of movies, shows and anime, or a CSV.

Traps: a completed show may list no episodes, and is completed all the same; one that lists them has their dates, and
its own is that of the last; an episode without a time is a play of unknown date; ids may be text, or missing; anime
of the type movie stay anime; the day of listing is none of watching; a show that names no episodes has their number.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_fact import ImportedPlay
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import ImportSource, RecordKind
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.when import UNKNOWN
from watchkeeper.repositories.imports.adapters.readers import simkl_csv_reader
from watchkeeper.repositories.imports.adapters.readers.history_source import (
    HistorySource,
    Part,
    PartReader,
    Upload,
    with_result,
)
from watchkeeper.repositories.imports.adapters.readers.simkl_csv_reader import STATUSES
from watchkeeper.repositories.imports.adapters.readers.stated_runs import stated_run
from watchkeeper.repositories.imports.adapters.reading.member_json import json_elements
from watchkeeper.repositories.imports.adapters.reading.member_shape import Form, Shape
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

_MEDIA_TYPES: Final = {"movies": MediaType.MOVIE, "shows": MediaType.SHOW, "anime": MediaType.ANIME}


def recognize(shape: Shape) -> PartReader | None:
    is_backup = shape.form is Form.JSON and not shape.is_array and bool(shape.keys & set(_MEDIA_TYPES))
    is_empty = is_backup and not shape.inner and shape.keys <= set(_MEDIA_TYPES)
    is_filled = is_backup and bool(shape.inner & {"status", "movie", "show", "last_watched_at"})
    return _backup if is_filled or is_empty else simkl_csv_reader.recognize(shape)


def arrange(parts: Sequence[Part]) -> Sequence[Part]:
    """Leave the CSV out where the JSON says more."""
    has_json = any(part.read is _backup for part in parts)
    return [part.left_out("repeated") if has_json and part.read is not _backup else part for part in parts]


def _backup(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for key, element in json_elements(part.member, *_MEDIA_TYPES):
        yield _title(element, _MEDIA_TYPES[key])


def _title(element: Fields, media_type: MediaType) -> ImportRecord:
    about = element.within("movie" if "movie" in element.values else "show")
    status = STATUSES.get(element.text("status") or "")
    if status is None:
        element.warn("status")
    ids, plays = about.within("ids"), _plays(element, status)
    is_counted = not any(play.is_of_episode for play in plays)
    record = ImportRecord(
        member=element.member,
        row=element.row,
        kind=RecordKind.ENTRY,
        title=about.text("title"),
        year=about.year("year"),
        media_type=media_type,
        external_ids=ids.ids(simkl="simkl_id")
        | ids.ids(simkl="simkl", imdb="imdb", tmdb="tmdb", tvdb="tvdb", mal="mal", anilist="anilist"),
        status=status,
        plays=plays,
        viewings=stated_run(status, UNKNOWN, element.whole("watched_episodes_count") if is_counted else None),
        added=element.when("added_to_watchlist_at", field="added_on"),
        rating=element.rating("user_rating", scale=10, rated=element.when("user_rated_at", field="rated_on")),
        notes=element.within("memo").text("text") or element.text("memo"),
    )
    return with_result(record, element)


def _plays(element: Fields, status: WatchStatus | None) -> tuple[ImportedPlay, ...]:
    """Return the viewings of the listed episodes, or else that of a completed title."""
    episodes = tuple(
        ImportedPlay(
            when=episode.when("watched_at"),
            is_event="watched_at" in episode.values,
            season=season.whole("number", field="season"),
            number=episode.whole("number", field="episode"),
        )
        for season in element.elements("seasons")
        for episode in season.elements("episodes")
    )
    if episodes or status is not WatchStatus.COMPLETED:
        return episodes
    when = element.when("last_watched_at")
    return (ImportedPlay(when=when, is_event=when is not UNKNOWN),)


SOURCE: Final = HistorySource(
    name=ImportSource.SIMKL, recognize=recognize, arrange=arrange, examine=simkl_csv_reader.examine
)
