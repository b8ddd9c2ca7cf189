from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from watchkeeper.models.dtos.imports.import_decision_dtos import (
    DecideRowInput,
    DecideRowsInput,
    RowChoice,
    RowsDecision,
)
from watchkeeper.models.errors.import_errors import NotACandidateError
from watchkeeper.models.types.imports.import_state import NAMING, RowDecision
from watchkeeper.models.types.imports.imports import StoredRow
from watchkeeper.repositories.imports.import_library_repository import ImportLibraryRepository
from watchkeeper.repositories.imports.import_work_repository import ImportWorkRepository

Choice = tuple[RowDecision | None, UUID | None]
"""A decision, and the candidate that it names."""


@dataclass(kw_only=True, eq=False)
class RowChoices:
    """What a person says of rows. A title that was no candidate becomes one. Each method needs a transaction."""

    works: ImportWorkRepository
    library: ImportLibraryRepository

    async def read(self, user_id: UUID, import_id: UUID, row: StoredRow, body: DecideRowInput) -> Choice:
        """Return what is said of one row. Raises NotACandidateError."""
        if body.decision is RowChoice.TITLE:
            if row.result not in NAMING or row.work_key is None:
                raise NotACandidateError("/body/decision")
            return RowDecision.CANDIDATE, await self._added(user_id, import_id, [row.work_key], body.title_id)
        if body.decision is not RowChoice.CANDIDATE:
            if body.title_id is not None:
                raise NotACandidateError("/body/decision")
            return (None if body.decision is None else RowDecision(body.decision.value)), None
        if body.title_id is None or body.title_id not in {row.title_id, *(one.title_id for one in row.candidates)}:
            raise NotACandidateError("/body/title_id")
        return RowDecision.CANDIDATE, body.title_id

    async def read_many(
        self, user_id: UUID, import_id: UUID, work_keys: Sequence[bytes], body: DecideRowsInput
    ) -> Choice:
        """Return what is said of many works, but for BEST, which is another candidate of each.

        Raises NotACandidateError.
        """
        if body.decision is RowsDecision.TITLE:
            return RowDecision.CANDIDATE, await self._added(user_id, import_id, work_keys, body.title_id)
        if body.title_id is not None:
            raise NotACandidateError("/body/decision")
        return (None if body.decision is None else RowDecision(body.decision.value)), None

    async def _added(self, user_id: UUID, import_id: UUID, work_keys: Sequence[bytes], title_id: UUID | None) -> UUID:
        found = {} if title_id is None else await self.library.open_titles(user_id, {title_id})
        if title_id is None or title_id not in found:
            raise NotACandidateError("/body/title_id")
        await self.works.add_candidate(user_id, import_id, work_keys, found[title_id])
        return found[title_id]
