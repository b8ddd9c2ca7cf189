"""The definition of a source: the members that it knows, and their readers."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar

from watchkeeper.models.types.imports.import_file import FileWarning, ImportOptions
from watchkeeper.models.types.imports.import_record import FieldWarning, ImportRecord
from watchkeeper.models.types.imports.import_source import ImportSource, RecordResult
from watchkeeper.repositories.imports.adapters.reading.member_shape import Shape
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields
from watchkeeper.repositories.imports.adapters.reading.upload_archive import Member

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Part:
    """A member that its source knows. `reason` says why it is not read."""

    member: Member
    shape: Shape
    read: "PartReader"
    reason: str | None = None

    @property
    def name(self) -> str:
        return self.member.name

    def left_out(self, reason: str) -> "Part":
        """Return the same member, not to be read."""
        return replace(self, reason=reason)


@dataclass(frozen=True, slots=True)
class Upload:
    """The upload as readers of members see it: the other members, and the options of the person."""

    parts: Sequence[Part]
    options: ImportOptions
    _found: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, find: Callable[[], Value]) -> Value:
        """Return what `find` returns, which is called once an upload."""
        if name not in self._found:
            self._found[name] = find()
        found: Value = self._found[name]
        return found


PartReader = Callable[[Part, Upload], Iterator[ImportRecord]]
"""Yields one record a row of the member. Raises ImportUnreadableError, ImportUnsafeXmlError."""

Recognition = Callable[[Shape], PartReader | None]
"""Returns the reader of members of this shape, None for what is not of the source."""


def _nothing(_: Upload) -> Iterator[FileWarning]:
    yield from ()


def _as_it_is(parts: Sequence[Part]) -> Sequence[Part]:
    return parts


@dataclass(frozen=True, slots=True, kw_only=True)
class HistorySource:
    """A service. `arrange` leaves out what other members of the same upload say better. A member whose name one of
    `signs` matches gives the person a warning: its code and detail. `examine` yields those that the content gives."""

    name: ImportSource
    recognize: Recognition
    arrange: Callable[[Sequence[Part]], Sequence[Part]] = _as_it_is
    signs: tuple[tuple[re.Pattern[str], str, str], ...] = ()
    examine: Callable[[Upload], Iterator[FileWarning]] = _nothing


_LONGEST: Final = {"review": 10_000, "notes": 5000, "note": 10_000, "title": 500}


def _cut(record: ImportRecord) -> Iterator[FieldWarning]:
    """Yield a warning for each text that is longer than what can be stored: it is stored up to there."""
    texts = {
        "review": record.review.text if record.review is not None else None,
        "notes": record.notes,
        "note": max((play.note or "" for play in record.plays), key=len, default=None),
        "title": record.title,
    }
    yield from (FieldWarning(name, "too_long") for name, text in texts.items() if len(text or "") > _LONGEST[name])


def with_result(record: ImportRecord, fields: Fields) -> ImportRecord:
    """Return a record with its result, after its fields were read.

    A bad field beside good ones is a warning; a row without any fact is invalid by its first bad field. What is neither
    a movie nor a show nor anime is unsupported.
    """
    warned = replace(record, warnings=tuple(dict.fromkeys((*fields.warnings, *_cut(record)))))
    if record.result is not RecordResult.READY:
        return warned
    if record.title is None and not record.external_ids:
        return replace(warned, result=RecordResult.MISSING_IDENTITY, reason="title")
    if record.media_type is None:
        return unsupported(warned, "media_type")
    if record.has_facts:
        return warned
    return replace(warned, result=RecordResult.INVALID, reason=warned.warnings[0].field if warned.warnings else "form")


def unsupported(record: ImportRecord, reason: str) -> ImportRecord:
    """Return a record that can't be taken."""
    return replace(record, result=RecordResult.UNSUPPORTED, reason=reason)


def invalid(record: ImportRecord, reason: str) -> ImportRecord:
    """Return a record whose row is wrong."""
    return replace(record, result=RecordResult.INVALID, reason=reason)
