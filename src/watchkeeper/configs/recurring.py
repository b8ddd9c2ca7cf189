"""Work that each process does again and again in the background."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from watchkeeper.models.errors.base import DatabaseUnavailableError

_log = structlog.get_logger(__name__)


class RecurringTask:
    """Does `work` at once, and again after each pause, until it is stopped. Failures are logged under its name."""

    def __init__(self, name: str, work: Callable[[], Awaitable[object]], *, pause_seconds: float) -> None:
        self._name = name
        self._work = work
        self._pause_seconds = pause_seconds
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._task = asyncio.create_task(self._keep_doing(), name=self._name)

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _keep_doing(self) -> None:
        while True:
            try:
                await self._work()
            except DatabaseUnavailableError:
                _log.warning(f"{self._name}_postponed")
            except Exception:  # noqa: BLE001 - a task that ends would never work again
                _log.exception(f"{self._name}_failed")
            await asyncio.sleep(self._pause_seconds)
