"""Equal work at the same time becomes one."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

ResultT = TypeVar("ResultT")


class SingleFlight(Generic[ResultT]):
    """Runs work once for all who want it under the same key meanwhile. All of them get its result, or its exception."""

    def __init__(self) -> None:
        self._under_way: dict[Hashable, asyncio.Task[ResultT]] = {}

    async def run(self, key: Hashable, work: Callable[[], Coroutine[Any, Any, ResultT]]) -> ResultT:
        """Return what the work under way for `key` returns, which is `work` where there is none."""
        task = self._under_way.get(key)
        if task is None:
            task = asyncio.create_task(work(), name="single-flight")
            self._under_way[key] = task
            task.add_done_callback(lambda done: self._land(key, done))
        return await asyncio.shield(task)  # whoever leaves early must not take the result from the others

    def _land(self, key: Hashable, done: asyncio.Task[ResultT]) -> None:
        del self._under_way[key]
        if not done.cancelled():
            done.exception()  # everybody who asked may have left: nobody else would look at it
