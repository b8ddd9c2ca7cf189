"""Equal questions at the same time become one, which nobody asked for before it began."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

ResultT = TypeVar("ResultT")


class Coalescer(Generic[ResultT]):
    """Runs work once for all who ask meanwhile, one run at a time. All of them get its result, or its exception.

    Unlike with SingleFlight, whoever asks while a run is under way waits for the next one: the one under way may have
    missed what happened before they asked.
    """

    def __init__(self, work: Callable[[], Coroutine[Any, Any, ResultT]]) -> None:
        self._work = work
        self._under_way: asyncio.Task[ResultT] | None = None
        self._next: asyncio.Task[ResultT] | None = None

    async def result(self) -> ResultT:
        """Return the result of a run that begins after this call."""
        if self._next is None:
            self._next = asyncio.create_task(self._run_after(self._under_way), name="next-flight")
            self._next.add_done_callback(_look_at)
        return await asyncio.shield(self._next)  # whoever leaves early must not take the result from the others

    async def _run_after(self, earlier: asyncio.Task[ResultT] | None) -> ResultT:
        if earlier is not None:
            await asyncio.wait((earlier,))
        self._under_way, self._next = self._next, None
        return await self._work()


def _look_at(task: asyncio.Task[Any]) -> None:
    """Everybody who asked may have left: nobody else would look at how it ended."""
    if not task.cancelled():
        task.exception()
