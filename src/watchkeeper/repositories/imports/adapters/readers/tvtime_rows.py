"""The common members of the rows of TV Time's privacy archive, and the data that they share."""

import re
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_fact import ImportedPlay
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import RecordKind
from watchkeeper.models.types.watchlist.when import When
from watchkeeper.repositories.imports.adapters.readers.history_source import Upload, unsupported, with_result
from watchkeeper.repositories.imports.adapters.reading.member_csv import csv_rows
from watchkeeper.repositories.imports.adapters.reading.member_shape import Shape
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields

SHOW_NAMES: Final = ("seriesname", "tvshowname")
DATES: Final = ("createdat", "updatedat", "watchedat", "watchdate", "followedat")
FILM_COLUMNS: Final = ("type", "moviename", "releasedate")
_WATCHED: Final = ("watch-", "rewatch-")
_KINDS: Final = (*_WATCHED, "user-series")
_SLUG = re.compile(r"^[a-z]+-alpha-")


@dataclass(slots=True)
class KnownRows:
    """The data that rows share: names of shows, films by uuid, and which shows were watched."""

    names: dict[str, str] = field(default_factory=dict)
    films: dict[str, tuple[str | None, int | None]] = field(default_factory=dict)
    watched: set[str] = field(default_factory=set)


def known_rows(upload: Upload) -> KnownRows:
    """Return what the rows of both tables say, which are read once for it."""
    return upload.once("tvtime", lambda: _learn(upload))


def _learn(upload: Upload) -> KnownRows:
    known = KnownRows()
    tables = (part for part in upload.parts if _is_history(part.shape))
    for row in chain.from_iterable(csv_rows(part.member) for part in tables):
        _learn_row(known, row)
    return known


def key_of(row: Fields) -> str:
    """Return the key that tells the kind of a row: in some archives `gsi` has it. Beside a key, `gsi` is a moment."""
    keys = [row.text(name) or "" for name in ("key", "typeuuidn", "gsi")]
    return next((key for key in keys if key.startswith(_KINDS)), f"{row.text('type')}-")


def _is_history(shape: Shape) -> bool:
    return bool({"key", "typeuuidn"} & shape.columns) or shape.has(*FILM_COLUMNS)


def _learn_row(known: KnownRows, row: Fields) -> None:
    show, name, uuid = row.text("sid", "seriesid"), row.text(*SHOW_NAMES), row.text("uuid")
    if show is not None and name is not None:
        known.names.setdefault(show, name)
    if show is not None and key_of(row).startswith(_WATCHED):
        known.watched.add(show)
    if uuid is not None and is_film(row):
        known.films.setdefault(uuid, (film_name(row), row.year("releasedate")))


def record_of(row: Fields, kind: RecordKind, known: KnownRows, **says: object) -> ImportRecord:
    """Return the record of a row about a show."""
    show = row.text("sid", "seriesid", "tvshowid")
    named = Fields({"name": row.text(*SHOW_NAMES) or known.names.get(show or "", "")}, row.member, row.row)
    title, year = named.title_and_year("name")
    record = ImportRecord(
        member=row.member,
        row=row.row,
        kind=kind,
        title=title,
        year=year,
        media_type=MediaType.SHOW,
        external_ids=Fields({"tvdb": show}, row.member, row.row).ids(tvdb="tvdb"),
        **says,  # type: ignore[arg-type]
    )
    return with_result(record, row)


def aggregate(row: Fields) -> ImportRecord:
    return unsupported(ImportRecord(member=row.member, row=row.row, kind=RecordKind.ENTRY), "aggregate")


def episode_of(row: Fields, when: When, *, is_event: bool = True) -> tuple[ImportedPlay, ...]:
    season = row.whole("sno", "seasonnumber", "episodeseasonnumber", field="season")
    number = row.whole("epno", "episodenumber", field="episode")
    ids = row.ids(tvdb="epid") or row.ids(tvdb="episodeid")
    if number is None and not ids:
        return ()
    times = 1 + (row.whole("rewatchcount") or 0)
    return (ImportedPlay(when=when, season=season, number=number, external_ids=ids, times=times, is_event=is_event),)


def is_film(row: Fields) -> bool:
    return row.text("entitytype") == "movie" or row.text("moviename") is not None


def film_name(row: Fields) -> str | None:
    """Return the film's name, or what its slug says."""
    slug = row.text("alpharangekey")
    return row.text("moviename") or (_SLUG.sub("", slug).replace("-", " ") if slug is not None else None)
