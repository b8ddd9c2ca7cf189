"""The tracer of the OpenTelemetry SDK, with OTLP over HTTP. Imported only if tracing is switched on."""

import asyncio
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace import Span, SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from watchkeeper.foundation.observability.tracer import Span as ServiceSpan
from watchkeeper.foundation.observability.tracer import Tracer

__all__ = ["OTLPSpanExporter", "OpenTelemetryTracer"]

_NAME = "watchkeeper"
_STOP_SECONDS = 3.0
_FIRST_SERVER_ERROR = 500
_FIRST_CLIENT_ERROR = 400
_PROPAGATOR = TraceContextTextMapPropagator()


class OpenTelemetrySpan(ServiceSpan):
    """The span of a request or of an outbound call."""

    def __init__(self, span: Span, method: str) -> None:
        self._span = span
        self._method = method
        context = span.get_span_context()
        self.trace_id = trace.format_trace_id(context.trace_id)
        self.span_id = trace.format_span_id(context.span_id)

    def end_request(self, route: str, status: int, request_id: str) -> None:
        self._span.update_name(f"{self._method} {route}")
        self._span.set_attributes({"http.route": route, "watchkeeper.request_id": request_id})
        self._set_status(status, _FIRST_SERVER_ERROR)

    def end_call(self, status: int) -> None:
        self._set_status(status, _FIRST_CLIENT_ERROR)

    def _set_status(self, status: int, first_error: int) -> None:
        if status:
            self._span.set_attribute("http.response.status_code", status)
        if status >= first_error:
            self._span.set_attribute("error.type", str(status))
            self._span.set_status(StatusCode.ERROR)


class OpenTelemetryTracer(Tracer):
    """A tracer that exports spans in batches, from a thread of the SDK. `start` calls `make_exporter`."""

    def __init__(self, *, service_name: str, version: str, make_exporter: Callable[[], SpanExporter]) -> None:
        self._service_name = service_name
        self._version = version
        self._make_exporter = make_exporter
        self._provider: TracerProvider | None = None
        self._tracer: trace.Tracer = trace.NoOpTracer()

    async def start(self) -> None:
        resource = Resource.create(
            {"service.name": self._service_name, "service.version": self._version, "process.pid": os.getpid()}
        )
        provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        provider.add_span_processor(BatchSpanProcessor(self._make_exporter()))
        self._provider = provider
        self._tracer = provider.get_tracer(_NAME, self._version)

    async def stop(self) -> None:
        if self._provider is None:
            return
        self._tracer = trace.NoOpTracer()
        # The SDK retries an unreachable collector for ten seconds; a daemon thread does not delay the exit.
        last_export = threading.Thread(target=self._provider.shutdown, daemon=True)
        last_export.start()
        await asyncio.to_thread(last_export.join, _STOP_SECONDS)

    @contextmanager
    def request(self, method: str, trace_headers: dict[str, str]) -> Iterator[OpenTelemetrySpan]:
        parent = _PROPAGATOR.extract(trace_headers, context=Context())
        with self._span(method, SpanKind.SERVER, {"http.request.method": method}, parent) as span:
            yield OpenTelemetrySpan(span, method)

    @contextmanager
    def statement(self, sql: str) -> Iterator[None]:
        if not trace.get_current_span().get_span_context().is_valid:
            yield  # no request: the statements of background tasks would outnumber all other spans
            return
        attributes = {"db.system.name": "postgresql", "db.query.text": sql}
        with self._span(sql.split(None, 1)[0], SpanKind.CLIENT, attributes):
            yield

    @contextmanager
    def call(self, method: str, host: str, route: str) -> Iterator[OpenTelemetrySpan]:
        attributes = {"http.request.method": method, "server.address": host, "url.template": route}
        with self._span(f"{method} {route}", SpanKind.CLIENT, attributes) as span:
            yield OpenTelemetrySpan(span, method)

    @contextmanager
    def _span(
        self, name: str, kind: SpanKind, attributes: Mapping[str, str], parent: Context | None = None
    ) -> Iterator[Span]:
        span = self._tracer.start_span(name, context=parent, kind=kind, attributes=attributes)
        with trace.use_span(span, end_on_exit=True, record_exception=False, set_status_on_exception=False):
            try:
                yield span
            except BaseException as error:
                span.set_attribute("error.type", type(error).__qualname__)  # the message may contain user content
                span.set_status(StatusCode.ERROR)
                raise
