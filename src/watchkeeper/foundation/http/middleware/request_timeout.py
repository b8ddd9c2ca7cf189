"""The time that requests may take in all, whatever they wait for."""

import asyncio
from types import TracebackType

from watchkeeper.foundation.core.operations_errors import RequestTimeoutError


class Deadlines:
    """One timer for all requests, which have the same time each, so that the one that began first is due first.

    `asyncio.timeout` sets a timer for each and takes it back, which took as long as all look-ups of headers together.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._due: dict[Deadline, float] = {}
        self._timer: asyncio.TimerHandle | None = None

    def add(self, deadline: "Deadline") -> None:
        loop = asyncio.get_running_loop()
        self._due[deadline] = due_at = loop.time() + self.seconds
        if self._timer is None:
            self._timer = loop.call_at(due_at, self._ring)

    def drop(self, deadline: "Deadline") -> None:
        self._due.pop(deadline, None)

    def _ring(self) -> None:
        self._timer = None
        loop = asyncio.get_running_loop()
        now = loop.time()
        for deadline, due_at in list(self._due.items()):
            if due_at > now:
                self._timer = loop.call_at(due_at, self._ring)
                return
            del self._due[deadline]
            deadline.expire()


class Deadline:
    """Cancels what is done in a block once its time is over: its transaction is rolled back, its connection is not lent
    again.

    Leaving the block then raises RequestTimeoutError, unless something else has cancelled the task as well.
    """

    __slots__ = ("_cancellations", "_deadlines", "_is_over", "_task")

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self._is_over = False

    def __enter__(self) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - for types; coroutines run in tasks
        self._task = task
        self._cancellations = task.cancelling()
        self._deadlines.add(self)

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if not self._is_over:
            self._deadlines.drop(self)
        elif self._task.uncancel() <= self._cancellations and isinstance(failure, asyncio.CancelledError):
            raise RequestTimeoutError from failure

    def expire(self) -> None:
        self._is_over = True
        self._task.cancel()
