"""The time a body may take to come."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from watchkeeper.models.errors.operations_errors import BodyTimeoutError


class SlowBodies:
    """Waits for the whole of a body no longer than `seconds`, however it is sent. Raises BodyTimeoutError."""

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        ends_at = asyncio.get_running_loop().time() + self._seconds
        is_complete = False

        async def receive_in_time() -> Message:
            nonlocal is_complete
            if is_complete:  # what is waited for now is the client's farewell
                return await receive()
            try:
                async with asyncio.timeout_at(ends_at):
                    message = await receive()
            except TimeoutError as failure:
                raise BodyTimeoutError from failure
            is_complete = not message.get("more_body", False)
            return message

        await self._app(scope, receive_in_time, send)
