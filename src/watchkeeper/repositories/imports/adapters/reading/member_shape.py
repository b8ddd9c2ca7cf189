"""Recognizes the shape of a member from its beginning: the columns of a CSV, the keys of a JSON text, the root of XML.

By it, never by a name alone, sources are told apart: people rename files, and services use the same names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any, Final

from watchkeeper.models.errors.import_errors import ImportUnreadableError, ImportUnsafeArchiveError
from watchkeeper.repositories.imports.adapters.reading.member_csv import column_of, header_of, is_separator_line
from watchkeeper.repositories.imports.adapters.reading.member_json import json_events
from watchkeeper.repositories.imports.adapters.reading.member_text import start_of
from watchkeeper.repositories.imports.adapters.reading.upload_archive import Member, is_archive

_START: Final = 1 << 16
_START_OF_OBJECT: Final = 1 << 22  # the account may stand before the history
_LINES: Final = 20
_ROOT = re.compile(r"<([A-Za-z][\w.-]*)")


class Form(StrEnum):
    """The forms of members; NOTHING is an empty one, or bytes that are no text."""

    CSV = "csv"
    JSON = "json"
    XML = "xml"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape of a member.

    `columns` are those of a CSV's header. Of JSON, `keys` are those of the top-level object (`is_array`: of the first
    element), and `inner` those one level deeper, of the first element where it is an array. `root` is that of XML.
    `is_damaged` tells of JSON that can't be read up to its first key.
    """

    name: str
    form: Form
    columns: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    inner: frozenset[str] = frozenset()
    is_array: bool = False
    root: str | None = None
    first_line: str = ""
    is_damaged: bool = False

    @property
    def stem(self) -> str:
        """The name of the file without folders and extension, in small letters."""
        return PurePosixPath(self.name.replace("\\", "/")).stem.casefold()

    @property
    def folders(self) -> tuple[str, ...]:
        return tuple(part.casefold() for part in PurePosixPath(self.name.replace("\\", "/")).parts[:-1])

    def has(self, *columns: str) -> bool:
        """Return whether it is a CSV with all these columns."""
        return self.form is Form.CSV and self.columns.issuperset(columns)

    def has_keys(self, *keys: str) -> bool:
        """Return whether it is a JSON array whose first element has all these keys."""
        return self.form is Form.JSON and self.is_array and self.keys.issuperset(keys)


def shape_of(member: Member) -> Shape:
    """Return the shape of a member. Raises ImportUnsafeArchiveError for an archive within an archive."""
    with member.open() as stream:
        start = stream.read(16)
    if is_archive(start):
        raise ImportUnsafeArchiveError("The archive holds another archive: send that one by itself.")
    text = start_of(member, _START)
    plain = text.lstrip("\ufeff \t\r\n")
    if not plain or "\0" in plain[:_LINES]:
        return Shape(member.name, Form.NOTHING)
    if plain.startswith("<"):
        found = _ROOT.search(plain)
        return Shape(member.name, Form.XML, root=found[1] if found else None)
    if plain.startswith("["):
        return _json_shape(member.name, plain)
    if plain.startswith("{"):
        return _json_shape(member.name, start_of(member, _START_OF_OBJECT).lstrip())
    return _csv_shape(member.name, text)


def _csv_shape(name: str, text: str) -> Shape:
    lines = [line for line in text.splitlines()[:_LINES] if line.strip() and not is_separator_line(line)]
    columns, _ = header_of(lines[0]) if lines else ([], ",")
    return Shape(name, Form.CSV, columns=frozenset(columns) - {""}, first_line=column_of(lines[0]) if lines else "")


def _json_shape(name: str, text: str) -> Shape:
    keys: dict[int, set[str]] = {}
    is_array, is_damaged = text.startswith("["), False
    try:
        for depth, key in _keys(json_events(text), is_array=is_array):
            keys.setdefault(depth, set()).add(key)
    except ImportUnreadableError:
        is_damaged = not keys  # otherwise the text may be only cut off, which reading all of it tells
    return Shape(
        *(name, Form.JSON),
        keys=frozenset(keys.get(1, ())),
        inner=frozenset(keys.get(2, ())),
        is_array=is_array,
        is_damaged=is_damaged,
    )


def _keys(events: Iterator[tuple[str, Any]], *, is_array: bool) -> Iterator[tuple[int, str]]:
    """Yield the keys of objects with how many objects they are within; of an array those of its first element."""
    depth = 0
    for event, value in events:
        if event == "map_key":
            yield depth, value
        depth += (event == "start_map") - (event == "end_map")
        if event == "end_map" and is_array and depth == 0:
            return
