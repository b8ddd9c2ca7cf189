"""The step of an import in one state."""

from collections.abc import Mapping
from typing import Protocol

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.models.types.imports.import_state import ImportState
from watchkeeper.models.types.imports.imports import ClaimedImport
from watchkeeper.repositories.imports.import_queue import ImportQueue


class ImportStep(Protocol):
    """The work in one of the running states, which ends with `ImportQueue.move` to another one."""

    async def run(self, claimed: ClaimedImport) -> None:
        """Do the work in portions, each in a transaction that begins with `ImportQueue.renew`; go on after a crash.

        Raises ClaimLostError if another process has claimed the import, another ServiceError if the import fails for
        good.
        """

    async def give_up(self, claimed: ClaimedImport, error: ServiceError) -> None:
        """End the import, which has failed: nothing of what it has written is left. Raises ClaimLostError."""


def problem_of(error: ServiceError) -> Mapping[str, str]:
    """Return what an import shows of an error."""
    return {"code": error.code, "detail": error.detail}


async def fail(queue: ImportQueue, claimed: ClaimedImport, error: ServiceError) -> None:
    """Move an import that has written nothing to FAILED; its file and rows are removed soon. Call it in a transaction.

    Raises ClaimLostError.
    """
    await queue.move(claimed, ImportState.FAILED, error=problem_of(error), expires_at=now())
