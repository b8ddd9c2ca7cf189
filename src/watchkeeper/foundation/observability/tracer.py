from contextlib import AbstractContextManager, nullcontext


class Span:
    """The span of a request or of an outbound call. Here it records nothing, which a subclass changes.

    The ids are in hexadecimal digits, as in `traceparent`.
    """

    trace_id = "0" * 32
    span_id = "0" * 16

    def end_request(self, route: str, status: int, request_id: str) -> None:
        """Set the route, the response status (0 means no response) and the request id of the span."""

    def end_call(self, status: int) -> None:
        """Set the HTTP status of the response."""


_SPAN = nullcontext(Span())


class Tracer:
    """Creates spans, each a child of the current one. Here it creates none, which a subclass changes.

    Of an exception that leaves a span only the class is recorded. Spans contain no values: statements keep their
    placeholders, and URLs are templates without a query.
    """

    async def start(self) -> None:
        """Begin to export. Spans created before are lost."""

    async def stop(self) -> None:
        """Export the remaining spans, within a few seconds, and stop."""

    def request(self, method: str, trace_headers: dict[str, str]) -> AbstractContextManager[Span]:
        """Return the span of a request. `trace_headers` has its `traceparent` and `tracestate`, if present."""
        return _SPAN

    def statement(self, sql: str) -> AbstractContextManager[object]:
        """Return the span of one statement; `sql` has placeholders such as `$1` for values."""
        return _SPAN

    def call(self, method: str, host: str, route: str) -> AbstractContextManager[Span]:
        """Return the span of one call to another service; `route` is a template such as `/3/movie/{id}`.

        The trace ids are not propagated, as the other service belongs to a third party.
        """
        return _SPAN
