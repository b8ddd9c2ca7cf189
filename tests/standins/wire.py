"""The connection of one call, for answers that no framework would send."""

import asyncio
import contextlib
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send


@dataclass(slots=True)
class Answer:
    """What a well-behaved stand-in would answer."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class Wire:
    """Reads the whole of a call at once; `gone` tells whether the caller has hung up."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self.body = b""

    async def read(self) -> None:
        more = True
        while more:
            message = await self._receive()
            self.body += message.get("body", b"")
            more = message.get("more_body", False)

    async def answer_of(self, application: ASGIApp, scope: Scope) -> Answer:
        """Return what the application answers to this call, without sending it."""
        answer = Answer()

        async def receive() -> Message:
            return {"type": "http.request", "body": self.body, "more_body": False}

        async def send(message: Message) -> None:
            answer.status = message.get("status", answer.status)
            answer.headers |= {name.decode(): value.decode() for name, value in message.get("headers", ())}
            answer.body += message.get("body", b"")

        await application(scope, receive, send)
        return answer

    async def start(self, status: int, headers: dict[str, str]) -> None:
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await self._send({"type": "http.response.start", "status": status, "headers": raw})

    async def send(self, body: bytes, *, more: bool) -> None:
        await self._send({"type": "http.response.body", "body": body, "more_body": more})

    async def whole(self, answer: Answer) -> None:
        await self.start(answer.status, answer.headers | {"content-length": str(len(answer.body))})
        await self.send(answer.body, more=False)

    async def gone(self, seconds: float) -> bool:
        """Wait so long, or until the caller hangs up."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                message = await self._receive()
                return str(message["type"]) == "http.disconnect"
        return False

    async def cut(self) -> None:
        """Close the connection as it is. ASGI has no word for it, so uvicorn's own transport is taken."""
        cycle: Any = self._receive
        cycle.__self__.transport.close()
        await self._receive()
