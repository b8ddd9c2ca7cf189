"""What this process writes, so that it knows whether anything can have changed since it looked."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Any

from watchkeeper.foundation.core.clock import elapsed
from watchkeeper.foundation.postgres.pool import Acquired, ConnectionPool, is_spoilt

Begun = Callable[[Any], AbstractAsyncContextManager[None]]


class OwnWrites:
    """Counts statements and transactions that may write, from before they begin until after they have ended.

    `generation` is another number after each of them than before. What is cut off may be carried out all the same, for
    as long as its session lasts: `doubtful` are the processes of PostgreSQL of which nothing better is known.
    """

    def __init__(self, clock: Callable[[], float] = elapsed) -> None:
        self.generation = 0
        self.in_flight = 0
        self.doubtful: set[int] = set()
        self.shared_until = 0.0
        self._clock = clock

    @property
    def must_share(self) -> bool:
        """Whether each transaction that writes must take the writers' lock itself, as no session holds it for them.

        To be asked with the session at hand that writes: whoever wants to be alone looks whether there are any.
        """
        return self._clock() >= self.shared_until

    def forget(self) -> None:
        """Something has changed, or may have."""
        self.generation += 1


class Write:
    """One of them, for as long as this block lasts."""

    __slots__ = ("_connection", "_session", "_writes")

    def __init__(self, writes: OwnWrites, connection: Any) -> None:  # noqa: ANN401
        self._writes = writes
        self._connection = connection
        self._session: int = connection.get_server_pid()

    def __enter__(self) -> None:
        self._writes.generation += 1
        self._writes.in_flight += 1

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, traceback: TracebackType | None
    ) -> None:
        connection = self._connection
        if failure is not None and (isinstance(failure, TimeoutError) or is_spoilt(connection, failure)):
            self._writes.doubtful.add(self._session)
            connection.terminate()  # its session is gone once PostgreSQL is done with what it was doing
        self._writes.generation += 1
        self._writes.in_flight -= 1


class WritingLoan:
    """A connection of the pool for one statement that may write, which commits by itself where it may.

    `begun` opens the transaction that is needed where no session holds the writers' lock for this process.
    """

    __slots__ = ("_begun", "_loan", "_transaction", "_write", "_writes")

    def __init__(self, pool: ConnectionPool, writes: OwnWrites, begun: Begun) -> None:
        self._loan = Acquired(pool)
        self._writes = writes
        self._begun = begun
        self._transaction: AbstractAsyncContextManager[None] | None = None

    async def __aenter__(self) -> Any:  # noqa: ANN401
        connection = await self._loan.__aenter__()
        self._write = Write(self._writes, connection)
        self._write.__enter__()
        if self._writes.must_share:
            await self._begin(connection)
        return connection

    async def __aexit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            if self._transaction is not None:
                await self._transaction.__aexit__(kind, failure, traceback)
        except BaseException as late:
            failure = late
            raise
        finally:
            await self._end(failure)

    async def _begin(self, connection: Any) -> None:  # noqa: ANN401
        transaction = self._begun(connection)
        try:
            await transaction.__aenter__()
        except BaseException as failure:
            await self._end(failure)
            raise
        self._transaction = transaction

    async def _end(self, failure: BaseException | None) -> None:
        kind = None if failure is None else type(failure)
        self._write.__exit__(kind, failure, None)
        await self._loan.__aexit__(kind, failure, None)
