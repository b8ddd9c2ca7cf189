import sys
from types import TracebackType
from uuid import UUID

from watchkeeper.foundation.core.fifo_queue import FifoQueue


class ConcurrencyLimiter:
    """Lets `most` writes of one account be under way at once in this process; further ones wait, first come, first
    served. With 0 nobody waits.

    Whoever waits holds nothing yet that somebody with a turn could want, neither a connection nor a lock. So each turn
    ends.
    """

    def __init__(self, most: int) -> None:
        self._most = most or sys.maxsize
        self._taken: dict[UUID, int] = {}
        self._queues: dict[UUID, FifoQueue] = {}

    @property
    def waiting(self) -> int:
        """How many writes wait right now."""
        return sum(map(len, self._queues.values()))

    def of(self, account: UUID) -> "Permit":
        """Return the block of one write of an account. It is entered when it is that one's turn."""
        return Permit(self, account)

    def try_acquire(self, account: UUID) -> bool:
        """Take a turn, that is to be ended, where one is left; return whether that is so."""
        taken = self._taken.get(account, 0)
        if taken >= self._most:  # and so for as long as somebody waits, because turns are handed on
            return False
        self._taken[account] = taken + 1
        return True

    async def wait(self, account: UUID) -> None:
        """Wait for the turn of another write of the account, which has all of them."""
        queue = self._queues.setdefault(account, FifoQueue())
        permit = queue.join()
        try:
            await permit
        except BaseException:  # the time of the request is over, or that of the process
            if queue.leave(permit):
                self.end(account)
            else:
                self._drop_empty_queue(account)
            raise

    def end(self, account: UUID) -> None:
        """Hand a turn on to who waits longest; nothing is kept of an account of which nobody is left."""
        if self._hand_on(account):
            return
        taken = self._taken.pop(account)
        if taken > 1:
            self._taken[account] = taken - 1

    def _hand_on(self, account: UUID) -> bool:
        queue = self._queues.get(account)
        if queue is None:
            return False
        has_next = queue.wake_next()
        self._drop_empty_queue(account)
        return has_next

    def _drop_empty_queue(self, account: UUID) -> None:
        if not self._queues.get(account, True):
            del self._queues[account]


class Permit:
    """The turn of one write, for one block; a class, as `asynccontextmanager` costs more than all of it."""

    __slots__ = ("_account", "_concurrency")

    def __init__(self, concurrency: ConcurrencyLimiter, account: UUID) -> None:
        self._concurrency = concurrency
        self._account = account

    async def __aenter__(self) -> None:
        if not self._concurrency.try_acquire(self._account):
            await self._concurrency.wait(self._account)

    async def __aexit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._concurrency.end(self._account)
