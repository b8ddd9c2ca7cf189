"""Watcharr: a JSON array.

Traps: `createdAt` is when the row was made, not when the film was seen, which only a `customDate` of the activity is; a
rating of 0 is none; an episode that is planned is no play; games and books are in the same array; a film and a show
have equal numbers of TMDb; a season has a rating, which is none of the show's.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_fact import ImportedPlay
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import ImportSource, RecordKind
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
from watchkeeper.repositories.imports.adapters.readers.watcharr_activity import WatchedDay, watched_days
from watchkeeper.repositories.imports.adapters.reading.member_json import json_elements
from watchkeeper.repositories.imports.adapters.reading.member_shape import Shape
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

_STATUSES: Final = {
    "FINISHED": WatchStatus.COMPLETED,
    "WATCHING": WatchStatus.WATCHING,
    "PLANNED": WatchStatus.PLANNED,
    "HOLD": WatchStatus.ON_HOLD,
    "PAUSED": WatchStatus.ON_HOLD,
    "DROPPED": WatchStatus.DROPPED,
}
_FINISHED: Final = "FINISHED"
_MEDIA_TYPES: Final = {"movie": MediaType.MOVIE, "tv": MediaType.SHOW}


def recognize(shape: Shape) -> PartReader | None:
    is_export = any(shape.has_keys("status", what) for what in ("content", "game", "book"))
    return _titles if is_export else None


def _titles(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for _key, element in json_elements(part.member):
        yield _title(element)


def _title(element: Fields) -> ImportRecord:
    content = element.within("content")
    status = _STATUSES.get((element.text("status") or "").upper())
    if status is None:
        element.warn("status")
    record = ImportRecord(
        member=element.member,
        row=element.row,
        kind=RecordKind.ENTRY,
        title=content.text("title") or element.within("game").text("name"),
        year=content.year("release_date", "first_air_date"),
        media_type=_MEDIA_TYPES.get((content.text("type") or "").casefold()),
        external_ids=content.ids(tmdb="tmdbId", imdb="imdb_id"),
        status=status,
        plays=_plays(element, status),
        rating=element.rating("rating", scale=10),
        notes=element.text("thoughts"),
        tags=tuple(dict.fromkeys(filter(None, (tag.text("name") for tag in element.elements("tags"))))),
        marks=("favorite",) if element.flag("pinned") else (),
    )
    checked = with_result(record, element)
    return checked if record.media_type is not None else unsupported(checked, "media_type")


def _plays(element: Fields, status: WatchStatus | None) -> tuple[ImportedPlay, ...]:
    """Return the viewings of episodes, or else those of the title, with the days that the person has said."""
    if any(season.rating("rating", scale=10) is not None for season in element.elements("watchedSeasons")):
        element.warn("season_rating", "unsupported")
    viewed = list(watched_days(element))
    episodes = tuple(
        _episode(episode, viewed)
        for episode in element.elements("watchedEpisodes")
        if episode.text("status") == _FINISHED
    )
    days = tuple(ImportedPlay(when=when, is_event=True) for season, _, when in viewed if season is None)
    return episodes or days or ((ImportedPlay(),) if status is WatchStatus.COMPLETED else ())


def _episode(episode: Fields, viewed: Sequence[WatchedDay]) -> ImportedPlay:
    season = episode.whole("seasonNumber", field="season")
    number = episode.whole("episodeNumber", field="episode")
    days = [when for *of_episode, when in viewed if of_episode == [season, number]]
    when = days[-1] if days else UNKNOWN
    rating = episode.rating("rating", scale=10)
    return ImportedPlay(when=when, is_event=when is not UNKNOWN, season=season, number=number, rating=rating)


SOURCE: Final = HistorySource(name=ImportSource.WATCHARR, recognize=recognize)
