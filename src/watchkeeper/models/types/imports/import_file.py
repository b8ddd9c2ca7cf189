"""A file that a person uploads to import, and what was found in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, tzinfo
from enum import StrEnum

from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import ImportSource


class DateOrder(StrEnum):
    """The order of day and month in dates such as 4/3/20."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class ListsAs(StrEnum):
    """What an IMDb list is taken for: its file is that of a watchlist."""

    PLANNED = "planned"
    LIST = "list"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """The person's options for the file. `today` helps to tell day from month: nothing was watched after it."""

    source: ImportSource | None = None
    date_order: DateOrder | None = None
    time_zone: tzinfo | None = None
    profile: str | None = None
    lists_as: ListsAs = ListsAs.PLANNED
    today: date | None = None


@dataclass(frozen=True, slots=True)
class ImportMember:
    """A file in the upload. `reason` says why it is not read; some that are not are needed to read others."""

    name: str
    is_read: bool
    is_needed: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class FileWarning:
    """Something that the person should know of the upload as a whole."""

    code: str
    member: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class HistoryFile:
    """An opened upload. Its records are read while they are iterated, once, in the order of `members`."""

    source: ImportSource
    members: tuple[ImportMember, ...]
    warnings: tuple[FileWarning, ...]
    records: Iterator[ImportRecord]
