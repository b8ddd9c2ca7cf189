"""The unit of work on PostgreSQL."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar
from types import TracebackType

import structlog

from watchkeeper.foundation.core.request_context import current_request
from watchkeeper.foundation.core.unit_of_work import Callback
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.deferred_commit import DeferredCommit

_log = structlog.get_logger(__name__)


class PostgresUnitOfWork:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._callbacks: ContextVar[list[Callback] | None] = ContextVar("after_commit", default=None)
        self._deferred: ContextVar[DeferredCommit | None] = ContextVar("deferred_commit", default=None)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        if self._callbacks.get() is not None:
            yield
            return
        deferred = self._deferred.get()
        if deferred is not None:
            async with self._block_of(deferred):
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

    def statement(self) -> AbstractAsyncContextManager[None]:
        is_joined = self._callbacks.get() is not None or self._deferred.get() is not None
        return self.transaction() if is_joined else _COMMITTED_BY_ITSELF

    def snapshot(self) -> AbstractAsyncContextManager[None]:
        return self._database.snapshot()

    def together(self) -> AbstractAsyncContextManager[None]:
        return self._database.together()

    @asynccontextmanager
    async def defer_commit(self, begin: Callback) -> AsyncIterator[None]:
        deferred = DeferredCommit(self._database.transaction, begin)
        token = self._deferred.set(deferred)
        try:
            async with deferred.until_done():
                yield
        finally:
            self._deferred.reset(token)
            for callback in deferred.due:
                await _attempt(callback)

    async def after_commit(self, callback: Callback) -> None:
        waiting = self._callbacks.get()
        deferred = self._deferred.get()
        if waiting is not None:
            waiting.append(callback)
        elif deferred is not None and deferred.is_open:
            deferred.callbacks.append(callback)
        else:
            await _attempt(callback)

    @asynccontextmanager
    async def _block_of(self, deferred: DeferredCommit) -> AsyncIterator[None]:
        token = self._callbacks.set(deferred.callbacks)
        try:
            async with deferred.block():
                yield
        finally:
            self._callbacks.reset(token)


class _CommittedByItself:
    """The autocommit block of one statement outside of transactions."""

    __slots__ = ()

    async def __aenter__(self) -> None:
        pass

    async def __aexit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if failure is None:
            current_request().has_committed = True


_COMMITTED_BY_ITSELF = _CommittedByItself()


async def _attempt(callback: Callback) -> None:
    try:
        await callback()
    except Exception:  # noqa: BLE001 - the commit has succeeded; a failed callback must not undo that
        _log.exception("after_commit_failed")
