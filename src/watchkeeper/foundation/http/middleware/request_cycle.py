"""One request and its answer, on their way through the border."""

import asyncio
import time
from dataclasses import dataclass
from functools import lru_cache

from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from watchkeeper.foundation.core.errors import BodyTooLargeError, ServiceError
from watchkeeper.foundation.core.lifecycle import Lifecycle
from watchkeeper.foundation.core.operations_errors import BodyTimeoutError
from watchkeeper.foundation.http.headers import Header, header_of
from watchkeeper.foundation.http.middleware.request_ids import request_id_of
from watchkeeper.foundation.http.middleware.security_headers import SecurityHeaders
from watchkeeper.foundation.http.problems import problem_response
from watchkeeper.foundation.http.rate_limit_headers import limit_headers
from watchkeeper.foundation.http.request_state import state_of

BODY_LIMIT = 1024 * 1024
"""Bytes a body may hold."""

_VARY = b"vary"
_ORIGIN = b"Origin"


@dataclass(frozen=True, slots=True)
class ResponsePolicy:
    """What holds for every exchange: what each answer carries, and how long a body may take to come.

    Once `lifecycle` drains, each connection is closed after its answer, so that the next request goes elsewhere.
    """

    headers: SecurityHeaders
    lifecycle: Lifecycle
    body_seconds: float


class RequestCycle:
    """Bounds a body in size and time as it comes, and completes the head of the answer as it goes.

    A `HEAD` is a `GET` to everybody within, and the path has no trailing slash. `status` is 0 before an answer begins.
    """

    __slots__ = (
        "_is_complete",
        "_policy",
        "_receive",
        "_received_bytes",
        "_send",
        "method",
        "scope",
        "started_at",
        "state",
        "status",
    )

    def __init__(self, policy: ResponsePolicy, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        self.method: str = scope["method"]
        self.status = 0
        self.started_at = time.monotonic()
        self.state = state_of(scope)
        self._policy = policy
        self._receive = receive
        self._send = send
        self._received_bytes = 0
        self._is_complete = False
        self.state.cycle = self
        self.state.request_id = request_id_of(header_of(scope, b"x-request-id"))
        if self.method == "HEAD":
            scope["method"] = "GET"
        _drop_trailing_slash(scope)

    async def receive(self) -> Message:
        """Raises BodyTooLargeError, and BodyTimeoutError for one that is not there in time, however it is sent."""
        if self._is_complete:  # what is waited for now is the client's farewell
            return await self._receive()
        try:
            async with asyncio.timeout(self.started_at + self._policy.body_seconds - time.monotonic()):
                message = await self._receive()
        except TimeoutError as failure:
            raise BodyTimeoutError from failure
        self._is_complete = not message.get("more_body", False)
        self._received_bytes += len(message.get("body", b""))
        if self._received_bytes > BODY_LIMIT:
            raise BodyTooLargeError
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message = {**message, "headers": self._complete_headers(message["headers"])}
        elif self.method == "HEAD":
            message = {**message, "body": b""}
        self.scope["method"] = self.method  # the server must know that a HEAD is answered without a body
        await self._send(message)

    async def send_problem(self, error: ServiceError, send: Send) -> None:
        """Answer with a problem; one that has begun is cut off, which is all that is left."""
        if self.status:
            raise error
        response = problem_response(error, Request(self.scope))
        # Closed while the client still sends, it would see a reset and no answer.
        if not isinstance(error, BodyTooLargeError):
            response.headers["Connection"] = "close"
        await response(self.scope, self.receive, send)

    def release(self) -> None:
        """Let go of the state, at the end: two that know each other would wait for the garbage collector, and hundreds
        of them make it a pause of several milliseconds."""
        self.state.cycle = None

    def _complete_headers(self, given: list[Header]) -> list[Header]:
        """Return the headers of an answer, with those that each answer has."""
        named = dict(given)
        headers = [header for header in given if header[0] != _VARY] if _VARY in named else [*given]
        is_single = len(named) == len(given)
        varies = named.get(_VARY, b"") if is_single else b", ".join(value for name, value in given if name == _VARY)
        headers.append((_VARY, _with_origin(varies)))  # another origin gets another answer, also where none was sent
        headers.append((b"x-request-id", (self.state.request_id or "").encode()))
        headers += limit_headers(self.state.rate_limits)
        headers += self._policy.headers.missing_from(named, self.scope["scheme"])
        if self._policy.lifecycle.is_draining:
            headers = [header for header in headers if header[0] != b"connection"]
            headers.append((b"connection", b"close"))
        return headers


def cycle_of(scope: Scope) -> RequestCycle:
    """Return the cycle of a request that has come through `RequestMiddleware`."""
    cycle = state_of(scope).cycle
    if cycle is None:
        raise RuntimeError("There is no request under way")
    return cycle


@lru_cache(64)
def _with_origin(vary: bytes) -> bytes:
    if not vary:
        return _ORIGIN
    return vary if _ORIGIN in vary else b"%b, %b" % (vary, _ORIGIN)


def _drop_trailing_slash(scope: Scope) -> None:
    """Take one slash off the end of the path. An encoded slash (%2F) belongs to the name before it and stays."""
    raw_path: bytes = scope.get("raw_path") or scope["path"].encode()
    if len(raw_path) > 1 and raw_path.endswith(b"/"):
        scope["raw_path"] = raw_path[:-1]
        scope["path"] = scope["path"][:-1]
