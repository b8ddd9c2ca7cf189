"""A unit of work for unit tests: transactions over dictionaries."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any


class InMemoryUnitOfWork:
    """Joins inner blocks, and puts the stores back as they were when the outermost one is left by an exception.

    A store is a dictionary of a fake repository; it must be given new values, never changed ones, or nothing of them
    can be put back. `commits` and `rollbacks` count; `is_open` says whether a transaction is under way.
    """

    def __init__(self, *stores: dict[Any, Any]) -> None:
        self._stores = stores
        self._callbacks: list[Callable[[], Awaitable[None]]] = []
        self.is_open = False
        self.commits = 0
        self.rollbacks = 0

    @asynccontextmanager
    async def together(self) -> AsyncIterator[None]:
        yield

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        if self.is_open:
            yield
            return
        before = [dict(store) for store in self._stores]
        self.is_open = True
        try:
            yield
        except BaseException:
            self._put_back(before)
            raise
        finally:
            self.is_open = False
        self.commits += 1
        callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            await callback()

    statement = snapshot = transaction

    async def after_commit(self, callback: Callable[[], Awaitable[None]]) -> None:
        if self.is_open:
            self._callbacks.append(callback)
        else:
            await callback()

    def _put_back(self, before: list[dict[Any, Any]]) -> None:
        self.rollbacks += 1
        self._callbacks.clear()
        for store, content in zip(self._stores, before, strict=True):
            store.clear()
            store.update(content)
