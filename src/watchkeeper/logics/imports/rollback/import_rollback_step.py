from dataclasses import dataclass
from typing import Final

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.imports.import_step import problem_of
from watchkeeper.logics.imports.matching.work_portions import let_others_in
from watchkeeper.logics.undo.undo_logic import UndoLogic
from watchkeeper.models.types.imports.import_state import ImportState
from watchkeeper.models.types.imports.imports import ClaimedImport
from watchkeeper.repositories.identity.account_lock_repository import AccountLockRepository
from watchkeeper.repositories.imports.import_library_repository import ImportLibraryRepository
from watchkeeper.repositories.imports.import_queue import ImportQueue
from watchkeeper.repositories.imports.import_repository import ImportRepository

_RECORDS: Final = 1000
"""Of how many records one transaction removes the titles."""


@dataclass(kw_only=True, eq=False)
class ImportRollbackStep:
    """The step of imports that are rolled back, by a person or because their commit failed.

    What each transaction of the commit wrote is undone in one, the last first. What has been undone stays so: after a
    crash it goes on, and the person's other requests come in between.
    """

    unit_of_work: UnitOfWork
    queue: ImportQueue
    imports: ImportRepository
    undo_logic: UndoLogic
    library: ImportLibraryRepository
    accounts: AccountLockRepository

    async def run(self, claimed: ClaimedImport) -> None:
        """Raises ClaimLostError."""
        await self.queue.measure_tables()
        done, left = claimed.done, 1
        while left:
            done, left = await self._undo_part(claimed, done)
            await let_others_in()
        place: int | None = 0
        while place is not None:
            async with self.unit_of_work.transaction():
                await self._begin(claimed, done, done)
                place = await self.library.remove_titles(claimed.user_id, claimed.id, place, _RECORDS)
        await self._finish(claimed, done)

    async def give_up(self, claimed: ClaimedImport, error: ServiceError) -> None:
        """Leave the import committed, with what has not been undone yet. Raises ClaimLostError."""
        async with self.unit_of_work.transaction():
            await self.queue.move(claimed, ImportState.COMMITTED, error=problem_of(error))

    async def _undo_part(self, claimed: ClaimedImport, done: int) -> tuple[int, int]:
        """Undo one part of what was written, and return how many rows have been undone, and how many are left."""
        async with self.unit_of_work.transaction():
            await self._begin(claimed, done, claimed.total)
            if claimed.operation_id is None:
                return done, 0
            zone = await self.library.time_zone(claimed.user_id)
            part = await self.undo_logic.undo_import_part(claimed.user_id, claimed.operation_id, zone)
            if part is None:
                return done, 0
            done += part.rows
            await self.queue.renew(claimed, done, done + part.left)
            return done, part.left

    async def _begin(self, claimed: ClaimedImport, done: int, total: int | None) -> None:
        await self.accounts.lock(claimed.user_id)
        await self.queue.renew(claimed, done, total)

    async def _finish(self, claimed: ClaimedImport, done: int) -> None:
        """End the step: an import whose commit failed has failed, and its rows are removed soon."""
        async with self.unit_of_work.transaction():
            at = now()
            has_failed = (await self.imports.require(claimed.user_id, claimed.id)).error is not None
            ended = {"expires_at": at} if has_failed else {"rolled_back_at": at}
            state = ImportState.FAILED if has_failed else ImportState.ROLLED_BACK
            await self.queue.move(claimed, state, done=done, total=done, **ended)
