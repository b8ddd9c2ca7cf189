"""HTTP/1.1: uvicorn's httptools protocol with size and time limits, strict request heads, and errors as problems.

tests/architecture/test_private_surfaces.py lists the private names of uvicorn and httptools that are used here.
"""

import asyncio
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.core.operations_errors import (
    HeadersTimeoutError,
    HeadersTooLargeError,
    MalformedRequestError,
    RateLimitedError,
)
from watchkeeper.foundation.server.raw_problem import raw_problem
from watchkeeper.foundation.server.request_head import is_acceptable, without_upgrade

_MAX_FIELD_BYTES = 32 * 1024
_MAX_HEADERS = 128
_MAX_FRAMING_BYTES = 32 * 1024
_MAX_PIPELINED = 256  # requests that wait for the response to the one before
_MAX_IGNORED_BYTES = 16 * 1024 * 1024  # of a body whose request has its response
_LINGER_SECONDS = 2.0


class HttpProtocol(HttpToolsProtocol):
    """One connection. A rejected request gets a problem, after the responses to the pipelined requests before it.

    `header_seconds` bounds the time for the head of a request to arrive, and for the client to read a response.
    """

    cycle: RequestResponseCycle | None  # type: ignore[assignment]

    def __init__(self, *arguments: Any, header_seconds: float, **named: Any) -> None:  # noqa: ANN401 - uvicorn's
        super().__init__(*arguments, **named)
        self._header_seconds = header_seconds
        self._head_timer: asyncio.TimerHandle | None = None
        self._write_timer: asyncio.TimerHandle | None = None
        self._close_timer: asyncio.TimerHandle | None = None
        self._error: ServiceError | None = None
        self._is_in_head = False
        self._is_in_body = False
        self._field_bytes = 0  # request line and headers; then trailers
        self._framing_bytes = 0  # bytes of the message that are not accounted for by bytes of its body
        self._ignored_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._start_head_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        for timer in filter(None, (self._head_timer, self._write_timer, self._close_timer)):
            timer.cancel()
        self._unset_keepalive_if_required()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._error is not None:
            return
        self._unset_keepalive_if_required()
        self._framing_bytes += len(data)
        try:
            self._parse(memoryview(data))
        except httptools.HttpParserError as failure:
            cause = failure.__context__  # the exception that a callback raised
            self._reject(cause if isinstance(cause, ServiceError) else MalformedRequestError())
            return
        if self._framing_bytes > _MAX_FRAMING_BYTES:
            self._reject(HeadersTooLargeError())
        elif self._is_in_head or not self._is_responding:
            self._start_head_timer()

    def eof_received(self) -> bool:  # type: ignore[override]
        """Keep a half-closed connection open until its complete requests have responses."""
        if self._is_in_body:
            self._reject(MalformedRequestError())
        elif self.cycle is not None:
            self.cycle.keep_alive = False
        return self._is_responding

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._is_in_head = True
        self._field_bytes = self._framing_bytes = 0

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        self._field_bytes += len(url)
        if self._field_bytes > _MAX_FIELD_BYTES:
            raise HeadersTooLargeError

    def on_header(self, name: bytes, value: bytes) -> None:
        self._field_bytes += len(name) + len(value)
        if self._field_bytes > _MAX_FIELD_BYTES:
            raise HeadersTooLargeError
        if self._is_in_head:  # otherwise a trailer, which must not be merged into the headers (RFC 9110 §6.5.1)
            HttpToolsProtocol.on_header(self, name, value)  # `super` takes as long as all the rest

    def on_headers_complete(self) -> None:
        self._is_in_head = False
        self._stop_head_timer()
        if len(self.headers) > _MAX_HEADERS:
            raise HeadersTooLargeError
        if not is_acceptable(self.parser.get_method(), self.url, self.parser.get_http_version(), self.headers):
            raise MalformedRequestError
        if self.parser.should_upgrade():
            return  # _parse feeds the head again
        if len(self.pipeline) >= _MAX_PIPELINED:
            raise RateLimitedError(1)
        self._field_bytes = self._framing_bytes = self._ignored_bytes = 0
        self._is_in_body = True
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        # The framing of chunks may have as many bytes as their data; more is a flood of extensions or of tiny chunks.
        self._framing_bytes = max(0, self._framing_bytes - 2 * len(body))
        if not self._is_responding:
            self._ignored_bytes += len(body)
            if self._ignored_bytes > _MAX_IGNORED_BYTES:
                raise MalformedRequestError
        super().on_body(body)

    def on_message_complete(self) -> None:
        if self._is_in_body:
            self._is_in_body = False
            super().on_message_complete()

    def on_response_complete(self) -> None:
        is_last = not self.pipeline
        super().on_response_complete()
        if self.pipeline:
            self.flow.pause_reading()  # until the pipeline is empty: each read may add as many requests as fit into it
        if self._is_in_head:
            self._unset_keepalive_if_required()
        if self.transport.is_closing():
            self._stop_head_timer()
            self._abort_within(self._header_seconds)
        elif is_last and self._error is not None:
            self._send_problem(self._error)

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        self._abort_within(self._header_seconds)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._write_timer = self.loop.call_later(self._header_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        if self._write_timer is not None:
            self._write_timer.cancel()
        super().resume_writing()

    @property
    def _is_responding(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _parse(self, data: memoryview) -> None:
        """Feed the parser, ignoring `Upgrade`: httptools treats all bytes after such a head as the new protocol.

        The head is fed a second time without `Upgrade`, so that its body is parsed as a body. Otherwise the body would
        be lost, or parsed as another request, which a proxy in front does not see (request smuggling).
        """
        while True:
            try:
                self.parser.feed_data(data)
            except httptools.HttpParserUpgrade as upgrade:
                data = data[upgrade.args[0] :]
                head = without_upgrade(self.parser.get_method(), self.url, self.parser.get_http_version(), self.headers)
                self.parser = httptools.HttpRequestParser(self)
                self.parser.set_dangerous_leniencies(lenient_data_after_close=True)  # as uvicorn does
                self.parser.feed_data(head)
            else:
                return

    def _start_head_timer(self) -> None:
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(self._header_seconds, self._on_head_timeout)

    def _stop_head_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _on_head_timeout(self) -> None:
        self._head_timer = None
        if self.flow.read_paused:  # the rest may have arrived but is not read yet
            self._start_head_timer()
        elif self._is_in_head:
            self._reject(HeadersTimeoutError())
        else:
            self.timeout_keep_alive_handler()

    def _reject(self, error: ServiceError) -> None:
        """Stop reading, and respond with `error` after the responses to the complete requests before."""
        self._error = error
        self._stop_head_timer()
        is_in_body, self._is_in_body = self._is_in_body, False
        if is_in_body and self.pipeline:
            self.pipeline.popleft()
        elif is_in_body and self.cycle is not None:
            self._break_off(self.cycle, error)
        elif not self._is_responding:
            self._send_problem(error)

    def _break_off(self, cycle: RequestResponseCycle, error: ServiceError) -> None:
        """End a request whose body can't be read. If a response has started, no second one is sent."""
        if cycle.response_complete:
            self._half_close()
        elif cycle.response_started:
            cycle.keep_alive = False
        else:
            cycle.disconnected = True
            cycle.message_event.set()
            self._send_problem(error)

    def _send_problem(self, error: ServiceError) -> None:
        self._unset_keepalive_if_required()
        self.cycle = None
        self.flow.resume_reading()
        path = (self.scope or {}).get("path", "/")
        self.transport.write(raw_problem(error, path, self.server_state.default_headers))
        self._half_close()

    def _half_close(self) -> None:
        """Close the sending side and wait for the client: closing with unread data resets the connection, which may
        discard the response."""
        self.transport.write_eof()
        self._abort_within(_LINGER_SECONDS)

    def _abort_within(self, seconds: float) -> None:
        """Abort the connection in `seconds`, even if the client neither reads nor closes."""
        if self._close_timer is None:
            self._close_timer = self.loop.call_later(seconds, self.transport.abort)
