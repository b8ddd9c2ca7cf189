"""HTTP/1.1 as uvicorn reads it, with bounds on time and size of headers, and with refusals that are problems."""

import asyncio
import secrets
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.requests import Request
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from watchkeeper.commands.answer_transport import AnswerTransport
from watchkeeper.commands.http_parser import HttpParser
from watchkeeper.controllers.problems import problem_response
from watchkeeper.models.errors.base import WatchkeeperError
from watchkeeper.models.errors.operations_errors import (
    HeadersTimeoutError,
    HeadersTooLargeError,
    MalformedRequestError,
)

_MOST_HEADER_BYTES = 32 * 1024
_MOST_HEADERS = 128
_FAREWELL_SECONDS = 2.0


class ServerConfig(uvicorn.Config):
    """uvicorn's settings, and how long headers, or a client that reads nothing, are waited for."""

    def __init__(self, app: FastAPI | str, *, header_seconds: float, **named: Any) -> None:  # noqa: ANN401 - uvicorn's
        super().__init__(app, http=HttpProtocol, **named)
        self.header_seconds = header_seconds


class HttpProtocol(HttpToolsProtocol):
    """One connection. What the parser refuses, too large or too slow headers are answered with a problem.

    The parser has no bounds of its own, and uvicorn's time-out between two requests ends with the first byte of the
    next one. A client that does not read its answer is cut off.
    """

    config: ServerConfig

    def __init__(self, config: ServerConfig, **named: Any) -> None:  # noqa: ANN401 - uvicorn's
        super().__init__(config, **named)
        self.parser: HttpParser = HttpParser(self)  # type: ignore[assignment]
        self._patience: asyncio.TimerHandle | None = None
        self._write_patience: asyncio.TimerHandle | None = None
        self._is_in_headers = False
        self._has_refused = False
        self._header_bytes = 0
        self._refusal: type[WatchkeeperError] = MalformedRequestError

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.transport = AnswerTransport(transport, self.loop)  # type: ignore[assignment]
        self._wait_for_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._has_refused:
            return
        was_in_headers = self._is_in_headers
        super().data_received(data)
        if self._has_refused:
            return
        if was_in_headers and self._is_in_headers:  # one long header is shown to nobody before it ends
            self._header_bytes += len(data)
        if self._header_bytes > _MOST_HEADER_BYTES:
            self._refuse(HeadersTooLargeError())
        elif self._is_in_headers or not self._is_answering:
            self._wait_for_headers()

    def on_message_begin(self) -> None:
        self._is_in_headers = True
        self._header_bytes = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._is_in_headers = False
        self._stop_waiting()
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if size > _MOST_HEADER_BYTES or len(self.headers) > _MOST_HEADERS:
            self._refusal = HeadersTooLargeError
            raise HeadersTooLargeError  # the parser stops, and what it stopped for is answered below
        if self.parser.get_method() == b"CONNECT" or not self._has_due_host():
            raise MalformedRequestError
        if self.parser.should_upgrade():
            self.parser.pass_over_offer(self.url, self.headers)
            return
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        if not self.parser.is_passing_over:
            super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        del msg
        self._refuse(self._refusal())

    def pause_writing(self) -> None:
        super().pause_writing()
        self._write_patience = self.loop.call_later(self.config.header_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        if self._write_patience is not None:
            self._write_patience.cancel()
            self._write_patience = None
        super().resume_writing()

    def _has_due_host(self) -> bool:
        """Return whether the request names its host as often as it must (RFC 9112 §3.2): once, and not in HTTP/1.0."""
        hosts = sum(name == b"host" for name, _ in self.headers)
        return hosts == 1 or (hosts == 0 and self.parser.get_http_version() == "1.0")

    @property
    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete  # type: ignore[redundant-expr]

    def _wait_for_headers(self) -> None:
        if self._patience is None:
            self._patience = self.loop.call_later(self.config.header_seconds, self._on_slow_headers)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _on_slow_headers(self) -> None:
        if self._is_in_headers:
            self._refuse(HeadersTimeoutError())
        else:
            self.transport.close()

    def _refuse(self, error: WatchkeeperError) -> None:
        """Answer with a problem and close the connection; an answer under way is finished instead."""
        self._has_refused = True
        self._stop_waiting()
        if self._is_answering and not self.cycle.more_body:
            self.cycle.keep_alive = False
            return
        self.transport.write(self._answer_to(error))
        if not self.transport.can_write_eof():
            self.transport.close()
            return
        # Closed at once, with something of the request unread, the connection is reset and the answer may be lost.
        self.transport.write_eof()
        self._patience = self.loop.call_later(_FAREWELL_SECONDS, self.transport.close)

    def _answer_to(self, error: WatchkeeperError) -> bytes:
        request_id = secrets.token_hex(16)
        path = (self.scope or {}).get("path", "/")
        scope = {"type": "http", "path": path, "headers": [], "request_id": request_id}
        answer = problem_response(error, Request(scope))
        self.logger.info("Refused as %s, request id %s", error.code, request_id)
        headers = [*self.server_state.default_headers, *answer.raw_headers, (b"x-request-id", request_id.encode())]
        headers += [(b"x-content-type-options", b"nosniff")]
        if error.kind.value != "too_slow":
            headers += [(b"connection", b"close")]
        lines = [name + b": " + value + b"\r\n" for name, value in headers]
        return b"".join([STATUS_LINE[answer.status_code], *lines, b"\r\n", bytes(answer.body)])
