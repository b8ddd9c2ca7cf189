from dataclasses import dataclass

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.imports.import_step import CLAIM
from watchkeeper.logics.undo.undo_logic import UndoLogic
from watchkeeper.logics.watchlist.tag_logic import TagLogic
from watchkeeper.models.types.imports.import_state import ImportState
from watchkeeper.models.types.imports.imports import ClaimedImport
from watchkeeper.repositories.imports.import_library_repository import ImportLibraryRepository
from watchkeeper.repositories.imports.import_queue import ImportQueue


@dataclass(kw_only=True, eq=False)
class ImportRollback:
    """Rolls an import back: all of it or, if that fails, nothing."""

    undo_logic: UndoLogic
    library: ImportLibraryRepository
    tags: TagLogic
    queue: ImportQueue

    async def undo(self, claimed: ClaimedImport) -> None:
        """Undo the operation of an import, and remove the personal titles that it created, if nothing else uses them.

        Needs a transaction, in which nothing is locked yet. Raises ClaimLostError.
        """
        await self.tags.lock_person(claimed.user_id)
        await self.queue.renew(claimed, now() + CLAIM, claimed.done, claimed.total)
        if claimed.operation_id is not None:
            zone = await self.library.time_zone(claimed.user_id)
            await self.undo_logic.undo_import(claimed.user_id, claimed.operation_id, zone)
        await self.library.remove_titles(claimed.user_id, claimed.id)


@dataclass(kw_only=True, eq=False)
class ImportRollbackStep:
    """The step of imports that are rolled back. It is one transaction."""

    unit_of_work: UnitOfWork
    queue: ImportQueue
    rollback: ImportRollback

    async def run(self, claimed: ClaimedImport) -> None:
        """Raises ClaimLostError."""
        await self.queue.measure_tables()
        async with self.unit_of_work.transaction():
            await self.rollback.undo(claimed)
            await self.queue.move(
                *(claimed, ImportState.ROLLED_BACK), done=claimed.total or 0, total=claimed.total, rolled_back_at=now()
            )

    async def give_up(self, claimed: ClaimedImport, error: ServiceError) -> None:
        """Leave the import committed, as it was. Raises ClaimLostError."""
        async with self.unit_of_work.transaction():
            problem = {"code": error.code, "detail": error.detail}
            await self.queue.move(claimed, ImportState.COMMITTED, error=problem)
