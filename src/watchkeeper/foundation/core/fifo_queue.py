"""Those who wait for a turn, first come, first served."""

import asyncio
from collections import deque
from contextlib import suppress


class FifoQueue(deque["asyncio.Future[None]"]):
    """Hands the turn of whoever ends to who waits longest, without a moment in which somebody else could take it.

    Whoever joins waits for their future, and leaves if anything but the turn ends that wait.
    """

    __slots__ = ()

    def join(self) -> "asyncio.Future[None]":
        """Return the turn to wait for."""
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.append(turn)
        return turn

    def wake_next(self) -> bool:
        """Give a turn that has ended to who waits longest; return whether there is somebody."""
        while self:
            turn = self.popleft()
            if not turn.done():  # else it was given up in this very moment
                turn.set_result(None)
                return True
        return False

    def leave(self, turn: "asyncio.Future[None]") -> bool:
        """Give a turn up; return whether it had come, so that it must be ended, for the sake of those behind."""
        turn.cancel()  # nothing where it came, or failed
        if not turn.cancelled() and turn.exception() is None:
            return True
        with suppress(ValueError):  # whoever ended a turn has passed it over already
            self.remove(turn)
        return False
