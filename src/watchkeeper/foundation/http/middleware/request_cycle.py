"""The cycle of a request: bounds of its body, common headers of its response."""

import asyncio
import random
import re
import time
from dataclasses import dataclass
from functools import lru_cache

from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from watchkeeper.foundation.core.errors import BodyTooLargeError, ServiceError
from watchkeeper.foundation.core.lifecycle import Lifecycle
from watchkeeper.foundation.core.operations_errors import BodyTimeoutError
from watchkeeper.foundation.core.uploads import UploadBounds
from watchkeeper.foundation.http.headers import Header, header_of
from watchkeeper.foundation.http.middleware.security_headers import SecurityHeaders
from watchkeeper.foundation.http.prefixes import prefixed_headers
from watchkeeper.foundation.http.problems import problem_response
from watchkeeper.foundation.http.rate_limit_headers import limit_headers
from watchkeeper.foundation.http.request_state import state_of
from watchkeeper.foundation.http.uploads import MAX_FORM_BYTES, too_large

BODY_LIMIT = 1024 * 1024
"""Bytes of a request body, at most, but for uploads."""

_VARY = b"vary"
_ORIGIN = b"Origin"

# Ids are no secrets. An instance of its own, because any code may seed the generator of the module.
_rng = random.Random()  # noqa: S311
_VALID_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")


@dataclass(frozen=True, slots=True)
class ResponsePolicy:
    """Common response headers, and the timeout of request bodies.

    While `lifecycle` drains, every response closes its connection, so that the next request goes to another process.
    `prefix` is the path below which a proxy serves the service, if the proxy does not say so itself.
    """

    headers: SecurityHeaders
    lifecycle: Lifecycle
    body_seconds: float
    prefix: str = ""


class RequestCycle:
    """Limits size and time of the request body, and adds the common headers to the response.

    Inner layers see `HEAD` as `GET`, and the path without its trailing slash. `status` is 0 until the response starts.
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
        scope["root_path"] = scope.get("root_path") or policy.prefix
        self.state.request_id = request_id_of(header_of(scope, b"x-request-id"))
        if self.method == "HEAD":
            scope["method"] = "GET"
        _drop_trailing_slash(scope)

    async def receive(self) -> Message:
        """Return the next message. Raises BodyTooLargeError, and BodyTimeoutError for a body that takes too long."""
        if self._is_complete:  # only the disconnect message can follow, and it has no timeout
            return await self._receive()
        try:
            async with asyncio.timeout(self._seconds_left()):
                message = await self._receive()
        except TimeoutError as failure:
            raise BodyTimeoutError from failure
        self._is_complete = not message.get("more_body", False)
        self._received_bytes += len(message.get("body", b""))
        if self._received_bytes > body_limit_of(self.scope):
            raise body_too_large(self.scope)
        return message

    def _seconds_left(self) -> float:
        """Return how long the next part of the body may take. An upload has a second more for each so many bytes."""
        seconds = self._policy.body_seconds
        bounds = upload_bounds_of(self.scope)
        if bounds is not None:
            seconds = min(bounds.seconds, seconds + self._received_bytes / bounds.bytes_per_second)
        return self.started_at + seconds - time.monotonic()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message = {**message, "headers": self._complete_headers(message["headers"])}
        elif self.method == "HEAD":
            message = {**message, "body": b""}
        self.scope["method"] = self.method  # the server must know that the response to HEAD has no body
        await self._send(message)

    async def send_problem(self, error: ServiceError, send: Send) -> None:
        """Send a problem response. Raises `error` if a response has started: the server then closes the connection."""
        if self.status:
            raise error
        response = problem_response(error, Request(self.scope))
        # Not after BodyTooLargeError: closed while it still sends, the client would see a reset and no response.
        if not isinstance(error, BodyTooLargeError):
            response.headers["Connection"] = "close"
        await response(self.scope, self.receive, send)

    def release(self) -> None:
        """Break the reference cycle with the state. Otherwise it waits for the garbage collector, where hundreds of
        cycles make pauses of several milliseconds."""
        self.state.cycle = None

    def _complete_headers(self, given: list[Header]) -> list[Header]:
        """Return the headers of a response, including the common ones."""
        named = dict(given)
        headers = [header for header in given if header[0] != _VARY] if _VARY in named else [*given]
        is_single = len(named) == len(given)
        varies = named.get(_VARY, b"") if is_single else b", ".join(value for name, value in given if name == _VARY)
        if self.scope["root_path"]:
            headers = prefixed_headers(headers, self.scope["root_path"])
        headers.append((_VARY, _with_origin(varies)))  # the response depends on the origin, also when none is sent
        headers.append((b"x-request-id", (self.state.request_id or "").encode()))
        headers += limit_headers(self.state.rate_limits)
        headers += self._policy.headers.missing_from(named, self.scope["scheme"])
        if self._policy.lifecycle.is_draining:
            headers = [header for header in headers if header[0] != b"connection"]
            headers.append((b"connection", b"close"))
        return headers


def cycle_of(scope: Scope) -> RequestCycle:
    """Return the cycle of a request. Raises RuntimeError outside `RequestMiddleware`."""
    cycle = state_of(scope).cycle
    if cycle is None:
        raise RuntimeError("There is no current request")
    return cycle


def upload_bounds_of(scope: Scope) -> UploadBounds | None:
    """Return the bounds of a file that the route takes, None where it takes none."""
    route = state_of(scope).route
    return None if route is None else route.upload


def body_limit_of(scope: Scope) -> int:
    """Return how many bytes the body may have."""
    bounds = upload_bounds_of(scope)
    return BODY_LIMIT if bounds is None else bounds.file_bytes + MAX_FORM_BYTES


def body_too_large(scope: Scope) -> BodyTooLargeError:
    """Return the error for a body of more bytes."""
    bounds = upload_bounds_of(scope)
    return BodyTooLargeError() if bounds is None else too_large(bounds)


def request_id_of(requested: str | None) -> str:
    """Return the id of a request: its `X-Request-ID` of 1 to 128 safe characters, else 32 random hexadecimal digits."""
    return requested if requested is not None and _VALID_ID.fullmatch(requested) else f"{_rng.getrandbits(128):032x}"


@lru_cache(64)
def _with_origin(vary: bytes) -> bytes:
    if not vary:
        return _ORIGIN
    return vary if _ORIGIN in vary else b"%b, %b" % (vary, _ORIGIN)


def _drop_trailing_slash(scope: Scope) -> None:
    """Remove one slash from the end of the path. An encoded slash (%2F) is part of the last segment and stays."""
    raw_path: bytes = scope.get("raw_path") or scope["path"].encode()
    if len(raw_path) > 1 and raw_path.endswith(b"/"):
        scope["raw_path"] = raw_path[:-1]
        scope["path"] = scope["path"][:-1]
