"""CSV of catalogue files: each record is parsed separately, so that a malformed one does not affect the others."""

import csv
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from watchkeeper.models.errors.catalogue_file_errors import CatalogueFileError
from watchkeeper.models.types.catalogue.catalogue_load import CatalogueRecord
from watchkeeper.repositories.catalogue.adapters.catalogue_columns import known_columns, media_type_of, with_ids

_LONGEST_FIELD = 131_072
_DELIMITERS = ",;\t"
_NUMBER = re.compile(r"[0-9]{1,9}")
_COMMAS = re.compile(r"[,;]")


class _Lines(Iterator[str]):
    """Counts the lines of a file, and can rewind to the second line of the current record."""

    def __init__(self, source: Iterator[str]) -> None:
        self._source = source
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self.number = 0

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._source)
        self._taken.append(line)
        self.number += 1
        return line

    @property
    def is_on_one_line(self) -> bool:
        return len(self._taken) == 1

    def begin_record(self) -> None:
        self._taken = []

    def rewind(self) -> None:
        """Yield every line of the current record except its first again."""
        again = self._taken[1:]
        self._again.extendleft(reversed(again))
        self.number -= len(again)


def csv_records(source: Iterator[str], known: Sequence[str], ignored: dict[str, None]) -> Iterator[CatalogueRecord]:
    """Yield the records after the header; names of columns that mean none of the `known` are added to `ignored`.

    An unclosed quotation mark invalidates its own line only: reading continues with the next line.
    """
    lines = _Lines(source)
    header = next((line for line in lines if line.strip()), "")
    delimiter = max(_DELIMITERS, key=header.count)
    columns = _columns(header, delimiter)
    names = _known_names(columns, known)
    ignored.update(dict.fromkeys(name for name in columns if name and name not in names))
    csv.field_size_limit(_LONGEST_FIELD)  # of the whole process: every reader of CSV sets its own
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while (record := _next_record(reader, lines, columns, names)) is not None:
        if record.members or record.fault:
            yield record


def _columns(header: str, delimiter: str) -> list[str]:
    try:
        columns = [name.strip().casefold() for name in next(csv.reader([header], delimiter=delimiter))]
    except csv.Error as failure:
        raise CatalogueFileError(f"The first line can't be read as CSV: {failure}.") from failure
    repeated = sorted({name for name in columns if name and columns.count(name) > 1})
    if repeated:
        raise CatalogueFileError(f"The first line names a column twice: {', '.join(repeated)}.")
    return columns


def _known_names(columns: Sequence[str], known: Sequence[str]) -> Mapping[str, str]:
    """Return the names of members by those of their columns."""
    names = {column: name for name, column in known_columns(columns, known).items()}
    if "title" not in names.values():
        found = ", ".join(name for name in columns if name) or "none"
        raise CatalogueFileError(f"The first line names the columns, and none of them is the title. Found: {found}.")
    return names


def _next_record(
    reader: Iterator[list[str]], lines: _Lines, columns: Sequence[str], names: Mapping[str, str]
) -> CatalogueRecord | None:
    """Return the next record, an empty one for a blank line, None at the end."""
    lines.begin_record()
    line = lines.number + 1
    try:
        cells = next(reader, None)
    except csv.Error as failure:
        lines.rewind()
        return CatalogueRecord(line, fault=f"The line can't be read as CSV: {failure}")
    if not cells:
        return None if cells is None else CatalogueRecord(line)
    if len(cells) == len(columns):
        return _record(line, {names[name]: cell for name, cell in zip(columns, cells, strict=True) if name in names})
    if not lines.is_on_one_line:
        lines.rewind()
    return CatalogueRecord(line, fault=f"The row has {len(cells)} cells where the first line names {len(columns)}")


def _record(line: int, cells: Mapping[str, str]) -> CatalogueRecord:
    try:
        members = {name: _CONVERSIONS.get(name, str)(cell) for name, cell in cells.items()}
        return CatalogueRecord(line, with_ids(members))
    except ValueError as failure:
        return CatalogueRecord(line, fault=str(failure))


def _number(cell: str) -> int | str:
    text = cell.strip()
    return int(text) if _NUMBER.fullmatch(text) else text


def _minutes(cell: str) -> int | str:
    return _number(cell.strip().removesuffix("s").removesuffix("min"))


def _list(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part.strip()]


def _names(cell: str) -> list[str]:
    """Return names between bars or, if there is none, between commas or semicolons."""
    return _list(cell if "|" in cell else _COMMAS.sub("|", cell))


def _external_ids(cell: str) -> dict[str, str]:
    """Return the ids by source. Raises ValueError for a pair without a colon and for two ids at one source."""
    ids: dict[str, str] = {}
    for pair in _list(cell):
        source, colon, external_id = pair.partition(":")
        source, external_id = source.strip().casefold(), external_id.strip().replace("%7C", "|")
        if not colon:
            raise ValueError("external_ids: Each is written source:id")
        if ids.setdefault(source, external_id) != external_id:
            raise ValueError("external_ids: One source has two ids")
    return ids


_CONVERSIONS: Mapping[str, Callable[[str], Any]] = {
    "media_type": media_type_of,
    "alternative_titles": lambda cell: _list(cell) or None,
    "year": _number,
    "runtime_minutes": _minutes,
    "genres": _names,
    "platforms": _names,
    "external_ids": _external_ids,
}
