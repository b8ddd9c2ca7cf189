"""HTTP/1.1 as uvicorn reads it, with bounds on time and size of headers, and with refusals that are problems."""

import asyncio
import secrets
from typing import Any
from urllib.parse import unquote

import httptools
import uvicorn
from fastapi import FastAPI
from starlette.requests import Request
from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.core.operations_errors import (
    HeadersTimeoutError,
    HeadersTooLargeError,
    MalformedRequestError,
)
from watchkeeper.foundation.http.problems import problem_response
from watchkeeper.foundation.http.request_state import state_of
from watchkeeper.foundation.server.idle_timer import Patience
from watchkeeper.foundation.server.response_cycle import AnswerCycle
from watchkeeper.foundation.server.upgrade_ignoring_parser import HttpParser

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
    cycle: AnswerCycle

    def __init__(self, config: ServerConfig, **named: Any) -> None:  # noqa: ANN401 - uvicorn's
        super().__init__(config, **named)
        self.parser: HttpParser = HttpParser(self)  # type: ignore[assignment]
        self._for_headers = Patience(self.loop)
        self._for_more = Patience(self.loop)
        self._write_patience: asyncio.TimerHandle | None = None
        self._is_in_headers = False
        self._has_refused = False
        self._unseen_bytes = 0
        self._header_bytes = 0
        self._hosts = 0
        self._refusal: type[ServiceError] = MalformedRequestError

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait_for_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        self._for_headers.close()
        self._for_more.close()
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
            self._unseen_bytes += len(data)
        if self._unseen_bytes > _MOST_HEADER_BYTES:
            self._refuse(HeadersTooLargeError())
        elif self._is_in_headers or not self._is_answering:
            self._wait_for_headers()

    def on_message_begin(self) -> None:
        self._is_in_headers = True
        self._unseen_bytes = self._header_bytes = self._hosts = 0
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        name = name.lower()
        self._header_bytes += len(name) + len(value)
        if name == b"host":
            self._hosts += 1
        elif name == b"expect" and value.lower() == b"100-continue":
            self.expect_100_continue = True
        self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        self._is_in_headers = False
        self._for_headers.stop()
        if len(self.url) + self._header_bytes > _MOST_HEADER_BYTES or len(self.headers) > _MOST_HEADERS:
            self._refusal = HeadersTooLargeError
            raise HeadersTooLargeError  # the parser stops, and what it stopped for is answered below
        method = self.parser.get_method()
        version = self.parser.get_http_version()
        if method == b"CONNECT" or not self._has_due_host(version):
            raise MalformedRequestError
        if self.parser.should_upgrade():
            self.parser.pass_over_offer(self.url, self.headers)
            return
        self._complete_scope(method, version)
        self._begin_cycle(version)

    def on_message_complete(self) -> None:
        if not self.parser.is_passing_over:
            super().on_message_complete()

    def on_response_complete(self) -> None:
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
        else:
            self._for_more.begin(self.timeout_keep_alive, self.timeout_keep_alive_handler)

    def _unset_keepalive_if_required(self) -> None:
        self._for_more.stop()

    def _complete_scope(self, method: bytes, version: str) -> None:
        """Say what is asked for, in the words of ASGI."""
        scope = self.scope
        scope["method"] = method.decode("ascii")
        scope["http_version"] = version
        url = httptools.parse_url(self.url)
        path = url.path.decode("ascii")
        scope["path"] = unquote(path) if "%" in path else path
        scope["raw_path"] = url.path
        scope["query_string"] = url.query or b""

    def _begin_cycle(self, version: str) -> None:
        """Have the request answered: now, or when those before it on this connection are."""
        earlier = self.cycle
        self.cycle = AnswerCycle(
            scope=self.scope,
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=False,  # the service has a line of its own
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=self.expect_100_continue,
            keep_alive=version != "1.0" and self.parser.should_keep_alive(),
            on_response=self.on_response_complete,
        )
        if earlier is None or earlier.response_complete:  # type: ignore[redundant-expr]
            self._start_asgi_task(self.cycle, self.app)
        else:
            self.flow.pause_reading()
            self.pipeline.appendleft((self.cycle, self.app))

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

    def _has_due_host(self, version: str) -> bool:
        """Return whether the request names its host as often as it must (RFC 9112 §3.2): once, and not in HTTP/1.0."""
        return self._hosts == 1 or (self._hosts == 0 and version == "1.0")

    @property
    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete  # type: ignore[redundant-expr]

    def _wait_for_headers(self) -> None:
        if not self._for_headers.is_under_way:
            self._for_headers.begin(self.config.header_seconds, self._on_slow_headers)

    def _on_slow_headers(self) -> None:
        if self._is_in_headers:
            self._refuse(HeadersTimeoutError())
        else:
            self.transport.close()

    def _refuse(self, error: ServiceError) -> None:
        """Answer with a problem and close the connection; an answer under way is finished instead."""
        self._has_refused = True
        self._for_headers.stop()
        if self._is_answering and not self.cycle.more_body:
            self.cycle.keep_alive = False
            return
        self.transport.write(self._answer_to(error))
        if not self.transport.can_write_eof():
            self.transport.close()
            return
        # Closed at once, with something of the request unread, the connection is reset and the answer may be lost.
        self.transport.write_eof()
        self._for_headers.begin(_FAREWELL_SECONDS, self.transport.close)

    def _answer_to(self, error: ServiceError) -> bytes:
        request_id = secrets.token_hex(16)
        path = (self.scope or {}).get("path", "/")
        scope: Scope = {"type": "http", "path": path, "headers": []}
        state_of(scope).request_id = request_id
        answer = problem_response(error, Request(scope))
        self.logger.info("Refused as %s, request id %s", error.code, request_id)
        headers = [*self.server_state.default_headers, *answer.raw_headers, (b"x-request-id", request_id.encode())]
        headers += [(b"x-content-type-options", b"nosniff")]
        if error.kind.value != "too_slow":
            headers += [(b"connection", b"close")]
        lines = [name + b": " + value + b"\r\n" for name, value in headers]
        return b"".join([STATUS_LINE[answer.status_code], *lines, b"\r\n", bytes(answer.body)])
