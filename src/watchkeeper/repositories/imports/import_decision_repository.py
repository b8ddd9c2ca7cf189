from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol
from uuid import UUID

from watchkeeper.models.types.imports.import_state import RowDecision


class WorkDecision(NamedTuple):
    """A person's decision on a work."""

    decision: RowDecision
    title_id: UUID | None = None


class ImportDecisionRepository(Protocol):
    """Decisions of people on works, remembered for later imports."""

    async def find(self, user_id: UUID, work_keys: Sequence[bytes]) -> Mapping[bytes, WorkDecision]:
        """Return what a person decided of some works."""

    async def remember(self, user_id: UUID, decided: Mapping[bytes, WorkDecision]) -> None:
        """Store decisions, in place of earlier ones of the same works."""

    async def forget(self, user_id: UUID, work_keys: Sequence[bytes]) -> None:
        """Remove decisions."""
