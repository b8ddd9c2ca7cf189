"""A transaction that commits later than the logic that opened it ends."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

from watchkeeper.foundation.core.errors import ServiceError

Callback = Callable[[], Awaitable[None]]
Opening = Callable[[], AbstractAsyncContextManager[None]]


class DeferredCommit:
    """One transaction, opened by the first block that needs it and committed when all blocks are done.

    An exception in a block rolls everything back at once; the next block opens a new transaction. `callbacks` wait for
    the commit; `due` are those whose commit has succeeded.
    """

    def __init__(self, open_transaction: Opening, begin: Callback) -> None:
        self._open_transaction = open_transaction
        self._begin = begin
        self._stack = AsyncExitStack()
        self.is_open = False
        self.callbacks: list[Callback] = []
        self.due: list[Callback] = []

    @asynccontextmanager
    async def block(self) -> AsyncIterator[None]:
        try:
            if not self.is_open:
                await self._open()
            yield
        except BaseException as failure:
            await self._roll_back(failure)
            raise

    @asynccontextmanager
    async def until_done(self) -> AsyncIterator[None]:
        """Commit on success and on ServiceError, so that rows stored before a rejection persist; else roll back."""
        try:
            yield
        except ServiceError:
            await self._commit()
            raise
        except BaseException as failure:
            await self._roll_back(failure)
            raise
        await self._commit()

    async def _open(self) -> None:
        await self._stack.enter_async_context(self._open_transaction())
        self.is_open = True
        await self._begin()

    async def _commit(self) -> None:
        self.is_open = False
        await self._stack.aclose()
        self.due.extend(self.callbacks)

    async def _roll_back(self, failure: BaseException) -> None:
        self.is_open = False
        self.callbacks.clear()
        await self._stack.__aexit__(type(failure), failure, failure.__traceback__)
