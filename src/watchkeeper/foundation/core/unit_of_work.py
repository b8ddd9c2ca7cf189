"""The port with which the logic opens transactions, which belong to it."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

Callback = Callable[[], Awaitable[None]]


class UnitOfWork(Protocol):
    def transaction(self) -> AbstractAsyncContextManager[None]:
        """Open a transaction, or join the one under way. Leaving the outermost block commits; an exception rolls back.

        Raises DatabaseUnavailableError when the database is away; after a failed commit nothing is known to be stored.
        """

    def statement(self) -> AbstractAsyncContextManager[None]:
        """Open a block for one statement, which commits by itself: BEGIN and COMMIT would be two more round trips.

        Where a transaction is under way, or its commit is held, the block is one of `transaction()`.
        """

    async def after_commit(self, callback: Callback) -> None:
        """Run `callback` once the transaction under way has committed, at once where there is none.

        For caches and messages only: its errors are logged and swallowed, the answer stays what it is.
        """


class DeferringUnitOfWork(UnitOfWork, Protocol):
    def defer_commit(self, begin: Callback) -> AbstractAsyncContextManager[None]:
        """Hold the commit of what is done in this block until the block is left, so that more can be stored with it.

        The first `transaction()` inside opens the transaction, which `begin` then enters before anything else; later
        ones join it. Until then nothing is open: what comes before it may take its time. A `transaction()` that is
        left by an exception rolls back at once, and the next one begins anew. Leaving the block commits, in order or by
        a refusal (WatchkeeperError) that comes after a `transaction()`; any other exception rolls back.
        """
