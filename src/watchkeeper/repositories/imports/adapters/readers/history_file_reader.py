"""Finds out of which service an upload is, and reads its members.

Trap: files are renamed, and services use the same names, so only the content tells the source. The account of the
person beside it is never opened.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, Final

from watchkeeper.models.errors.import_errors import (
    ImportEmptyError,
    ImportSourceMismatchError,
    ImportSourceUnknownError,
    ImportUnreadableError,
)
from watchkeeper.models.types.imports.import_file import FileWarning, HistoryFile, ImportMember, ImportOptions
from watchkeeper.models.types.imports.import_source import ImportSource
from watchkeeper.repositories.imports.adapters.readers import (
    anilist_reader,
    generic_reader,
    imdb_reader,
    letterboxd_reader,
    movary_reader,
    movielens_reader,
    myanimelist_reader,
    netflix_reader,
    simkl_reader,
    tmdb_reader,
    trakt_reader,
    tvtime_reader,
    watcharr_reader,
    watchkeeper_reader,
    yamtrack_reader,
)
from watchkeeper.repositories.imports.adapters.readers.account_members import OF_THE_SYSTEM, account_members
from watchkeeper.repositories.imports.adapters.readers.history_source import HistorySource, Part, Upload
from watchkeeper.repositories.imports.adapters.reading.future_days import without_future_days
from watchkeeper.repositories.imports.adapters.reading.member_shape import Form, Shape, shape_of
from watchkeeper.repositories.imports.adapters.reading.upload_archive import Member, UploadLimits, members_of

SOURCES: Final[tuple[HistorySource, ...]] = (
    letterboxd_reader.SOURCE,
    imdb_reader.SOURCE,
    trakt_reader.SOURCE,
    myanimelist_reader.SOURCE,
    anilist_reader.SOURCE,
    simkl_reader.SOURCE,
    tvtime_reader.SOURCE,
    tmdb_reader.SOURCE,
    netflix_reader.SOURCE,
    yamtrack_reader.SOURCE,
    movary_reader.SOURCE,
    watcharr_reader.SOURCE,
    movielens_reader.SOURCE,
    watchkeeper_reader.SOURCE,
    generic_reader.SOURCE,
)
"""The form of people's own CSV comes last: nearly every CSV of titles has it."""

_NUMBERS = re.compile(r"(\d+)")


class HistoryFileReader:
    """Reads the files in which services hand out a person's history, each by its reader, one row at a time.

    An upload is unpacked once, with its password; the members that are needed may be stored, and read by themselves
    later. Whatever the bytes are, no other error than the errors of imports is raised.
    """

    def __init__(self, limits: UploadLimits | None = None) -> None:
        self._limits = limits or UploadLimits()

    def unpack(self, file: BinaryIO, file_name: str, password: str | None = None) -> tuple[Member, ...]:
        """Return the members of an upload, a seekable file, which must stay open.

        Raises ImportEncryptedError, ImportUnreadableError, ImportUnsafeArchiveError, here or when a member is read.
        """
        return tuple(sorted(members_of(file, file_name, password, self._limits), key=_in_order))

    def read(self, members: Sequence[Member], options: ImportOptions) -> HistoryFile:
        """Find out by their content which source the members are of. Each row of one that is read gives one record.

        Raises ImportEmptyError, ImportSourceUnknownError, ImportSourceMismatchError, ImportUnreadableError and those of
        `unpack`; the last two and ImportUnsafeXmlError also while the records are iterated.
        """
        unopened = account_members(members)
        shapes = {member: shape_of(member) for member in members if member not in unopened}
        source, found = _source_of(shapes, options.source)
        upload = Upload(tuple(source.arrange(found)), options)
        parts = {part.member: part for part in upload.parts}
        listed = tuple(_listed(member, shapes.get(member), parts.get(member)) for member in members)
        warnings = (*_signs(source, members), *source.examine(upload))
        read = (record for part in upload.parts if part.reason is None for record in part.read(part, upload))
        records = (without_future_days(record, options.today) for record in read)
        return HistoryFile(source.name, listed, warnings, records)


def _in_order(member: Member) -> list[str | int]:
    """Part 10 follows part 2."""
    return [int(piece) if place % 2 else piece for place, piece in enumerate(_NUMBERS.split(member.name))]


def _source_of(shapes: Mapping[Member, Shape], stated: ImportSource | None) -> tuple[HistorySource, list[Part]]:
    """Return the source that knows most members, and those."""
    if all(_is_empty(shape) for shape in shapes.values()):
        raise ImportUnreadableError if any(shape.is_damaged for shape in shapes.values()) else ImportEmptyError
    known = [(source, _parts(source, shapes)) for source in SOURCES if stated in {None, source.name}]
    specific = [one for one in known if one[0].name is not ImportSource.GENERIC]
    best = max(specific, key=lambda one: len(one[1]), default=known[-1])
    chosen = best if best[1] else known[-1]
    if not chosen[1]:
        raise ImportSourceUnknownError if stated is None else ImportSourceMismatchError
    return chosen


def _parts(source: HistorySource, shapes: Mapping[Member, Shape]) -> list[Part]:
    found = ((member, shape, source.recognize(shape)) for member, shape in shapes.items())
    return [Part(member, shape, read) for member, shape, read in found if read is not None]


def _is_empty(shape: Shape) -> bool:
    return shape.form is Form.NOTHING or (shape.form is Form.JSON and not shape.keys)


def _listed(member: Member, shape: Shape | None, part: Part | None) -> ImportMember:
    if part is not None:
        return ImportMember(member.name, is_read=part.reason is None, is_needed=True, reason=part.reason)
    is_system = member.name.startswith(OF_THE_SYSTEM)
    reason = (
        "not_history" if is_system else "account" if shape is None else "empty" if _is_empty(shape) else "not_history"
    )
    return ImportMember(member.name, is_read=False, is_needed=False, reason=reason)


def _signs(source: HistorySource, members: Sequence[Member]) -> Iterator[FileWarning]:
    for pattern, code, detail in source.signs:
        name = next((member.name for member in members if pattern.search(member.name)), None)
        if name is not None:
            yield FileWarning(code, name, detail)
