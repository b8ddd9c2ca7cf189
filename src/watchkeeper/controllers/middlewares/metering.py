"""Counts requests and how long they take. Pure ASGI, outermost, and there only where metrics are switched on."""

import time
from typing import Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from watchkeeper.controllers.middlewares.routes import known_method, route_of


class RequestMeter(Protocol):
    """What requests are counted with; the service's metrics are one."""

    def begin_request(self) -> None: ...

    def end_request(self, method: str, route: str, status: int, seconds: float) -> None: ...


class Metering:
    """`status` is 0 for a request that got no answer, because the client left before."""

    def __init__(self, app: ASGIApp, meter: RequestMeter) -> None:
        self._app = app
        self._meter = meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        method = known_method(scope["method"])  # HEAD is handled as GET further in
        started_at = time.perf_counter()
        status = 0

        async def send_noting_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self._meter.begin_request()
        try:
            await self._app(scope, receive, send_noting_status)
        finally:
            self._meter.end_request(method, route_of(scope), status, time.perf_counter() - started_at)
