"""Retries requests whose transaction failed with a deadlock or serialization failure."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from fastapi import Request, Response

from watchkeeper.foundation.core.errors import TransactionConflictError
from watchkeeper.foundation.core.request_context import current_request

_DELAYS = (0.02, 0.08)
"""Maximum delays in seconds before the second and the third attempt; the minimum is half of it."""

_log = structlog.get_logger(__name__)
RequestT = TypeVar("RequestT", bound=Request)


async def retry_on_conflict(handle: Callable[[RequestT], Awaitable[Response]], request: RequestT) -> Response:
    """Return the response of `handle`, retried at most twice when the database rolled its transaction back.

    A request that has already committed a transaction is not retried. Its body must have been read. Raises
    TransactionConflictError when the last attempt fails too.
    """
    for delay in _DELAYS:
        try:
            return await handle(request)
        except TransactionConflictError as conflict:
            _require_uncommitted(conflict)
        await asyncio.sleep(delay * random.uniform(0.5, 1))  # noqa: S311 - jitter, so that two retries don't conflict again
    return await handle(request)


def _require_uncommitted(conflict: TransactionConflictError) -> None:
    if current_request().has_committed:
        raise conflict
    _log.info("conflict_retried", cause=type(conflict.__cause__).__name__)
