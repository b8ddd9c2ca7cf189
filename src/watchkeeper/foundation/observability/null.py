"""What stands in where metrics or tracing are switched off: it does nothing, at next to no cost."""

from contextlib import AbstractContextManager, nullcontext
from typing import Literal

from watchkeeper.foundation.observability.metrics import BreakerState, PoolState, ReplicaOutcome

_ZERO_TRACE = "0" * 32
_ZERO_SPAN = "0" * 16


class NullMetrics:
    """Counts nothing: metrics are switched off."""

    def begin_request(self) -> None:
        pass

    def end_request(self, method: str, route: str, status: int, seconds: float) -> None:
        pass

    def show_requests(self) -> None:
        pass

    def count_limit(self, policy: str, outcome: Literal["allowed", "rejected", "unreachable"]) -> None:
        pass

    def count_cache(self, area: str, outcome: Literal["hit", "miss", "unreachable"]) -> None:
        pass

    def observe_upstream(self, provider: str, outcome: str, seconds: float) -> None:
        pass

    def show_breaker(self, provider: str, state: BreakerState) -> None:
        pass

    def observe_connection_wait(self, seconds: float) -> None:
        pass

    def count_connection_timeout(self) -> None:
        pass

    def count_replica_read(self, outcome: ReplicaOutcome) -> None:
        pass

    def show_pool(self, pool: PoolState) -> None:
        pass

    def show_waiting_writes(self, writes: int) -> None:
        pass

    def observe_loop_lag(self, seconds: float) -> None:
        pass

    def show_hashing(self, passwords: int) -> None:
        pass


class _NullSpan:
    trace_id = _ZERO_TRACE
    span_id = _ZERO_SPAN

    def end_request(self, route: str, status: int, request_id: str) -> None:
        pass

    def answered(self, status: int) -> None:
        pass


_SPAN = nullcontext(_NullSpan())


class NullTracer:
    """Makes no spans: tracing is switched off."""

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
