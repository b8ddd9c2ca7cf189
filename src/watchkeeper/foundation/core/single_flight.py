"""Concurrent calls for equal work that share one run of it."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

ResultT = TypeVar("ResultT")


class SingleFlight(Generic[ResultT]):
    """Runs work once for all concurrent callers with the same key. All of them get its result or its exception."""

    def __init__(self) -> None:
        self._running: dict[Hashable, asyncio.Task[ResultT]] = {}

    async def run(self, key: Hashable, work: Callable[[], Coroutine[Any, Any, ResultT]]) -> ResultT:
        """Return the result of the running work for `key`; if none is running, start `work`."""
        task = self._running.get(key)
        if task is None:
            task = asyncio.create_task(work(), name="single-flight")
            self._running[key] = task
            task.add_done_callback(lambda done: self._finish(key, done))
        return await asyncio.shield(task)  # a cancelled caller must not cancel the work for the others

    def _finish(self, key: Hashable, done: asyncio.Task[ResultT]) -> None:
        del self._running[key]
        _retrieve_exception(done)


class Coalescer(Generic[ResultT]):
    """Runs work once for all concurrent callers, one run at a time. All of them get its result or its exception.

    Unlike with SingleFlight, a caller never joins a run that has already begun but waits for the next one: the running
    one may have missed what happened before the call.
    """

    def __init__(self, work: Callable[[], Coroutine[Any, Any, ResultT]]) -> None:
        self._work = work
        self._running: asyncio.Task[ResultT] | None = None
        self._next: asyncio.Task[ResultT] | None = None

    async def result(self) -> ResultT:
        """Return the result of a run that begins after this call."""
        if self._next is None:
            self._next = asyncio.create_task(self._run_after(self._running), name="coalescer")
            self._next.add_done_callback(_retrieve_exception)
        return await asyncio.shield(self._next)  # a cancelled caller must not cancel the work for the others

    async def _run_after(self, earlier: asyncio.Task[ResultT] | None) -> ResultT:
        if earlier is not None:
            await asyncio.wait((earlier,))
        self._running, self._next = self._next, None
        return await self._work()


def _retrieve_exception(task: asyncio.Task[Any]) -> None:
    """Mark the exception as retrieved: asyncio logs one that no caller awaits, and all callers may be cancelled."""
    if not task.cancelled():
        task.exception()
