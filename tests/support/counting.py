"""What a request asks of PostgreSQL, counted at the driver: each call of asyncpg is one round trip."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from unittest import mock

import asyncpg

_asked: ContextVar[list[str] | None] = ContextVar("asked", default=None)


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """Give the statements that are sent from within the block, and from tasks begun there; nobody else's."""
    connection = asyncpg.Connection
    asked: list[str] = []
    token = _asked.set(asked)
    try:
        with (
            mock.patch.object(connection, "_execute", _noted(connection._execute)),
            mock.patch.object(connection, "_executemany", _noted(connection._executemany)),
            mock.patch.object(connection, "execute", _noted(connection.execute, only_without_arguments=True)),
        ):
            yield asked
    finally:
        _asked.reset(token)


def _noted(call: Any, *, only_without_arguments: bool = False) -> Any:
    async def noted(self: Any, query: str, *arguments: Any, **options: Any) -> Any:
        asked = _asked.get()
        if asked is not None and not (only_without_arguments and arguments):  # those come by `_execute`
            asked.append(query)
        return await call(self, query, *arguments, **options)

    return noted
