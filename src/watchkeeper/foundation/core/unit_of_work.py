"""The port with which the logic opens transactions, which belong to it."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

Callback = Callable[[], Awaitable[None]]


class UnitOfWork(Protocol):
    def transaction(self) -> AbstractAsyncContextManager[None]:
        """Open a transaction, or join the current one. Leaving the outermost block commits; an exception rolls back.

        Raises DatabaseUnavailableError when the database is unreachable; after a failed commit it is unknown whether
        the changes are stored.
        """

    def statement(self) -> AbstractAsyncContextManager[None]:
        """Open an autocommit block for one statement, which saves the two round trips of BEGIN and COMMIT.

        In a transaction, or where the commit is deferred, the block is one of `transaction()`.
        """

    def snapshot(self) -> AbstractAsyncContextManager[None]:
        """Open a read-only transaction, whose statements all see what was committed before the first of them."""

    def together(self) -> AbstractAsyncContextManager[None]:
        """Collect the writes of a block of a transaction, and send them at its end in as few round trips as possible.

        The block must not read what it writes. Raises TransactionConflictError when a row that it adds was added
        concurrently.
        """

    async def after_commit(self, callback: Callback) -> None:
        """Run `callback` after the current transaction commits, or at once outside a transaction.

        For caches and messages only: its errors are logged and do not change the response.
        """


class DeferringUnitOfWork(UnitOfWork, Protocol):
    def defer_commit(self, begin: Callback) -> AbstractAsyncContextManager[None]:
        """Defer the commit until the block is left, so that more can be stored in the same transaction.

        The first `transaction()` inside opens the transaction and runs `begin` in it first; later ones join it. Nothing
        is open before that, so slow work is allowed there. An exception in a `transaction()` rolls back at once, and
        the next one opens a new transaction. Leaving the block commits, on success and on a ServiceError raised after a
        `transaction()`; any other exception rolls back.
        """
