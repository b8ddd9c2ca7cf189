"""Metrics and tracer that do nothing, for when they are switched off."""

from contextlib import AbstractContextManager, nullcontext

from watchkeeper.foundation.observability.metrics import Metrics

_ZERO_TRACE = "0" * 32
_ZERO_SPAN = "0" * 16


class NullMetrics(Metrics):
    """Metrics that record nothing."""


class _NullSpan:
    trace_id = _ZERO_TRACE
    span_id = _ZERO_SPAN

    def end_request(self, route: str, status: int, request_id: str) -> None:
        pass

    def end_call(self, status: int) -> None:
        pass


_SPAN = nullcontext(_NullSpan())


class NullTracer:
    """A tracer that creates no spans."""

    async def start(self) -> None:
        pass

    async def stop(self) -> None:
        pass

    def request(self, method: str, trace_headers: dict[str, str]) -> AbstractContextManager[_NullSpan]:
        return _SPAN

    def statement(self, sql: str) -> AbstractContextManager[object]:
        return _SPAN

    def call(self, method: str, host: str, route: str) -> AbstractContextManager[_NullSpan]:
        return _SPAN
