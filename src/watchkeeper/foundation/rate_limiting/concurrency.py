import asyncio
import sys
from dataclasses import dataclass
from types import TracebackType
from uuid import UUID


@dataclass(slots=True)
class _Permits:
    """The permits of one account, and how many of its writes have one or wait for one."""

    semaphore: asyncio.Semaphore
    writes: int = 0


class ConcurrencyLimiter:
    """A bulkhead: limits how many writes of one account are under way at once in this process to `most`.

    Further writes wait, first come, first served; with 0 none waits. A waiting write holds no connection and no lock,
    so a write that has a permit never waits for one that has none, and each permit is released. `waiting` is how many
    writes wait right now.
    """

    def __init__(self, most: int) -> None:
        self._most = most or sys.maxsize
        self._permits: dict[UUID, _Permits] = {}
        self.waiting = 0

    def of(self, account: UUID) -> "Permit":
        """Return the block of one write of an account; entering it waits for a permit."""
        return Permit(self, account)

    async def acquire(self, account: UUID) -> None:
        """Wait for a permit, which the caller must release."""
        permits = self._permits.get(account)
        if permits is None:
            permits = self._permits[account] = _Permits(asyncio.Semaphore(self._most))
        permits.writes += 1
        must_wait = permits.semaphore.locked()
        self.waiting += must_wait
        try:
            await permits.semaphore.acquire()
        except BaseException:  # the time of the request is over, or that of the process
            self._forget_write(account, permits)
            raise
        finally:
            self.waiting -= must_wait

    def release(self, account: UUID) -> None:
        """Give a permit back. Nothing is stored for an account without writes."""
        permits = self._permits[account]
        permits.semaphore.release()
        self._forget_write(account, permits)

    def _forget_write(self, account: UUID, permits: _Permits) -> None:
        permits.writes -= 1
        if not permits.writes:
            del self._permits[account]


class Permit:
    """A permit for one write, for one block; a class, as `asynccontextmanager` costs more than all of it."""

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
