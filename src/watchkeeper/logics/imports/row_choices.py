from dataclasses import dataclass
from uuid import UUID

from watchkeeper.models.dtos.imports.import_decision_dtos import DecideRowInput, RowChoice
from watchkeeper.models.errors.import_errors import NotACandidateError
from watchkeeper.models.types.imports.import_state import RowDecision, RowResult
from watchkeeper.models.types.imports.imports import StoredRow
from watchkeeper.repositories.imports.import_library_repository import ImportLibraryRepository
from watchkeeper.repositories.imports.import_work_repository import ImportWorkRepository


@dataclass(kw_only=True, eq=False)
class RowChoices:
    """What a person says of a single row."""

    works: ImportWorkRepository
    library: ImportLibraryRepository

    async def read(
        self, user_id: UUID, import_id: UUID, row: StoredRow, said: DecideRowInput
    ) -> tuple[RowDecision | None, UUID | None]:
        """Return the decision and the candidate that it names. A title that was none becomes one.

        Needs a transaction. Raises NotACandidateError.
        """
        if said.decision is RowChoice.TITLE:
            return RowDecision.CANDIDATE, await self._added(user_id, import_id, row, said.title_id)
        if said.decision is not RowChoice.CANDIDATE:
            if said.title_id is not None:
                raise NotACandidateError("/body/decision")
            return (None if said.decision is None else RowDecision(said.decision.value)), None
        if said.title_id is None or said.title_id not in {row.title_id, *(one.title_id for one in row.candidates)}:
            raise NotACandidateError("/body/title_id")
        return RowDecision.CANDIDATE, said.title_id

    async def _added(self, user_id: UUID, import_id: UUID, row: StoredRow, title_id: UUID | None) -> UUID:
        if title_id is None:
            raise NotACandidateError("/body/title_id")
        if row.result is not RowResult.AMBIGUOUS or row.work_key is None:
            raise NotACandidateError("/body/decision")
        found = await self.library.open_titles(user_id, {title_id})
        if title_id not in found:
            raise NotACandidateError("/body/title_id")
        await self.works.add_candidate(user_id, import_id, row.work_key, found[title_id])
        return found[title_id]
