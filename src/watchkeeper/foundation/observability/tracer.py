from contextlib import AbstractContextManager
from typing import Protocol


class TracedRequest(Protocol):
    """The span of a request under way. The ids are in hexadecimal digits, as in `traceparent`."""

    @property
    def trace_id(self) -> str: ...

    @property
    def span_id(self) -> str: ...

    def end_request(self, route: str, status: int, request_id: str) -> None:
        """Say what became of the request; status 0 when it got no answer."""


class TracedCall(Protocol):
    """The span of an outbound call under way."""

    def answered(self, status: int) -> None:
        """The other side answered with this HTTP status."""


class Tracer(Protocol):
    """Makes spans, each a child of the one under way. An exception that leaves a span is noted by its class alone.

    No span holds a value: statements are given with their placeholders, addresses as templates without a query.
    """

    async def start(self) -> None:
        """Begin to export. Spans made before are not kept."""

    async def stop(self) -> None:
        """Export what is left, within a few seconds, and end."""

    def request(self, method: str, trace_headers: dict[str, str]) -> AbstractContextManager[TracedRequest]:
        """Span of a request. `trace_headers` are its `traceparent` and `tracestate`, as far as it has them."""

    def statement(self, sql: str) -> AbstractContextManager[object]:
        """Span of one statement; `sql` has `$1` where a value goes."""

    def call(self, method: str, host: str, route: str) -> AbstractContextManager[TracedCall]:
        """Span of one call to another service: `route` is a template such as `/3/movie/{id}`.

        Its ids are not sent along: other services are strangers.
        """
