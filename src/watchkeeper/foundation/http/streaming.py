"""Responses that are sent while they are made."""

import asyncio
from typing import Final

from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from watchkeeper.foundation.http.middleware.request_cycle import cycle_of

_MAX_SECONDS: Final = 1800.0


class StreamedResponse(StreamingResponse):
    """A file of any length, which ends when its client leaves.

    Once it starts, a request may take half an hour in place of its usual time: the client reads as fast as it can. One
    that stops reading loses its connection (`HttpProtocol`). It has no ETag, and HEAD makes nothing of it.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        cycle = cycle_of(scope)
        if cycle.state.deadline is not None:
            cycle.state.deadline.reschedule(asyncio.get_running_loop().time() + _MAX_SECONDS)
        if cycle.method == "HEAD":
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            await send({"type": "http.response.body", "body": b""})
            return
        await super().__call__(scope, receive, send)
