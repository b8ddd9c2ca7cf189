"""The time a request may take in all, whatever it waits for."""

import asyncio

from starlette.types import ASGIApp, Receive, Scope, Send

from watchkeeper.models.errors.operations_errors import RequestTimeoutError


class Deadline:
    """Cancels requests that take longer than `seconds`: their transaction is rolled back, their connection is not lent
    again.

    Raises RequestTimeoutError, which the border around it turns into a problem, or cuts an answer off that has begun.
    """

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        deadline = asyncio.timeout(self._seconds)
        try:
            async with deadline:
                await self._app(scope, receive, send)
        except TimeoutError as failure:
            if not deadline.expired():
                raise
            raise RequestTimeoutError from failure
