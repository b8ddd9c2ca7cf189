"""Spans of requests and statements as a collector gets them, and what is never in one."""

import socket
import subprocess
import sys
from typing import Any

import httpx
import pytest
import structlog
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from tests.support.accounts import PASSWORD
from tests.support.observation import client_of, running
from tests.support.otlp_receiver import Receiver, attributes_of, receiving
from tests.support.problems import problem_of
from watchkeeper.configs.settings import PROJECT_ROOT, Settings
from watchkeeper.foundation.observability.logging import add_request

pytestmark = pytest.mark.usefixtures("empty_tables")

TRACE = "0af7651916cd43dd8448eb211c80319c"
CALLER = "b7ad6b7169203331"
ANONYMOUS = "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"
QUIET = ("/health", "/ready", "/ready/")


class Failing:
    """In place of a logic: fails with a message that holds something secret."""

    def __getattr__(self, name: str) -> Any:
        async def fail(*_: Any, **__: Any) -> None:
            raise RuntimeError("marked message")

        return fail


async def seen_of(
    settings: Settings, dsn: str, *requests: tuple[str, str, dict[str, Any]], fails: bool = False
) -> tuple[Receiver, list[httpx.Response], list[Any]]:
    """Send the requests to a traced service; return what the collector got, the answers, and the log lines."""
    answers = []
    with receiving() as receiver:
        changed = {"otel_exporter_otlp_endpoint": receiver.endpoint, "otel_service_name": "traced"}
        async with running(settings, dsn, **changed) as application, client_of(application) as http:
            if fails:
                application.state.container.genre_controller()._logic = Failing()
            with structlog.testing.capture_logs(processors=[add_request]) as lines:
                for method, address, more in requests:
                    answers.append(await http.request(method, address, **more))
    return receiver, answers, [line for line in lines if line["event"] == "request"]


async def test_request_is_a_span_by_its_template_and_carries_nothing_more(settings: Settings, dsn: str) -> None:
    request = ("GET", f"/api/v1/titles/{ANONYMOUS}?marked=1", {"headers": {"X-Request-ID": "request-1"}})
    receiver, _, _ = await seen_of(settings, dsn, request)
    [span] = receiver.requests()
    assert span.name == "GET /api/v1/titles/{title_id}"
    assert attributes_of(span) == {
        "http.request.method": "GET",
        "http.route": "/api/v1/titles/{title_id}",
        "http.response.status_code": 422,
        "watchkeeper.request_id": "request-1",
    }
    assert span.status.code == Status.STATUS_CODE_UNSET
    assert receiver.services == {"traced"}
    assert set(receiver.paths) == {"/v1/traces"}


async def test_span_continues_the_trace_of_the_caller_and_its_ids_are_in_the_log(settings: Settings, dsn: str) -> None:
    headers = {"traceparent": f"00-{TRACE}-{CALLER}-01", "tracestate": "vendor=1"}
    receiver, _, [line] = await seen_of(settings, dsn, ("GET", "/api/v1/genres", {"headers": headers}))
    [span] = receiver.requests()
    assert (span.trace_id.hex(), span.parent_span_id.hex(), span.trace_state) == (TRACE, CALLER, "vendor=1")
    assert (line["trace_id"], line["span_id"]) == (TRACE, span.span_id.hex())


@pytest.mark.parametrize("traceparent", [None, "garbage", f"00-{'0' * 32}-{CALLER}-01"])
async def test_request_without_a_trace_begins_one(traceparent: str | None, settings: Settings, dsn: str) -> None:
    headers = {"traceparent": traceparent} if traceparent else {}
    receiver, _, [line] = await seen_of(settings, dsn, ("GET", "/api/v1/genres", {"headers": headers}))
    [span] = receiver.requests()
    assert span.parent_span_id == b""
    assert line["trace_id"] == span.trace_id.hex() != "0" * 32


async def test_trace_that_the_caller_does_not_record_is_not_exported_yet_named_in_the_log(
    settings: Settings, dsn: str
) -> None:
    headers = {"traceparent": f"00-{TRACE}-{CALLER}-00"}
    receiver, _, [line] = await seen_of(settings, dsn, ("GET", "/api/v1/genres", {"headers": headers}))
    assert receiver.spans == []
    assert line["trace_id"] == TRACE


async def test_each_statement_is_a_span_below_its_request_without_values(settings: Settings, dsn: str) -> None:
    receiver, _, _ = await seen_of(settings, dsn, ("GET", f"/api/v1/titles/{ANONYMOUS}", {}))
    [request], statements = receiver.requests(), receiver.statements()
    for statement in statements:
        assert (statement.name, statement.kind) == ("SELECT", Span.SPAN_KIND_CLIENT)
        assert (statement.trace_id, statement.parent_span_id) == (request.trace_id, request.span_id)
        assert set(attributes_of(statement)) == {"db.system.name", "db.query.text"}
    texts = [attributes_of(statement)["db.query.text"] for statement in statements]
    # The version of the cached content, the title, and the one that it may have been merged into.
    assert [("content_versions" in text, "$1" in text) for text in texts] == [(True, False), *[(False, True)] * 2]


