import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from watchkeeper.foundation.observability.opentelemetry_tracer import OpenTelemetryTracer
from watchkeeper.foundation.observability.tracer import Tracer


class Kept(InMemorySpanExporter):
    def of(self, name: str) -> ReadableSpan:
        [span] = [span for span in self.get_finished_spans() if span.name == name]
        return span


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def tracer(kept: Kept) -> OpenTelemetryTracer:
    return OpenTelemetryTracer(service_name="traced", version="1", make_exporter=lambda: kept)


async def test_outbound_call_is_a_span_below_its_request_with_host_and_template(
    tracer: OpenTelemetryTracer, kept: Kept
) -> None:
    await tracer.start()
    with tracer.request("GET", {}) as request:
        with tracer.call("GET", "api.example.com", "/3/movie/{id}") as call:
            call.end_call(200)
        request.end_request("/api/v1/discover", 200, "request-1")
    await tracer.stop()
    outbound, inbound = kept.of("GET /3/movie/{id}"), kept.of("GET /api/v1/discover")
    assert outbound.parent == inbound.context
    assert outbound.attributes == {
        "http.request.method": "GET",
        "server.address": "api.example.com",
        "url.template": "/3/movie/{id}",
        "http.response.status_code": 200,
    }
    assert outbound.status.status_code is StatusCode.UNSET


@pytest.mark.parametrize(("status", "is_error"), [(200, False), (304, False), (404, True), (503, True)])
async def test_refusal_of_the_other_side_is_an_error_of_the_call(
    status: int, is_error: bool, tracer: OpenTelemetryTracer, kept: Kept
) -> None:
    await tracer.start()
    with tracer.call("GET", "api.example.com", "/") as call:
        call.end_call(status)
    await tracer.stop()
    span = kept.of("GET /")
    assert (span.status.status_code is StatusCode.ERROR) == is_error
    assert span.attributes is not None
    assert span.attributes.get("error.type") == (str(status) if is_error else None)


async def test_exception_is_noted_by_its_class_alone_and_goes_on(tracer: OpenTelemetryTracer, kept: Kept) -> None:
    await tracer.start()
    with pytest.raises(ValueError, match="marked"), tracer.call("GET", "api.example.com", "/"):
        raise ValueError("marked")
    await tracer.stop()
    span = kept.of("GET /")
    assert span.attributes is not None
    assert (span.attributes["error.type"], span.status.description, span.events) == ("ValueError", None, ())


async def test_statement_outside_of_a_request_is_no_span(tracer: OpenTelemetryTracer, kept: Kept) -> None:
    await tracer.start()
    with tracer.statement("SELECT 1"):
        pass
    await tracer.stop()
    assert kept.get_finished_spans() == ()


async def test_nothing_is_recorded_before_the_start_and_after_the_stop(tracer: OpenTelemetryTracer, kept: Kept) -> None:
    with tracer.call("GET", "early.example.com", "/"):
        pass
    await tracer.start()
    await tracer.stop()
    with tracer.call("GET", "late.example.com", "/"):
        pass
    assert kept.get_finished_spans() == ()


async def test_tracer_that_is_switched_off_takes_everything_and_lets_exceptions_through() -> None:
    off = Tracer()
    await off.start()
    with off.request("GET", {}) as request, off.statement("SELECT 1"), off.call("GET", "example.com", "/") as call:
        call.end_call(200)
        request.end_request("/", 200, "request-1")
        assert not trace.get_current_span().get_span_context().is_valid
    with pytest.raises(ValueError, match="goes on"), off.statement("SELECT 1"):
        raise ValueError("goes on")
    await off.stop()
