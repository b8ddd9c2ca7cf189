import asyncio
import sys
from dataclasses import dataclass
from types import TracebackType
from uuid import UUID


@dataclass(slots=True)
class _Permits:
    """The permits of one account, and the number of its writes that hold or wait for one."""

    semaphore: asyncio.Semaphore
    writes: int = 0


class ConcurrencyLimiter:
    """Per-account concurrency limit (bulkhead): at most `most` concurrent writes of an account in this process.

    Further writes wait in FIFO order; 0 means unlimited. A waiting write holds no connection and no lock, so a write
    with a permit never waits for one without, and every permit is released. `waiting` is the number of writes that
    wait now.
    """

    def __init__(self, most: int) -> None:
        self._most = most or sys.maxsize
        self._permits: dict[UUID, _Permits] = {}
        self.waiting = 0

    def of(self, account: UUID) -> "Permit":
        """Return a context manager for one write of an account, which waits for a permit and releases it."""
        return Permit(self, account)

    async def acquire(self, account: UUID) -> None:
        """Wait for a permit. The caller must release it."""
        permits = self._permits.get(account)
        if permits is None:
            permits = self._permits[account] = _Permits(asyncio.Semaphore(self._most))
        permits.writes += 1
        must_wait = permits.semaphore.locked()
        self.waiting += must_wait
        try:
            await permits.semaphore.acquire()
        except BaseException:  # cancelled: the request timed out, or the process stops
            self._forget_write(account, permits)
            raise
        finally:
            self.waiting -= must_wait

    def release(self, account: UUID) -> None:
        """Release a permit. An account without writes uses no memory."""
        permits = self._permits[account]
        permits.semaphore.release()
        self._forget_write(account, permits)

    def _forget_write(self, account: UUID, permits: _Permits) -> None:
        permits.writes -= 1
        if not permits.writes:
            del self._permits[account]


class Permit:
    """The permit of one write, as a context manager. A class, as `asynccontextmanager` costs more than all the rest."""

    __slots__ = ("_account", "_concurrency")

    def __init__(self, concurrency: ConcurrencyLimiter, account: UUID) -> None:
        self._concurrency = concurrency
        self._account = account

    async def __aenter__(self) -> None:
        await self._concurrency.acquire(self._account)

    async def __aexit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._concurrency.release(self._account)
