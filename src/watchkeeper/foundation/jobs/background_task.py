"""What each process does beside answering requests, over and over."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from watchkeeper.foundation.core.errors import DatabaseUnavailableError

_log = structlog.get_logger(__name__)


class BackgroundTask:
    """Does `act` and then pauses, until it is stopped. A failure is logged and tried again after the pause.

    Several processes do it beside each other: `act` must see to it that what is due is done once.
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
                _log.warning("postponed", task=self._name)
            except Exception:  # noqa: BLE001 - a task that ends would never act again
                _log.exception("failed", task=self._name)
            await asyncio.sleep(self._pause_seconds)
