"""httptools' parser, to which offers of other protocols mean nothing."""

from collections.abc import Iterable

import httptools

_OFFER = (b"upgrade", b"http2-settings")


class HttpParser:
    """Reads a request that offers another protocol (`Upgrade`, RFC 9110 §7.8) like any other, with its body.

    httptools takes what follows the headers of such a request for the other protocol, whether or not that is accepted:
    its body is lost, or read as the next request, by which one can be hidden from a proxy. Java's client makes such an
    offer with the first request on every connection. Here a parser that has met with an offer is left, and another one
    reads the head without it, and goes on. `protocol` has the callbacks; methods are those of httptools.
    """

    def __init__(self, protocol: object) -> None:
        self._protocol = protocol
        self._parser = self._new_parser()
        self._head = b""

    @property
    def is_passing_over(self) -> bool:
        """Whether what the callbacks are told is only the end of a head that is to be read once more."""
        return bool(self._head)

    def pass_over_offer(self, url: bytes, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """Have the head just read, which makes an offer, read once more without it. To be called at its end."""
        first = b"%b %b HTTP/%b\r\n" % (self.get_method(), url, self.get_http_version().encode())
        lines = (b"%b: %b\r\n" % header for header in headers if header[0] not in _OFFER)
        self._head = b"".join((first, *lines, b"\r\n"))

    def feed_data(self, data: bytes) -> None:
        """Raises HttpParserError for what is not HTTP."""
        while True:
            try:
                self._parser.feed_data(data)
            except httptools.HttpParserUpgrade as offer:
                data = self._head + data[offer.args[0] :]
                self._head = b""
                self._parser = self._new_parser()
            else:
                return

    def get_method(self) -> bytes:
        return self._parser.get_method()

    def get_http_version(self) -> str:
        return self._parser.get_http_version()

    def should_keep_alive(self) -> bool:
        return self._parser.should_keep_alive()

    def should_upgrade(self) -> bool:
        return self._parser.should_upgrade()

    def _new_parser(self) -> httptools.HttpRequestParser:
        parser = httptools.HttpRequestParser(self._protocol)
        parser.set_dangerous_leniencies(lenient_data_after_close=True)  # as uvicorn does
        return parser
