"""The report of a load of a file into the catalogue."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A rejected row: the line on which it begins (the first line of a file is 1) and the reason."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class LoadReport:
    """Counts of rows; together with the rejected ones they are all rows of the file.

    `rejected` is in the order of the file. `notes` concern the file as a whole.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: tuple[RejectedRow, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        return self.accepted + len(self.rejected)

    @property
    def accepted(self) -> int:
        return self.new + self.changed + self.unchanged

    def to_dict(self) -> dict[str, Any]:
        """Return the report as it is written to JSON."""
        counts = {"rows": self.rows, "new": self.new, "changed": self.changed, "unchanged": self.unchanged}
        rejected = [asdict(row) for row in self.rejected]
        return counts | {"rejected": len(rejected), "rejected_rows": rejected, "notes": list(self.notes)}
