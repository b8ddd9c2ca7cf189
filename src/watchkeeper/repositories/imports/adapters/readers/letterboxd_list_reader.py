"""Letterboxd: the lists in the export.

Traps: a list has two headers, its own and that of its films; its description may span lines; newer lists begin with a
version, older ones with an empty line; one without films is ranked as all others are.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from watchkeeper.models.types.imports.import_fact import ImportedList
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import RecordKind
from watchkeeper.repositories.imports.adapters.readers.history_source import Part, Upload
from watchkeeper.repositories.imports.adapters.readers.letterboxd_films import film_id, film_of
from watchkeeper.repositories.imports.adapters.reading.member_csv import csv_rows
from watchkeeper.repositories.imports.adapters.reading.member_shape import Form, Shape
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

_LIST_HEADER: Final = "positionnameyearurl"


def is_list(shape: Shape) -> bool:
    """Return whether a member begins with a version, with the columns of a list, or with those of its films."""
    is_version = shape.form is Form.CSV and shape.first_line.startswith("letterboxdlistexport")
    is_bare = shape.has("position", "name", "year", "url")
    return is_version or is_bare or shape.has("date", "name", "tags", "url", "description")


def list_films(part: Part, _: Upload) -> Iterator[ImportRecord]:
    """Yield the list, then its films."""
    about = next(csv_rows(part.member, header="datename"), Fields({}, part.name, 0))
    key = about.text("url") or part.name
    described = ImportedList(
        key=key,
        name=about.text("name") or PurePosixPath(part.name).stem,
        description=about.text("description"),
        is_ranked=True,
    )
    yield ImportRecord(
        member=part.name, row=0, kind=RecordKind.LIST, list=described, tags=about.tags("tags"), source_key=key
    )
    for row in csv_rows(part.member, header=_LIST_HEADER):
        item = ImportedList(key=key, position=row.whole("position"), description=row.text("description"))
        yield film_of(row, RecordKind.LIST_ITEM, external_ids=film_id(row), list=item)
