"""Trakt: the watchlist, favourites and lists.

Traps: a list's name stands in another member than its items, and its name may be that of any other member
(`lists-list-7-watchlist-2020`); the items of a long one come in numbered parts; items may be people, seasons or
episodes.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from watchkeeper.models.types.imports.import_fact import ImportedList
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import RecordKind
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.repositories.imports.adapters.readers.history_source import Part, PartReader, Upload, unsupported
from watchkeeper.repositories.imports.adapters.readers.trakt_elements import each, record_of
from watchkeeper.repositories.imports.adapters.reading.member_json import json_elements
from watchkeeper.repositories.imports.adapters.reading.member_shape import Shape
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

_OF_THE_SERVICE: Final = re.compile(r"(?:lists-)?(?P<name>watchlist|favorites)(?:[-_]\d+)?")
_OF_THE_PERSON: Final = re.compile(r"(?:lists-)?(?:list-)?(?P<id>\d+)(?:-.*)?")


def listed(shape: Shape) -> PartReader | None:
    """Return the reader of a member of listed titles: which list it is, only its name tells."""
    found = _OF_THE_SERVICE.fullmatch(shape.stem)
    if found is None:
        return _list_items
    return each(planned) if found["name"] == "watchlist" else _favourites


def planned(element: Fields) -> ImportRecord:
    """Return an element of the watchlist; people, seasons and episodes are not planned."""
    says = {"status": WatchStatus.PLANNED, "notes": element.text("notes")}
    added = element.when("listed_at", field="added_on")
    record = record_of(element, RecordKind.WATCHLIST, added=added, **says)
    return record if element.text("type") in {None, "movie", "show"} else unsupported(record, "media_type")


def _favourites(part: Part, _: Upload) -> Iterator[ImportRecord]:
    for _key, element in json_elements(part.member):
        yield record_of(element, RecordKind.MARK, marks=("favorite",), notes=element.text("notes"))


def _list_items(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    """Yield the items of a list, whose header stands in another member under the same id, or the slug of its name."""
    key = _list_key(part.shape.stem)
    key = upload.once("trakt lists", lambda: _keys_by_slug(upload)).get(key, key)
    for _key, element in json_elements(part.member):
        item = ImportedList(
            key=key,
            position=element.whole("rank", field="position"),
            description=element.text("notes"),
            season=_season_of(element),
            number=element.within("episode").whole("number", field="episode"),
        )
        person = element.within("person").text("name")
        yield record_of(element, RecordKind.LIST_ITEM, list=item, source_text=person)


def _season_of(element: Fields) -> int | None:
    episode, season = element.within("episode"), element.within("season")
    return episode.whole("season") if episode.values else season.whole("number", field="season")


def lists(part: Part, _: Upload) -> Iterator[ImportRecord]:
    """Yield the headers of lists."""
    for _key, element in json_elements(part.member):
        ids = element.within("ids")
        key = ids.text("trakt", "slug") or ""
        yield ImportRecord(
            member=part.name,
            row=element.row,
            kind=RecordKind.LIST,
            list=ImportedList(
                key=key,
                name=element.text("name"),
                description=element.text("description"),
                is_public=element.text("privacy") == "public",
                is_ranked=True,
            ),
            source_key=key,
        )


def _keys_by_slug(upload: Upload) -> Mapping[str, str]:
    headers = (header for part in upload.parts if part.read is lists for _key, header in json_elements(part.member))
    ids = (header.within("ids") for header in headers)
    return {one.text("slug") or "": one.text("trakt") or "" for one in ids if one.text("slug") and one.text("trakt")}


def _list_key(stem: str) -> str:
    found = _OF_THE_PERSON.fullmatch(stem)
    return stem.removeprefix("lists-").removeprefix("list-") if found is None else found["id"]
