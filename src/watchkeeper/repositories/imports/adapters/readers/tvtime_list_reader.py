"""TV Time: lists and favourites as rescue tools write them (lists.json, favorites.json).

Traps: items have a uuid, whose ids stand in the members of films and shows; favourites are an array, or a list that has
that name.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_fact import ImportedList
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import RecordKind
from watchkeeper.repositories.imports.adapters.readers.history_source import Part, PartReader, Upload
from watchkeeper.repositories.imports.adapters.readers.tvtime_export_rows import record_of
from watchkeeper.repositories.imports.adapters.reading.member_json import json_elements
from watchkeeper.repositories.imports.adapters.reading.member_shape import Form, Shape
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

_MOVIE: Final = "movie"


def recognize(shape: Shape) -> PartReader | None:
    if shape.has_keys("name", "items"):
        return _lists
    if shape.has_keys("uuid", "title", "type") and "favo" in shape.stem:
        return _favourites
    is_list = shape.form is Form.JSON and not shape.is_array and {"items", "is_public"} <= shape.keys
    return _favourite_items if is_list else None


def _lists(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for _key, element in json_elements(part.member):
        key = f"{part.name}#{element.row}"
        name, description = element.text("name"), element.text("description")
        described = ImportedList(key=key, name=name, description=description, is_ranked=True)
        yield ImportRecord(member=part.name, row=element.row, kind=RecordKind.LIST, list=described, source_key=key)
        for position, item in enumerate(element.elements("items"), 1):
            yield _listed(item, upload, RecordKind.LIST_ITEM, list=ImportedList(key=key, position=position))


def _favourites(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for _key, element in json_elements(part.member):
        yield _listed(element, upload, RecordKind.MARK, marks=("favorite",))


def _favourite_items(part: Part, upload: Upload) -> Iterator[ImportRecord]:
    for _key, element in json_elements(part.member, "items"):
        item = Fields(element.values, part.name, element.row)
        yield _listed(item, upload, RecordKind.MARK, marks=("favorite",))


def _listed(item: Fields, upload: Upload, kind: RecordKind, **says: object) -> ImportRecord:
    known = upload.once("tvtime uuids", lambda: _ids_by_uuid(upload))
    media_type = MediaType.MOVIE if item.text("type") == _MOVIE else MediaType.SHOW
    ids = known.get(item.text("uuid") or "") or item.ids(tvdb="tvdb")
    return record_of(item, kind, media_type, dict(ids), **says)


def _ids_by_uuid(upload: Upload) -> Mapping[str, Mapping[str, str]]:
    """Return the ids of the films and shows of the upload."""
    titles = (part for part in upload.parts if part.shape.has_keys("id", "uuid", "title"))
    elements = (element for part in titles for _key, element in json_elements(part.member))
    return {one.text("uuid") or "": one.within("id").ids(tvdb="tvdb", imdb="imdb") for one in elements}
