"""The messages between the service and the program that reads uploads."""

import msgspec

from watchkeeper.models.types.imports.import_file import FileWarning, ImportMember
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import ImportSource


class ParsingRequest(msgspec.Struct, kw_only=True):
    """Files to read, as pairs of name and path. With `target`, the one file is an upload: it is unpacked into that
    folder, the members that are needed as 0, 1, 2 … in their order; else they are members, and their records are sent.
    """

    files: list[tuple[str, str]]
    target: str | None = None
    password: str | None = None
    source: str | None = None
    date_order: str | None = None
    time_zone: str | None = None
    profile: str | None = None
    lists_as: str = "planned"
    today: str
    limits: dict[str, int]
    memory_bytes: int
    cpu_seconds: int


class HeadFrame(msgspec.Struct, tag="head"):
    """The facts about the upload."""

    source: ImportSource
    members: list[ImportMember]
    warnings: list[FileWarning]


class RecordsFrame(msgspec.Struct, tag="records"):
    records: list[ImportRecord]


class FailureFrame(msgspec.Struct, tag="failure"):
    """An error of imports, by its code."""

    code: str
    detail: str


class EndFrame(msgspec.Struct, tag="end"):
    """All has been sent: without it, the program has broken off."""


Frame = HeadFrame | RecordsFrame | FailureFrame | EndFrame
