"""One request and its answer on a connection, as uvicorn runs them, with answers that go out in one piece."""

from collections.abc import KeysView
from typing import Any

from uvicorn.protocols.http.httptools_impl import HEADER_RE, STATUS_LINE, RequestResponseCycle

_BODILESS = (204, 304)
_CONTROLS = bytes(set(range(32)) - {ord("\t")}) + b"\x7f"
_sound_names: set[bytes] = set()
"""Names that were looked at before: the same few stand in every answer."""


class AnswerCycle(RequestResponseCycle):
    """The head of an answer goes out with the first bytes of its body, as ASGI lets a server do.

    On a busy machine a system call for the one and another for the other were a tenth of the time of a small answer,
    and looking at each of twenty headers by itself was as much again. What is refused is what uvicorn refuses.
    """

    _head = b""

    async def send(self, message: Any) -> None:  # noqa: ANN401 - ASGI's messages
        """Raises RuntimeError for messages out of order, headers with control characters, and a wrong length."""
        if self.flow.write_paused and not self.disconnected:
            await self.flow.drain()
        if self.disconnected:
            return
        if self.response_complete or message["type"] != self._awaited:
            raise RuntimeError(f"Unexpected ASGI message '{message['type']}'")
        if self.response_started:
            self._write(message.get("body", b""), has_more=message.get("more_body", False))
        else:
            self._begin(message["status"], [*self.default_headers, *message["headers"]])

    @property
    def _awaited(self) -> str:
        return "http.response.body" if self.response_started else "http.response.start"

    def _begin(self, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        self.response_started = True
        self.waiting_for_100_continue = False
        named = dict(headers)
        _require_sound_names(named.keys())
        self._find_length(status, named)
        closing = named.get(b"connection")
        if closing is not None and b"close" in {token.strip() for token in closing.lower().split(b",")}:
            self.keep_alive = False
        elif not self.keep_alive:
            headers.append((b"connection", b"close"))
        if self.chunked_encoding and b"transfer-encoding" not in named:
            headers.append((b"transfer-encoding", b"chunked"))
        self._head = STATUS_LINE[status] + _lines(headers)

    def _find_length(self, status: int, named: dict[bytes, bytes]) -> None:
        """Note how long the body will be; where nobody says, it goes out in chunks."""
        length = named.get(b"content-length")
        self.chunked_encoding = named.get(b"transfer-encoding", b"").lower() == b"chunked"
        if length is not None and not self.chunked_encoding:
            self.expected_content_length = int(length)
        elif length is None and self.scope["method"] != "HEAD" and status not in _BODILESS:
            self.chunked_encoding = True

    def _write(self, body: bytes, *, has_more: bool) -> None:
        head, self._head = self._head, b""
        if self.scope["method"] == "HEAD":
            self.expected_content_length = 0
            body = b""
        elif self.chunked_encoding:
            body = _framed(body, is_last=not has_more)
        else:
            self._count(body, has_more=has_more)
        if head or body:
            self.transport.write(head + body)
        if not has_more:
            self._complete()

    def _count(self, body: bytes, *, has_more: bool) -> None:
        self.expected_content_length -= len(body)
        if self.expected_content_length < 0:
            raise RuntimeError("Response content longer than Content-Length")
        if self.expected_content_length and not has_more:
            raise RuntimeError("Response content shorter than Content-Length")

    def _complete(self) -> None:
        self.response_complete = True
        self.message_event.set()
        if not self.keep_alive:
            self.transport.close()
        self.on_response()


def _require_sound_names(names: KeysView[bytes]) -> None:
    unknown = names - _sound_names
    for name in unknown:
        if HEADER_RE.search(name):
            raise RuntimeError("Invalid HTTP header name")
    _sound_names.update(unknown)


def _lines(headers: list[tuple[bytes, bytes]]) -> bytes:
    """Return headers as they are written, and the empty line. All at once: this is done for every answer."""
    lines = b"\r\n".join(map(b": ".join, headers))
    breaks = 2 * (len(headers) - 1)
    if len(lines) - len(lines.translate(None, _CONTROLS)) != breaks:
        raise RuntimeError("Invalid HTTP header value")
    return lines + b"\r\n\r\n"


def _framed(body: bytes, *, is_last: bool) -> bytes:
    """Return a chunk (RFC 9112 §7.1), and the end of the body after the last one."""
    chunk = b"%x\r\n%b\r\n" % (len(body), body) if body else b""
    return chunk + b"0\r\n\r\n" if is_last else chunk
