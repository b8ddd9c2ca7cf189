"""The hourly refresh of the mean of all ratings, as a background task of each process."""

import asyncio
from contextlib import suppress

import structlog

from watchkeeper.logics.feedback.figures_logic import FiguresLogic
from watchkeeper.models.errors.base import DatabaseUnavailableError

_PAUSE_SECONDS = 60.0

_log = structlog.get_logger(__name__)


class PriorRefresh:
    """Asks once a minute whether a refresh is due: whichever process asks first does it."""

    def __init__(self, figures: FiguresLogic, *, pause_seconds: float = _PAUSE_SECONDS) -> None:
        self._figures = figures
        self._pause_seconds = pause_seconds
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._task = asyncio.create_task(self._keep_fresh(), name="prior-refresh")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _keep_fresh(self) -> None:
        while True:
            try:
                await self._figures.refresh_when_due()
            except DatabaseUnavailableError:
                _log.warning("prior_refresh_postponed")
            except Exception:  # noqa: BLE001 - a task that ends would never refresh again
                _log.exception("prior_refresh_failed")
            await asyncio.sleep(self._pause_seconds)
