"""Metrics and tracing as configured, and the sampler of runtime metrics."""

import asyncio
from contextlib import suppress
from typing import Protocol

from fastapi.telemetry import TelemetryConfig

from watchkeeper import __version__
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.observability.metrics import Metrics
from watchkeeper.foundation.observability.null import NullMetrics, NullTracer
from watchkeeper.foundation.observability.tracer import Tracer
from watchkeeper.foundation.postgres.pool import ConnectionPool
from watchkeeper.foundation.rate_limiting.concurrency import ConcurrencyLimiter

# FastAPI's own telemetry would export the query, the path with its ids, and the messages and stacks of exceptions.
NO_TELEMETRY = TelemetryConfig(tracing=False, metrics=False, logs=False, operation_spans=False, auto_configure=False)

_SAMPLE_SECONDS = 0.5


def chosen_metrics(settings: Settings) -> Metrics:
    """Return metrics for Prometheus if a port is set, else null metrics. Unused libraries are not imported."""
    if settings.metrics.port is None:
        return NullMetrics()
    from watchkeeper.foundation.observability.prometheus_metrics import PrometheusMetrics  # noqa: PLC0415

    return PrometheusMetrics(version=__version__)


def chosen_tracer(settings: Settings) -> Tracer:
    """Return an exporting tracer if tracing is on, else a null tracer. Unused libraries are not imported."""
    if not settings.is_traced:
        return NullTracer()
    from watchkeeper.foundation.observability.opentelemetry_tracer import OpenTelemetryTracer, OTLPSpanExporter  # noqa: PLC0415

    return OpenTelemetryTracer(
        service_name=settings.otel_service_name,
        version=__version__,
        make_exporter=lambda: OTLPSpanExporter(settings.traces_endpoint),
    )


class HashingCount(Protocol):
    @property
    def under_way(self) -> int:
        """How many passwords are hashed or wait for it right now."""
        ...


class RuntimeMetricsSampler:
    """Samples runtime metrics twice a second: running requests, event loop lag, the connection pool, waiting writes and
    running password hashings. Without metrics it does nothing.
    """

    def __init__(
        self,
        *,
        metrics: Metrics,
        pool: ConnectionPool,
        concurrency: ConcurrencyLimiter,
        hasher: HashingCount,
        pause_seconds: float = _SAMPLE_SECONDS,
    ) -> None:
        self._metrics = metrics
        self._pool = pool
        self._concurrency = concurrency
        self._hasher = hasher
        self._pause_seconds = pause_seconds
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        if not isinstance(self._metrics, NullMetrics):
            self._task = asyncio.create_task(self._sample_forever(), name="runtime-metrics")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _sample_forever(self) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            self._metrics.show_requests()
            self._metrics.show_pool(self._pool.state())
            self._metrics.show_waiting_writes(self._concurrency.waiting)
            self._metrics.show_hashing(self._hasher.under_way)
            due_at = clock() + self._pause_seconds
            await asyncio.sleep(self._pause_seconds)
            self._metrics.observe_loop_lag(max(0.0, clock() - due_at))
