"""What became of the rows of a file that was loaded into the catalogue."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was left out: the line it begins on (the first line of a file is 1) and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class LoadReport:
    """Counts of rows; together with the refused ones they are all rows of the file.

    `refused` is in the order of the file. `notes` tell what holds for the file as a whole.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: tuple[RefusedRow, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        return self.accepted + len(self.refused)

    @property
    def accepted(self) -> int:
        return self.new + self.changed + self.unchanged

    def to_dict(self) -> dict[str, Any]:
        """Return the report as it is written to JSON."""
        counts = {"rows": self.rows, "new": self.new, "changed": self.changed, "unchanged": self.unchanged}
        refused = [asdict(row) for row in self.refused]
        return counts | {"refused": len(refused), "refused_rows": refused, "notes": list(self.notes)}
