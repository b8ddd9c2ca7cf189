from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol
from uuid import UUID

from watchkeeper.models.types.imports.import_file import FileWarning
from watchkeeper.models.types.imports.import_state import RowDecision
from watchkeeper.models.types.imports.imports import DecidedRows


class WorkSize(NamedTuple):
    """A work of an import, and how many of its records are written at a commit."""

    work_key: bytes
    records: int


class ImportWorkRepository(Protocol):
    """The records of an import by the works that they name. Every method sees only those of the given person."""

    async def set_keys(self, user_id: UUID, import_id: UUID, keys: Mapping[int, bytes]) -> None:
        """Store which work each record names, by its place."""

    async def count_undecided(self, user_id: UUID, import_id: UUID) -> int:
        """Return the number of rows without a matched title and without a decision."""

    async def count_new(self, user_id: UUID, import_id: UUID) -> tuple[int, int]:
        """Return how many titles of one's own, and how many watch entries, a commit may make at most."""

    async def works(self, user_id: UUID, import_id: UUID) -> Sequence[WorkSize]:
        """Return the works that a commit writes, in the order of their first records."""

    async def add_candidate(self, user_id: UUID, import_id: UUID, work_keys: Sequence[bytes], title_id: UUID) -> None:
        """Make a title a candidate of the rows of works, and what they were matched with too."""

    async def decide(
        self,
        user_id: UUID,
        import_id: UUID,
        work_keys: Sequence[bytes],
        decision: RowDecision | None,
        title_id: UUID | None,
    ) -> None:
        """Set what the person says of works, for all their records; None takes it back."""

    async def decide_best(self, user_id: UUID, import_id: UUID, work_keys: Sequence[bytes]) -> Sequence[bytes]:
        """Take the first candidate of each ambiguous work that has any; return these works."""

    async def find_keys(self, user_id: UUID, import_id: UUID, filters: DecidedRows) -> Sequence[bytes]:
        """Return the works of the rows that match."""

    async def remember(self, user_id: UUID, import_id: UUID, work_keys: Sequence[bytes]) -> None:
        """Store what the person says of works for later imports; what was taken back is forgotten."""

    async def add_written(
        self, user_id: UUID, import_id: UUID, counts: Mapping[str, int], warnings: Sequence[FileWarning] = ()
    ) -> dict[str, int]:
        """Add to the numbers of what an import has written, and return them; add what it could not write."""

    async def count_owned(self, user_id: UUID) -> tuple[int, int]:
        """Return how many titles of one's own, and how many watch entries, a person has."""

    async def find_import(self, user_id: UUID, operation_id: UUID) -> UUID | None:
        """Return the import that an operation is the writing of, if it is that of one."""
