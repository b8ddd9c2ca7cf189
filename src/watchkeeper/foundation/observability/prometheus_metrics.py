"""Metrics for Prometheus. Each of several workers writes its own files, and their parent process adds them up."""

import platform
from collections.abc import Sequence
from functools import cache
from typing import Any, Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics

from watchkeeper.foundation.observability.metrics import BreakerState, Metrics, PoolState, ReplicaOutcome

# An additional series for each metric, with the time of its creation.
disable_created_metrics()  # type: ignore[no-untyped-call]

PREFIX = "watchkeeper"
_REQUEST_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_WAIT_SECONDS = (0.0001, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 2.0)
_UPSTREAM_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
_IMPORT_SECONDS = (0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 1800.0)
_LAG_SECONDS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)
_BREAKER: dict[BreakerState, int] = {"closed": 0, "half_open": 1, "open": 2}


class PrometheusMetrics(Metrics):
    """The metrics of this process, in `registry`. The port documents the labels."""

    def __init__(self, *, version: str) -> None:
        self.registry = CollectorRegistry()
        self._requests = self._counter(
            "requests", "Requests by method, route and status; status 0 means no response.", "method route status"
        )
        self._seconds = self._histogram(
            "request_seconds", "Time to the end of the response, in seconds.", _REQUEST_SECONDS, "method route"
        )
        self._in_progress = self._gauge("requests_in_progress", "Running requests.")
        self._running = 0
        self._limits = self._counter("limit_decisions", "Rate limit decisions by policy and outcome.", "policy outcome")
        self._cache = self._counter("cache_lookups", "Cache look-ups by area and outcome.", "area outcome")
        self._upstream = self._histogram(
            "upstream_seconds",
            "Duration of calls to metadata providers, in seconds.",
            _UPSTREAM_SECONDS,
            "provider outcome",
        )
        self._breakers = self._gauge(
            "upstream_breaker_state",
            "State of the circuit breaker: 0 closed, 1 half open, 2 open.",
            "provider",
            mode="livemax",
        )
        self._pool_wait = self._histogram(
            "pool_wait_seconds", "Time to get a database connection, in seconds.", _WAIT_SECONDS
        )
        self._pool_timeouts = self._counter("pool_timeouts", "Requests that got no database connection in time.")
        self._replica_reads = self._counter("replica_reads", "Reads that may use the replica, by outcome.", "outcome")
        self._pool = self._gauge("pool_connections", "Open database connections by state.", "state")
        self._pool_size = self._gauge("pool_size", "Maximum number of database connections.")
        self._pool_waiting = self._gauge("pool_waiting", "Requests that wait for a database connection.")
        self._lag = self._histogram("event_loop_lag_seconds", "Delay of the event loop, in seconds.", _LAG_SECONDS)
        self._waiting_writes = self._gauge("writes_waiting", "Writes that wait for a permit of their account.")
        self._hashing = self._gauge("password_hashings", "Passwords that are being hashed or wait for it.")
        self._import_wait = self._histogram(
            "import_wait_seconds", "Time that imports lay without anybody at them, in seconds.", _IMPORT_SECONDS
        )
        self._import_steps = self._histogram(
            "import_step_seconds", "Duration of the steps of imports, in seconds.", _IMPORT_SECONDS, "phase outcome"
        )
        self._imports = self._counter("imports", "States that imports came to.", "source outcome")
        self._import_rows = self._counter("import_rows", "Rows that steps of imports worked on.", "source phase")
        build = self._gauge("build_info", "Always 1; the labels name the versions.", "version python", mode="max")
        build.labels(version, platform.python_version()).set(1)
        # Finding the series of some labels costs several times as much as counting. The caches are members, because
        # a cache on a method of the class would keep the object alive.
        self._request_series = cache(self._find_request_series)
        self._limit_series = cache(self._limits.labels)
        self._cache_series = cache(self._cache.labels)

    def begin_request(self) -> None:
        self._running += 1

    def end_request(self, method: str, route: str, status: int, seconds: float) -> None:
        self._running -= 1
        counter, histogram = self._request_series(method, route, status)
        counter.inc()
        histogram.observe(seconds)

    def show_requests(self) -> None:
        self._in_progress.set(self._running)

    def count_limit(self, policy: str, outcome: Literal["allowed", "rejected", "unreachable"]) -> None:
        self._limit_series(policy, outcome).inc()

    def count_cache(self, area: str, outcome: Literal["hit", "miss", "unreachable"]) -> None:
        self._cache_series(area, outcome).inc()

    def observe_upstream(self, provider: str, outcome: str, seconds: float) -> None:
        self._upstream.labels(provider, outcome).observe(seconds)

    def show_breaker(self, provider: str, state: BreakerState) -> None:
        self._breakers.labels(provider).set(_BREAKER[state])

    def observe_connection_wait(self, seconds: float) -> None:
        self._pool_wait.observe(seconds)

    def count_connection_timeout(self) -> None:
        self._pool_timeouts.inc()

    def count_replica_read(self, outcome: ReplicaOutcome) -> None:
        self._replica_reads.labels(outcome).inc()

    def show_pool(self, pool: PoolState) -> None:
        self._pool.labels("in_use").set(pool.in_use)
        self._pool.labels("idle").set(pool.idle)
        self._pool_size.set(pool.size)
        self._pool_waiting.set(pool.waiting)

    def observe_loop_lag(self, seconds: float) -> None:
        self._lag.observe(seconds)

    def show_waiting_writes(self, writes: int) -> None:
        self._waiting_writes.set(writes)

    def observe_import_wait(self, seconds: float) -> None:
        self._import_wait.observe(seconds)

    def end_import_step(self, source: str, phase: str, outcome: str, seconds: float, rows: int) -> None:
        self._import_steps.labels(phase, outcome).observe(seconds)
        self._imports.labels(source, outcome).inc()
        self._import_rows.labels(source, phase).inc(rows)

    def show_hashing(self, passwords: int) -> None:
        self._hashing.set(passwords)

    def _find_request_series(self, method: str, route: str, status: int) -> tuple[Counter, Histogram]:
        return self._requests.labels(method, route, str(status)), self._seconds.labels(method, route)

    def _counter(self, name: str, text: str, labels: str = "") -> Counter:
        return Counter(f"{PREFIX}_{name}", text, labels.split(), registry=self.registry)

    def _histogram(self, name: str, text: str, buckets: Sequence[float], labels: str = "") -> Histogram:
        return Histogram(f"{PREFIX}_{name}", text, labels.split(), registry=self.registry, buckets=buckets)

    def _gauge(self, name: str, text: str, labels: str = "", *, mode: Any = "livesum") -> Gauge:  # noqa: ANN401
        """Return a gauge. `mode` aggregates the workers: the sum, or the maximum, of those that are alive."""
        return Gauge(f"{PREFIX}_{name}", text, labels.split(), registry=self.registry, multiprocess_mode=mode)
