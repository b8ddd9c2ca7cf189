"""The members that all rows of Letterboxd have: a film by its name and year, and a link."""

from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import RecordKind
from watchkeeper.repositories.imports.adapters.readers.history_source import with_result
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

LINK: Final = "letterboxduri"
OF_OTHERS: Final = frozenset({"type", "mediatype", "status", "season", "episode", "seasonnumber", "episodenumber"})
"""Columns of files that hold more than films, though they may have all the others."""


def film_of(fields: Fields, kind: RecordKind, **says: object) -> ImportRecord:
    """Return the record of a row."""
    record = ImportRecord(
        member=fields.member,
        row=fields.row,
        kind=kind,
        title=fields.text("name", "title"),
        year=fields.year("year"),
        media_type=MediaType.MOVIE,
        **says,  # type: ignore[arg-type]
    )
    return with_result(record, fields)


def film_id(fields: Fields) -> dict[str, str]:
    """Return the link of a film, which is its id; that of an entry is none."""
    link = fields.text(LINK, "url")
    return {"letterboxd": link} if link is not None else {}
