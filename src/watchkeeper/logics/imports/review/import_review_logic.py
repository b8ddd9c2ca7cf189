from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.imports.commit.import_list_writing import LEFT_OUT
from watchkeeper.logics.imports.review.row_choices import RowChoices
from watchkeeper.logics.imports.upload.import_parse_step import counts_of
from watchkeeper.logics.undo.operation_logic import OperationLogic
from watchkeeper.models.dtos.imports.import_decision_dtos import DecideRowInput, DecideRowsInput, RowsDecision
from watchkeeper.models.entities.imports.import_entity import ImportEntity
from watchkeeper.models.errors.catalogue_errors import QuotaExceededError
from watchkeeper.models.errors.import_errors import (
    ImportNotCommittedError,
    ImportNotInPreviewError,
    RowsUndecidedError,
)
from watchkeeper.models.errors.operation_errors import UndoExpiredError
from watchkeeper.models.types.imports.import_state import ImportMode, ImportState
from watchkeeper.models.types.imports.imports import Import, StoredRow
from watchkeeper.models.types.undo.operation import OperationKind
from watchkeeper.repositories.imports.import_repository import ImportRepository
from watchkeeper.repositories.imports.import_row_repository import ImportRowRepository
from watchkeeper.repositories.imports.import_work_repository import ImportWorkRepository


@dataclass(kw_only=True, eq=False)
class ImportReviewLogic:
    """Decisions of a person on a preview, and the start of its commit and of its rollback."""

    unit_of_work: UnitOfWork
    imports: ImportRepository
    rows: ImportRowRepository
    works: ImportWorkRepository
    choices: RowChoices
    operations: OperationLogic
    max_titles: int
    max_entries: int

    async def decide_row(self, user_id: UUID, import_id: UUID, row_id: UUID, body: DecideRowInput) -> StoredRow:
        """Decide what the work of a row is, for all its rows, and remember it. Null takes the decision back.

        Raises ImportNotFoundError, ImportRowNotFoundError, ImportNotInPreviewError, NotACandidateError.
        """
        async with self.unit_of_work.transaction():
            entity = await self._require_preview(user_id, import_id)
            row = await self.rows.require(user_id, import_id, row_id)
            decision, title_id = await self.choices.read(user_id, import_id, row, body)
            if not body.is_set("decision"):
                return row
            keys = [row.work_key] if row.work_key is not None else []
            await self.works.decide(user_id, import_id, keys, decision, title_id)
            await self._remember(entity, keys)
            return await self.rows.require(user_id, import_id, row_id)

    async def decide_rows(self, user_id: UUID, import_id: UUID, body: DecideRowsInput) -> Import:
        """Decide the works of all rows that match, and remember it.

        Raises ImportNotFoundError, ImportNotInPreviewError, NotACandidateError.
        """
        async with self.unit_of_work.transaction():
            entity = await self._require_preview(user_id, import_id)
            if body.is_set("decision"):
                await self._remember(entity, await self._decide(user_id, import_id, body))
            return await self.imports.get(user_id, import_id)

    async def _decide(self, user_id: UUID, import_id: UUID, body: DecideRowsInput) -> Sequence[bytes]:
        """Decide works, and return which."""
        keys = await self.works.find_keys(user_id, import_id, body.filters)
        if body.decision is RowsDecision.BEST and body.title_id is None:
            return await self.works.decide_best(user_id, import_id, keys)
        decision, title_id = await self.choices.read_many(user_id, import_id, keys, body)
        await self.works.decide(user_id, import_id, keys, decision, title_id)
        return keys

    async def begin_commit(self, user_id: UUID, import_id: UUID, mode: ImportMode, *, skips_undecided: bool) -> Import:
        """Let the background write an import to the library.

        Raises ImportNotFoundError, ImportNotInPreviewError, ImportRunningError, RowsUndecidedError, QuotaExceededError.
        """
        async with self.unit_of_work.transaction():
            entity = await self._require_preview(user_id, import_id)
            undecided = await self.works.count_undecided(user_id, import_id)
            if undecided and not skips_undecided:
                raise RowsUndecidedError(undecided)
            for limit in await self._passed_quotas(user_id, import_id):
                raise QuotaExceededError(limit)
            entity.operation_id = await self.operations.record(user_id, OperationKind.IMPORT, {}, ())
            entity.mode, entity.error = mode.value, None
            entity.warnings = [one for one in entity.warnings if one["code"] != LEFT_OUT]  # stated anew at the end
            await self._begin(entity, ImportState.COMMITTING)
            return await self.imports.get(user_id, import_id)

    async def roll_back(self, user_id: UUID, import_id: UUID) -> Import:
        """Let the background roll an import back.

        Raises ImportNotFoundError, ImportNotCommittedError, UndoExpiredError, ImportRunningError.
        """
        async with self.unit_of_work.transaction():
            entity = await self.imports.require(user_id, import_id)
            if entity.state != ImportState.COMMITTED or entity.operation_id is None:
                raise ImportNotCommittedError
            if entity.expires_at is None or entity.expires_at <= now():
                raise UndoExpiredError
            entity.error = None
            await self._begin(entity, ImportState.ROLLING_BACK)
            return await self.imports.get(user_id, import_id)

    async def quota_warnings(self, user_id: UUID, import_id: UUID) -> Sequence[dict[str, Any]]:
        """Return what the preview says of quotas that a commit would pass."""
        detail = "A commit would make more than an account may have: {limit}."
        return [
            {"code": "quota_exceeded", "member": None, "detail": detail.format(limit=limit)}
            for limit in await self._passed_quotas(user_id, import_id)
        ]

    async def _passed_quotas(self, user_id: UUID, import_id: UUID) -> Sequence[int]:
        new = await self.works.count_new(user_id, import_id)
        limits = self.max_titles, self.max_entries
        there = await self.works.count_owned(user_id)
        return [most for most, more, has in zip(limits, new, there, strict=True) if more and has + more > most]

    async def _require_preview(self, user_id: UUID, import_id: UUID) -> ImportEntity:
        """Return an import that is locked."""
        entity = await self.imports.require(user_id, import_id)
        if entity.state != ImportState.PREVIEW:
            raise ImportNotInPreviewError
        return entity

    async def _remember(self, entity: ImportEntity, work_keys: Sequence[bytes]) -> None:
        await self.works.remember(entity.user_id, entity.id, work_keys)
        entity.counts = counts_of(await self.rows.count(entity.user_id, entity.id))
        entity.undecided = await self.works.count_undecided(entity.user_id, entity.id)
        await self.imports.save(entity)

    async def _begin(self, entity: ImportEntity, state: ImportState) -> None:
        entity.state, entity.done, entity.attempts = state.value, 0, 0
        entity.claim = entity.claimed_until = None
        await self.imports.save(entity)
