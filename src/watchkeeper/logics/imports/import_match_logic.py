from dataclasses import dataclass
from datetime import timedelta

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.imports.import_step import fail
from watchkeeper.models.types.import_state import ImportState
from watchkeeper.models.types.imports import ClaimedImport
from watchkeeper.repositories.imports.import_decision_repository import ImportDecisionRepository
from watchkeeper.repositories.imports.import_queue import ImportQueue
from watchkeeper.repositories.imports.import_repository import ImportRepository
from watchkeeper.repositories.imports.import_row_repository import ImportRowRepository

_PREVIEW = timedelta(days=7)
_MOST_PREVIEWS = 5


@dataclass(kw_only=True, eq=False)
class ImportMatchLogic:
    """The step of parsed imports, which ends in a preview."""

    unit_of_work: UnitOfWork
    queue: ImportQueue
    imports: ImportRepository
    rows: ImportRowRepository
    decisions: ImportDecisionRepository

    async def run(self, claimed: ClaimedImport) -> None:
        """Raises ClaimLostError."""
        async with self.unit_of_work.transaction():
            await self.queue.move(
                claimed, ImportState.PREVIEW, done=claimed.total or 0, total=claimed.total, expires_at=now() + _PREVIEW
            )
            await self.imports.expire_previews(claimed.user_id, now(), _MOST_PREVIEWS)

    async def give_up(self, claimed: ClaimedImport, error: ServiceError) -> None:
        """Raises ClaimLostError."""
        async with self.unit_of_work.transaction():
            await fail(self.queue, claimed, error)
