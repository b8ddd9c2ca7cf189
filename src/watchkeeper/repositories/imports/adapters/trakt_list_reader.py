"""Trakt: the watchlist, favourites and lists.

Traps: a list's name stands in another member than its items; items may be people, seasons or episodes.
"""

from collections.abc import Iterator

from watchkeeper.models.types.import_fact import ImportedList
from watchkeeper.models.types.import_record import ImportRecord
from watchkeeper.models.types.import_source import RecordKind
from watchkeeper.models.types.watch_status import WatchStatus
from watchkeeper.repositories.imports.adapters.history_source import Part, PartReader, Upload, unsupported
from watchkeeper.repositories.imports.adapters.member_json import json_elements
from watchkeeper.repositories.imports.adapters.member_shape import Shape
from watchkeeper.repositories.imports.adapters.record_fields import Fields
from watchkeeper.repositories.imports.adapters.trakt_elements import each, record_of


def listed(shape: Shape) -> PartReader | None:
    """Return the reader of a member of listed titles: which list it is, only its name tells."""
    if "watchlist" in shape.stem:
        return each(planned)
    return _favourites if "favorites" in shape.stem else _list_items


def planned(element: Fields) -> ImportRecord:
    """Return an element of the watchlist; people, seasons and episodes are not planned."""
    record = record_of(element, RecordKind.WATCHLIST, status=WatchStatus.PLANNED, notes=element.text("notes"))
    return record if element.text("type") in {None, "movie", "show"} else unsupported(record, "media_type")


def _favourites(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for _key, element in json_elements(part.member):
        yield record_of(element, RecordKind.MARK, marks=("favorite",), notes=element.text("notes"))


def _list_items(part: Part, _: Upload) -> Iterator[ImportRecord]:
    """Yield the items of a list, whose header stands in another member under the same slug."""
    key = _list_key(part.shape.stem)
    for _key, element in json_elements(part.member):
        position, note = element.whole("rank", field="position"), element.text("notes")
        item = ImportedList(key=key, position=position, description=note)
        yield record_of(element, RecordKind.LIST_ITEM, list=item)


def lists(part: Part, _: Upload) -> Iterator[ImportRecord]:
    """Yield the headers of lists."""
    for _key, element in json_elements(part.member):
        ids = element.within("ids")
        key = "-".join(filter(None, (ids.text("trakt"), ids.text("slug"))))
        yield ImportRecord(
            member=part.name,
            row=element.row,
            kind=RecordKind.LIST,
            list=ImportedList(
                key=key,
                name=element.text("name"),
                description=element.text("description"),
                is_public=element.text("privacy") == "public",
            ),
            source_key=key,
        )


def _list_key(stem: str) -> str:
    return stem.removeprefix("lists-").removeprefix("list-")
