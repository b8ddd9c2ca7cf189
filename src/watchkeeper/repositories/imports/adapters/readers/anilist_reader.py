"""AniList: the JSON of the privacy request.

Traps: there are no titles, only ids; dates are numbers, and 20200000 is a year; manga is in the same list; the account,
its e-mail and addresses stand in the same file, and are skipped unread but for the names of lists, in whose order
`custom_lists` are flags. Who may see an entry there makes no difference here: nobody sees another's entries. A review
is public here, so one that is private there becomes the note of its entry.
"""

from collections.abc import Iterator
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_fact import ImportedPlay, ImportedReview
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import ImportSource, RecordKind
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.when import UNKNOWN, InvalidWhenError, When
from watchkeeper.repositories.imports.adapters.readers.anilist_lists import list_record, listed
from watchkeeper.repositories.imports.adapters.readers.history_source import (
    HistorySource,
    Part,
    PartReader,
    Upload,
    unsupported,
    with_result,
)
from watchkeeper.repositories.imports.adapters.readers.stated_runs import stated_run
from watchkeeper.repositories.imports.adapters.reading.member_json import json_elements, json_texts
from watchkeeper.repositories.imports.adapters.reading.member_shape import Form, Shape
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields
from watchkeeper.repositories.imports.adapters.reading.when_texts import when_of_digits

_AGAIN: Final = "5"
_STATUSES: Final = {
    "0": WatchStatus.WATCHING,
    "1": WatchStatus.PLANNED,
    "2": WatchStatus.COMPLETED,
    "3": WatchStatus.DROPPED,
    "4": WatchStatus.ON_HOLD,
    _AGAIN: WatchStatus.WATCHING,
}
_ANIME: Final = "0"


def recognize(shape: Shape) -> PartReader | None:
    is_request = shape.form is Form.JSON and not shape.is_array and "lists" in shape.keys
    is_filled = {"series_id", "series_type"} <= shape.inner
    is_empty = {"user", "activity"} <= shape.keys
    return _lists if is_request and (is_filled or is_empty) else None


def _lists(part: Part, _: Upload) -> Iterator[ImportRecord]:
    """Yield the titles, the person's lists of them, and the reviews."""
    names = list(json_texts(part.member, "user", "custom_lists", "anime"))
    yield from (list_record(part.name, name) for name in names)
    for key, element in json_elements(part.member, "lists", "reviews"):
        if key == "reviews":
            yield _review(element)
            continue
        record = _title(Fields(element.values, part.name, element.row, element.warnings))
        yield record
        yield from listed(record, names, element.values.get("custom_lists"))


def _title(element: Fields) -> ImportRecord:
    if element.text("series_type") != _ANIME:
        ids = element.ids(anilist="series_id")
        manga = ImportRecord(member=element.member, row=element.row, kind=RecordKind.ENTRY, external_ids=ids)
        return unsupported(manga, "media_type")
    status = _STATUSES.get(element.text("status") or "")
    if status is None:
        element.warn("status")
    record = ImportRecord(
        member=element.member,
        row=element.row,
        kind=RecordKind.ENTRY,
        media_type=MediaType.ANIME,
        external_ids=element.ids(anilist="series_id"),
        status=status,
        plays=_plays(element, status),
        rating=element.rating("score", scale=100),
        notes=element.text("notes"),
        viewings=stated_run(status, _day(element, "started_on", "started_on"), element.whole("progress")),
    )
    return with_result(record, element)


def _plays(element: Fields, status: WatchStatus | None) -> tuple[ImportedPlay, ...]:
    """Return the viewings: one of a completed title, also of one that is watched again, and one each repetition."""
    is_ended = status is WatchStatus.COMPLETED or element.text("status") == _AGAIN
    times = (element.whole("repeat") or 0) + is_ended
    if not times:
        return ()
    when = _day(element, "finished_on", "watched_on") if status is WatchStatus.COMPLETED else UNKNOWN
    return (ImportedPlay(when=when, is_event=when is not UNKNOWN, times=times),)


def _day(element: Fields, name: str, field: str) -> When:
    try:
        return when_of_digits(element.text(name) or "0")
    except InvalidWhenError:
        element.warn(field)
        return UNKNOWN


def _review(element: Fields) -> ImportRecord:
    """Return a review; a private one is a note."""
    text = "\n\n".join(filter(None, (element.text("summary"), element.text("text"))))
    is_private = element.flag("private") is True
    written = element.when("created_at", "updated_at", field="written_on")
    review = ImportedReview(text=text, written=written) if text and not is_private else None
    record = ImportRecord(
        member=element.member,
        row=element.row,
        kind=RecordKind.REVIEW,
        media_type=MediaType.ANIME if element.text("series_type") == _ANIME else None,
        external_ids=element.ids(anilist="series_id"),
        status=WatchStatus.COMPLETED if text else None,
        is_status_implied=True,
        review=review,
        notes=text if is_private and text else None,
    )
    return with_result(record, element)


SOURCE: Final = HistorySource(name=ImportSource.ANILIST, recognize=recognize)
