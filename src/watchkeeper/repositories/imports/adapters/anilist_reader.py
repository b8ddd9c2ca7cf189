"""AniList: the JSON of the privacy request.

Traps: there are no titles, only ids; dates are numbers, and 20200000 is a year; manga is in the same list; the account,
its e-mail and addresses stand in the same file, and are skipped unread; `custom_lists` are flags in the order of the
account's lists, and so not read.
"""

from collections.abc import Iterator
from typing import Final

from watchkeeper.models.types.import_fact import ImportedPlay
from watchkeeper.models.types.import_record import ImportRecord
from watchkeeper.models.types.import_source import ImportSource, RecordKind
from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.watch_status import WatchStatus
from watchkeeper.models.types.when import UNKNOWN, InvalidWhenError, When
from watchkeeper.repositories.imports.adapters.history_source import (
    HistorySource,
    Part,
    PartReader,
    Upload,
    settled,
    unsupported,
)
from watchkeeper.repositories.imports.adapters.member_json import json_elements
from watchkeeper.repositories.imports.adapters.member_shape import Form, Shape
from watchkeeper.repositories.imports.adapters.record_fields import Fields
from watchkeeper.repositories.imports.adapters.when_texts import when_of_digits

_STATUSES: Final = {
    "0": WatchStatus.WATCHING,
    "1": WatchStatus.PLANNED,
    "2": WatchStatus.COMPLETED,
    "3": WatchStatus.DROPPED,
    "4": WatchStatus.ON_HOLD,
    "5": WatchStatus.WATCHING,  # watching again
}
_ANIME: Final = "0"


def recognize(shape: Shape) -> PartReader | None:
    is_request = shape.form is Form.JSON and not shape.is_array and "lists" in shape.keys
    return _lists if is_request and {"series_id", "series_type"} <= shape.inner else None


def _lists(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for _key, element in json_elements(part.member, "lists"):
        yield _title(Fields(element.values, part.name, element.row, element.warnings))


def _title(element: Fields) -> ImportRecord:
    if element.text("series_type") != _ANIME:
        return unsupported(ImportRecord(member=element.member, row=element.row, kind=RecordKind.ENTRY), "media_type")
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
        is_private=element.flag("private") is True,
    )
    return settled(record, element)


def _plays(element: Fields, status: WatchStatus | None) -> tuple[ImportedPlay, ...]:
    """Return the viewings: one of a completed title, and as many more as it was repeated."""
    repeated = element.whole("repeat") or 0
    times = repeated + (status is WatchStatus.COMPLETED)
    if not times:
        return ()
    when = _finished(element) if status is WatchStatus.COMPLETED else UNKNOWN
    return (ImportedPlay(when=when, is_event=when is not UNKNOWN, times=times),)


def _finished(element: Fields) -> When:
    try:
        return when_of_digits(element.text("finished_on") or "0")
    except InvalidWhenError:
        element.warn("watched_on")
        return UNKNOWN


SOURCE: Final = HistorySource(name=ImportSource.ANILIST, recognize=recognize)
