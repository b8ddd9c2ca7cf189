"""Transactions belong to the logic: the port it opens them with, and its PostgreSQL adapter."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar
from typing import Protocol

import structlog

from watchkeeper.repositories.database.database import Database

Callback = Callable[[], Awaitable[None]]

_log = structlog.get_logger(__name__)


class UnitOfWork(Protocol):
    def transaction(self) -> AbstractAsyncContextManager[None]:
        """Open a transaction, or join the one under way. Leaving the outermost block commits; an exception rolls back.

        Raises DatabaseUnavailableError when the database is away; after a failed commit nothing is known to be stored.
        """

    async def after_commit(self, callback: Callback) -> None:
        """Run `callback` once the transaction under way has committed, at once where there is none.

        For caches and messages only: its errors are logged and swallowed, the answer stays what it is.
        """


class PostgresUnitOfWork:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._callbacks: ContextVar[list[Callback] | None] = ContextVar("after_commit", default=None)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        if self._callbacks.get() is not None:
            yield
            return
        callbacks: list[Callback] = []
        token = self._callbacks.set(callbacks)
        try:
            async with self._database.transaction():
                yield
        finally:
            self._callbacks.reset(token)
        for callback in callbacks:
            await _attempt(callback)

    async def after_commit(self, callback: Callback) -> None:
        waiting = self._callbacks.get()
        if waiting is None:
            await _attempt(callback)
        else:
            waiting.append(callback)


async def _attempt(callback: Callback) -> None:
    try:
        await callback()
    except Exception:  # noqa: BLE001 - the commit stands, whatever a cache says
        _log.exception("after_commit_failed")
