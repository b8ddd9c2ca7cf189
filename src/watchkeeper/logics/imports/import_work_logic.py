import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import DatabaseUnavailableError, ServiceError
from watchkeeper.foundation.core.heartbeat import run_with_heartbeat
from watchkeeper.logics.imports.import_step import ImportStep
from watchkeeper.models.errors.import_errors import ClaimLostError, ImportFailedError, ImportNotFoundError
from watchkeeper.models.types.imports.import_state import ImportState
from watchkeeper.models.types.imports.imports import ClaimedImport
from watchkeeper.repositories.imports.import_queue import CLAIM, ImportQueue

_MAX_ATTEMPTS = 3
_log = structlog.get_logger(__name__)


@dataclass(kw_only=True, eq=False)
class ImportWorkLogic:
    """Works on running imports, each step by whichever process claims it first."""

    queue: ImportQueue
    steps: Mapping[ImportState, ImportStep]

    async def work(self) -> None:
        """Run the steps of all imports that no process works on, one after the other."""
        while (claimed := await self.queue.claim(now())) is not None:
            await self._run(claimed)

    async def _run(self, claimed: ClaimedImport) -> None:
        """Run a step. What fails for good is given up, anything else is tried again when the claim is over."""
        step = self.steps[claimed.state]
        try:
            await self._run_claimed(step, claimed)
        except (ClaimLostError, ImportNotFoundError):
            _log.info("import_claim_lost", import_id=str(claimed.id))
        except DatabaseUnavailableError:
            raise
        except ServiceError as failure:
            _log.info("import_failed", import_id=str(claimed.id), code=failure.code)
            await step.give_up(claimed, failure)
        except asyncio.CancelledError:
            await self.queue.release(claimed)
            raise

    async def _run_claimed(self, step: ImportStep, claimed: ClaimedImport) -> None:
        if claimed.attempts > _MAX_ATTEMPTS:
            raise ImportFailedError
        await run_with_heartbeat(
            step.run(claimed),
            lambda: self._extend(claimed),
            every_seconds=CLAIM.total_seconds() / 3,
        )

    async def _extend(self, claimed: ClaimedImport) -> None:
        """Extend a claim. Where the database is away or the step itself has locked the import, the next beat does."""
        try:
            await self.queue.extend(claimed)
        except DatabaseUnavailableError as failure:
            _log.warning("import_claim_not_extended", import_id=str(claimed.id), code=failure.code)
