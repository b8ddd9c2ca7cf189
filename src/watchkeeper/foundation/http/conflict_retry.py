"""Doing a request again that lost a conflict between transactions."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from fastapi import Request, Response

from watchkeeper.foundation.core.errors import TransactionConflictError
from watchkeeper.foundation.core.request_context import current_request

_PAUSES = (0.02, 0.08)
"""Seconds before the second and the third attempt, at most; half of it at least."""

_log = structlog.get_logger(__name__)
RequestT = TypeVar("RequestT", bound=Request)


async def retry_on_conflict(handle: Callable[[RequestT], Awaitable[Response]], request: RequestT) -> Response:
    """Return the answer of `handle`, which is called again, twice at most, when the database undid its transaction.

    Only where nothing is stored yet: a request that has committed a transaction before it lost another is not repeated.
    Its body must have been read. Raises TransactionConflictError when the last attempt, too, was in vain.
    """
    for pause in _PAUSES:
        try:
            return await handle(request)
        except TransactionConflictError as conflict:
            _require_nothing_stored(conflict)
        await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 - so that two losers don't meet again
    return await handle(request)


def _require_nothing_stored(conflict: TransactionConflictError) -> None:
    if current_request().has_committed:
        raise conflict
    _log.info("conflict_retried", cause=type(conflict.__cause__).__name__)
