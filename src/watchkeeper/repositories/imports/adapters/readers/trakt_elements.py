"""The members that all elements of Trakt's JSON have: a movie, or a show with its season or episode."""

from collections.abc import Callable, Iterator
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import RecordKind
from watchkeeper.repositories.imports.adapters.readers.history_source import Part, PartReader, Upload, with_result
from watchkeeper.repositories.imports.adapters.reading.member_json import json_elements
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

_MEDIA_TYPES: Final = {
    "movie": MediaType.MOVIE,
    "show": MediaType.SHOW,
    "season": MediaType.SHOW,
    "episode": MediaType.SHOW,
}


def each(read_element: Callable[[Fields], ImportRecord]) -> PartReader:
    """Return a reader of members whose elements are read one by one."""

    def read(part: Part, _: Upload) -> Iterator[ImportRecord]:
        for _key, element in json_elements(part.member):
            yield read_element(element)

    return read


def record_of(element: Fields, kind: RecordKind, **says: object) -> ImportRecord:
    """Return the record of an element about a movie or show; an episode or season is about its show."""
    is_movie = isinstance(element.values.get("movie"), dict)
    about = element.within("movie" if is_movie else "show")
    media_type = MediaType.MOVIE if is_movie else MediaType.SHOW
    record = ImportRecord(
        member=element.member,
        row=element.row,
        kind=kind,
        title=about.text("title"),
        year=about.year("year"),
        media_type=_MEDIA_TYPES.get(element.text("type") or "", media_type),
        external_ids=ids_of(about),
        **says,  # type: ignore[arg-type]
    )
    return with_result(record, element)


def ids_of(about: Fields) -> dict[str, str]:
    """Return the ids of a title or an episode; each may be null."""
    return about.within("ids").ids(trakt="trakt", imdb="imdb", tmdb="tmdb", tvdb="tvdb")
