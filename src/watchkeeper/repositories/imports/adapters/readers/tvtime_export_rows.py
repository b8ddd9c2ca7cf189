"""The common members of the rows of TV Time's export tool and of rescue tools."""

from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_fact import ImportedPlay, ImportedRating
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import RecordKind
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.when import UNKNOWN
from watchkeeper.repositories.imports.adapters.readers.history_source import with_result
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

_STATUSES: Final = {
    "continuing": WatchStatus.WATCHING,
    "up_to_date": WatchStatus.WATCHING,
    "not_started_yet": WatchStatus.PLANNED,
    "watch_later": WatchStatus.PLANNED,
    "for_later": WatchStatus.PLANNED,
    "stopped": WatchStatus.DROPPED,
    "archived": WatchStatus.DROPPED,
    "finished": WatchStatus.COMPLETED,
    "completed": WatchStatus.COMPLETED,
}


def record_of(
    row: Fields, kind: RecordKind, media_type: MediaType, ids: dict[str, str], **says: object
) -> ImportRecord:
    """Return the record of a row about a title."""
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
    return with_result(record, row)


def viewing_of(row: Fields, *, is_of_movie: bool = False) -> ImportedPlay:
    """Return the viewing of a movie, or of an episode."""
    when = row.when("watchedat", "watched_at")
    times = 1 + (row.whole("rewatchcount", "rewatch_count") or 0)
    is_event = when is not UNKNOWN
    if is_of_movie:
        return ImportedPlay(when=when, times=times, is_event=is_event)
    season, number = row.whole("season"), row.whole("episode", "number", field="episode")
    return ImportedPlay(when=when, times=times, is_event=is_event, season=season, number=number)


def status_of(row: Fields) -> WatchStatus | None:
    """Return the status by the service's words."""
    text = row.text("status")
    status = _STATUSES.get(text.casefold().replace(" ", "_")) if text is not None else None
    if text is not None and status is None:
        row.warn("status")
    return status


def entry_of(row: Fields) -> dict[str, object]:
    """Return what a row of a movie or show says besides status and viewings."""
    is_favourite = row.flag("isfavorite", "is_favorite") is True
    added = row.when("createdat", "created_at", field="added_on")
    return {"added": added, "marks": ("favorite",) if is_favourite else ()}


def movie_of(
    row: Fields, ids: dict[str, str], *, is_watched: bool, rating: ImportedRating | None = None
) -> ImportRecord:
    """Return the record of a movie, which is planned until it was watched."""
    says = {"rating": rating, **entry_of(row)}
    if not is_watched:
        return record_of(row, RecordKind.WATCHLIST, MediaType.MOVIE, ids, status=WatchStatus.PLANNED, **says)
    plays, status = (viewing_of(row, is_of_movie=True),), WatchStatus.COMPLETED
    return record_of(row, RecordKind.PLAY, MediaType.MOVIE, ids, status=status, plays=plays, **says)
