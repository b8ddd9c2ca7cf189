"""Periodic tasks that each process runs in the background."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from watchkeeper.foundation.core.errors import DatabaseUnavailableError

_log = structlog.get_logger(__name__)


class BackgroundTask:
    """Calls `act` every `pause_seconds`, measured from its end, until it is stopped. A failure is logged and retried.

    Every process runs the task: `act` must make sure that due work is done by one of them.
    """

    def __init__(self, name: str, act: Callable[[], Awaitable[object]], *, pause_seconds: float = 60.0) -> None:
        self._name = name
        self._act = act
        self._pause_seconds = pause_seconds
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._task = asyncio.create_task(self._repeat(), name=self._name)

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _repeat(self) -> None:
        while True:
            try:
                await self._act()
            except DatabaseUnavailableError:
                _log.warning("task_postponed", task=self._name)
            except Exception:  # noqa: BLE001 - an exception must not end the loop
                _log.exception("task_failed", task=self._name)
            await asyncio.sleep(self._pause_seconds)
