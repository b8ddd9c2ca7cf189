"""Lines of CSV that a spreadsheet shows and does not calculate."""

import csv
import io
import re
from collections.abc import Iterable
from typing import Final

_FORMULA: Final = re.compile(r"'*[=+\-@]")


def csv_line(cells: Iterable[str | int | None]) -> bytes:
    """Return a line, with an apostrophe before each text that would be a formula; the readers take one off again."""
    line = io.StringIO()
    csv.writer(line).writerow([_plain(cell) for cell in cells])
    return line.getvalue().encode()


def _plain(cell: str | int | None) -> str | int | None:
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell
