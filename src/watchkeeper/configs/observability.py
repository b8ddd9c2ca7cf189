"""Metrics and tracing as configured, and the sampler of runtime metrics."""

import asyncio
from dataclasses import dataclass
from time import monotonic

from fastapi.telemetry import TelemetryConfig

from watchkeeper import __version__
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.observability.metrics import Metrics
from watchkeeper.foundation.observability.tracer import Tracer
from watchkeeper.foundation.postgres.pool import ConnectionPool
from watchkeeper.foundation.rate_limiting.concurrency import ConcurrencyLimiter
from watchkeeper.repositories.identity.adapters.password_bcrypt_adapter import BcryptPasswordHasher

# FastAPI's own telemetry would export the query, the path with its ids, and the messages and stacks of exceptions.
NO_TELEMETRY = TelemetryConfig(tracing=False, metrics=False, logs=False, operation_spans=False, auto_configure=False)


def chosen_metrics(settings: Settings) -> Metrics:
    """Return metrics for Prometheus if a port is set, else none. Libraries that are not used are not imported."""
    if settings.metrics.port is None:
        return Metrics()
    from watchkeeper.foundation.observability.prometheus_metrics import PrometheusMetrics  # noqa: PLC0415

    return PrometheusMetrics(version=__version__)


def chosen_tracer(settings: Settings) -> Tracer:
    """Return an exporting tracer if tracing is on, else one without spans. Unused libraries are not imported."""
    if not settings.is_traced:
        return Tracer()
    from watchkeeper.foundation.observability.opentelemetry_tracer import OpenTelemetryTracer, OTLPSpanExporter  # noqa: PLC0415

    return OpenTelemetryTracer(
        service_name=settings.otel_service_name,
        version=__version__,
        make_exporter=lambda: OTLPSpanExporter(settings.traces_endpoint),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RuntimeMetricsSampler:
    """Samples runtime metrics: running requests, event loop lag, the connection pool, waiting writes and running
    password hashings."""

    metrics: Metrics
    pool: ConnectionPool
    concurrency: ConcurrencyLimiter
    hasher: BcryptPasswordHasher
    lag_seconds: float = 0.5
    """How long a sample takes: a timer of that length shows the lag."""

    async def sample(self) -> None:
        self.metrics.show_requests()
        self.metrics.show_pool(self.pool.state())
        self.metrics.show_waiting_writes(self.concurrency.waiting)
        self.metrics.show_hashing(self.hasher.under_way)
        due_at = monotonic() + self.lag_seconds
        await asyncio.sleep(self.lag_seconds)
        self.metrics.observe_loop_lag(max(0.0, monotonic() - due_at))
