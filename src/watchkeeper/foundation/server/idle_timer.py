"""Waiting that is begun and ended with every request, and hardly ever comes to its end."""

import asyncio
from collections.abc import Callable


class Patience:
    """Calls something when a time has passed, unless it is stopped or begun anew before.

    The timer of the loop stays where it is meanwhile and looks, when it rings, whether there is still time: setting one
    and taking it back for each request costs several microseconds, this two assignments.
    """

    __slots__ = ("_due_at", "_loop", "_on_end", "_rings_at", "_timer")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._on_end: Callable[[], None] | None = None
        self._due_at = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._rings_at = 0.0

    @property
    def is_under_way(self) -> bool:
        return self._on_end is not None

    def begin(self, seconds: float, on_end: Callable[[], None]) -> None:
        """Call `on_end` in `seconds`, instead of what was to be called before."""
        self._on_end = on_end
        self._due_at = self._loop.time() + seconds
        if self._timer is None or self._rings_at > self._due_at:
            self._set_timer()

    def stop(self) -> None:
        self._on_end = None

    def close(self) -> None:
        """Stop for good: the timer holds on to nothing any more."""
        self._on_end = None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._rings_at = self._due_at
        self._timer = self._loop.call_at(self._due_at, self._ring)

    def _ring(self) -> None:
        self._timer = None
        on_end = self._on_end
        if on_end is None:
            return
        if self._loop.time() < self._due_at:
            self._set_timer()
            return
        self._on_end = None
        on_end()
