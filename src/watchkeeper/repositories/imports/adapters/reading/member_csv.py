"""The rows of a CSV member, by the names of their columns.

Traps: every service moved its columns, and spreadsheets change their case, order and delimiter; a review spans lines
and may be longer than Python's csv allows; our own CSV has an apostrophe before what a spreadsheet would calculate.
"""

import csv
import re
import string
from collections.abc import Callable, Iterator
from typing import Final, TextIO

from watchkeeper.models.errors.import_errors import ImportUnreadableError
from watchkeeper.repositories.imports.adapters.reading.date_orders import DateOrders
from watchkeeper.repositories.imports.adapters.reading.member_text import text_of
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields
from watchkeeper.repositories.imports.adapters.reading.upload_archive import Member

LONGEST_ROW: Final = 1 << 22
"""Characters of one row; Python's own limit of a field is 131,072, which reviews exceed."""

_DELIMITERS = ",;\t|"
_BLANK = string.whitespace + "\0\x1a"
"""What lines of nothing have in them: spaces, and what a bad transfer fills the end with."""
_NO_COLUMN = re.compile(r"[\W_]+")
_APOSTROPHE = re.compile(r"\s*'(?='*[=+\-@])")
_SEPARATOR_LINE = re.compile(r'"?sep=(?P<delimiter>.)"?', re.IGNORECASE)


def column_of(name: str) -> str:
    """Return the name of a column without case, spaces and signs: `Letterboxd URI` is `letterboxduri`."""
    return _NO_COLUMN.sub("", name.casefold())


def header_of(line: str) -> tuple[list[str], str]:
    """Return the columns of a header line and its delimiter: that of all which parts it most."""
    cells = {delimiter: next(csv.reader([line], delimiter=delimiter), []) for delimiter in _DELIMITERS}
    delimiter = max(_DELIMITERS, key=lambda one: len(cells[one]))
    return [column_of(name) for name in cells[delimiter]], delimiter


def is_separator_line(line: str) -> bool:
    """Return whether a line only names the delimiter, as spreadsheets write it above the header."""
    return _SEPARATOR_LINE.fullmatch(line.strip()) is not None


def csv_rows(
    member: Member, *, header: str | None = None, orders: Callable[[], DateOrders] | None = None
) -> Iterator[Fields]:
    """Yield the rows of a member below its header, the first line that is not empty, or that which `header` begins.

    `orders` returns the order of day and month in its dates. Raises ImportUnreadableError.
    """
    with text_of(member) as text:
        lines = _Lines(text)
        first = next((line for line in lines if _is_header(line, header)), "")
        columns, delimiter = header_of(first)
        rows = (row for row in _records(lines, delimiter) if any(cell.strip(_BLANK) for cell in row))
        for number, row in enumerate(rows, 1):
            yield Fields(_filled_first(columns, row), member.name, number, orders=orders)


class _Lines:
    """The lines of a text. So many that one row can't have them are an error."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self.size_of_row = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._text)
        self.size_of_row += len(line)
        if self.size_of_row > LONGEST_ROW:
            raise ImportUnreadableError(f"A row of the CSV has more than {LONGEST_ROW} characters.")
        return line


def _is_header(line: str, header: str | None) -> bool:
    if header is not None:
        return column_of(line).startswith(header)
    return bool(line.strip()) and not is_separator_line(line)


def _records(lines: _Lines, delimiter: str) -> Iterator[list[str]]:
    lines.size_of_row = 0
    csv.field_size_limit(LONGEST_ROW)  # of the whole process: every reader of CSV sets its own
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            lines.size_of_row = 0
            yield row
    except csv.Error as failure:
        raise ImportUnreadableError(f"The CSV can't be read: {failure}.") from failure


def _filled_first(columns: list[str], row: list[str]) -> dict[str, object]:
    """Pair a row with its columns, without the apostrophe before what a spreadsheet would calculate; of two columns of
    one name the first filled counts."""
    values: dict[str, object] = {}
    for column, value in zip(columns, row, strict=False):
        values[column] = values.get(column) or (_plain(value))
    return values


def _plain(value: str) -> str:
    found = _APOSTROPHE.match(value) if "'" in value else None
    return value if found is None else value[found.end() :]