async def test_nothing_that_people_send_is_in_any_span(settings: Settings, dsn: str) -> None:
    account = {"username": "marked-name", "email": "marked@example.com", "password": f"marked {PASSWORD}"}
    login = {"username": "marked-name", "password": account["password"]}
    headers = {"Authorization": "Bearer marked-token", "X-TMDB-Token": "marked-tmdb", "User-Agent": "marked-agent"}
    receiver, answers, _ = await seen_of(
        settings,
        dsn,
        ("POST", "/api/v1/auth/register", {"json": account}),
        ("POST", "/api/v1/auth/register", {"json": account}),
        ("POST", "/api/v1/auth/login", {"json": login}),
        ("GET", "/api/v1/titles?q=marked-query", {"headers": headers}),
        ("GET", "/marked-path", {"headers": {"Cookie": "marked-cookie", "baggage": "marked=1"}}),
        ("MARKED", "/api/v1/genres", {}),
    )
    assert [answer.status_code for answer in answers] == [201, 409, 200, 401, 404, 405]
    assert len(receiver.requests()) == 6
    assert len(receiver.statements()) > 5
    everything = b"".join(receiver.bodies).lower()
    assert b"marked" not in everything
    assert answers[2].json()["access_token"].encode() not in everything


async def test_failure_shows_as_its_status_and_its_message_stays_inside(settings: Settings, dsn: str) -> None:
    receiver, [answer], _ = await seen_of(settings, dsn, ("GET", "/api/v1/genres", {}), fails=True)
    problem_of(answer, 500)
    [span] = receiver.requests()
    assert (span.status.code, span.status.message) == (Status.STATUS_CODE_ERROR, "")
    assert attributes_of(span)["error.type"] == "500"
    assert list(span.events) == []
    assert b"marked" not in b"".join(receiver.bodies)


async def test_path_nobody_has_is_one_name_and_checks_of_health_are_no_spans(settings: Settings, dsn: str) -> None:
    receiver, answers, _ = await seen_of(
        settings, dsn, ("GET", "/nowhere", {}), *(("GET", address, {}) for address in QUIET)
    )
    assert [answer.status_code for answer in answers] == [404, 200, 200, 200]
    assert [span.name for span in receiver.spans] == ["GET none"]


async def test_collector_that_is_away_changes_no_answer_and_does_not_hold_the_service(
    settings: Settings, dsn: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    changed = {"otel_exporter_otlp_endpoint": f"http://127.0.0.1:{port}"}
    async with running(settings, dsn, **changed) as application, client_of(application) as http:
        assert (await http.get("/api/v1/genres")).status_code == 200


@pytest.mark.parametrize(
    ("given", "is_traced", "endpoint"),
    [
        ({}, False, None),
        ({"otel_exporter_otlp_endpoint": "http://c:4318/"}, True, "http://c:4318/v1/traces"),
        ({"otel_exporter_otlp_endpoint": "http://c:4318", "tracing": False}, False, "http://c:4318/v1/traces"),
        ({"otel_exporter_otlp_traces_endpoint": "http://c/x"}, True, "http://c/x"),
        ({"tracing": True}, True, None),
    ],
)
def test_tracing_is_on_where_it_is_known_whereto(given: dict[str, Any], is_traced: bool, endpoint: str | None) -> None:
    settings = Settings(_env_file=None, **given)
    assert (settings.is_traced, settings.traces_endpoint) == (is_traced, endpoint)


SWITCHED_OFF = """
import sys
from watchkeeper.configs.application import create_application
from watchkeeper.configs.settings import Settings
application = create_application(Settings(_env_file=None), secret="s" * 32, dsn="postgresql://nobody@127.0.0.1/none")
names = [middleware.cls.__name__ for middleware in application.user_middleware]
print([name for name in ("opentelemetry.sdk", "prometheus_client") if name in sys.modules], names)
"""


def test_what_is_switched_off_is_neither_imported_nor_in_the_way() -> None:
    command = [sys.executable, "-c", SWITCHED_OFF]
    environment = {"PYTHONPATH": str(PROJECT_ROOT / "src"), "FASTAPI_OTEL_AUTO_CONFIGURE": "true"}
    printed = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    assert printed.startswith("[] ")
    assert "Tracing" not in printed
    assert "Metering" not in printed
