"""Request ids, HEAD, paths nobody knows, and what may not be sent in an address."""

import re

import httpx
import pytest
import structlog
from fastapi import FastAPI

from tests.support.each import for_each
from tests.support.problems import pointers_of, problem_of
from watchkeeper.foundation.observability.logging import add_request

GENRES = "/api/v1/genres"
MADE_ID = re.compile(r"[0-9a-f]{32}")


@pytest.mark.parametrize("sent", ["a", "0", "A-b_c.9", "x" * 128, "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"])
async def test_request_id_is_taken_over(sent: str, client: httpx.AsyncClient) -> None:
    answer = await client.get(GENRES, headers={"X-Request-ID": sent})
    assert answer.headers.get_list("x-request-id") == [sent]


@pytest.mark.parametrize("sent", ["", "x" * 129, "a b", "a/b", "<b>", "a;b", "a,b", "é", '"a"', "a\tb", "x" * 10_000])
async def test_request_id_of_another_form_is_replaced(sent: str, client: httpx.AsyncClient) -> None:
    answer = await client.get(GENRES, headers={b"X-Request-ID": sent.encode()})
    assert MADE_ID.fullmatch(answer.headers["x-request-id"])


async def test_request_id_that_was_sent_stands_in_the_problem(client: httpx.AsyncClient) -> None:
    answer = await client.get("/nowhere", headers={"X-Request-ID": "trace-1"})
    assert problem_of(answer, 404)["request_id"] == "trace-1"


async def test_every_answer_has_a_request_id_of_its_own(client: httpx.AsyncClient) -> None:
    ids = {(await client.get("/health")).headers["x-request-id"] for _ in range(5)}
    assert len(ids) == 5


@pytest.mark.parametrize("path", [GENRES, "/health", "/ready", "/openapi.json", "/docs", "/api/v1/titles"])
async def test_head_answers_as_get_without_the_body(path: str, client: httpx.AsyncClient) -> None:
    got = await client.get(path)
    headed = await client.head(path)
    assert headed.status_code == got.status_code
    assert headed.content == b""
    varying = {f"{family}ratelimit-{figure}" for family in ("", "x-") for figure in ("remaining", "reset")}
    varying |= {"x-request-id"}
    assert {name: value for name, value in headed.headers.items() if name not in varying} == {
        name: value for name, value in got.headers.items() if name not in varying
    }


async def test_head_of_what_is_not_there_is_refused_without_a_body(client: httpx.AsyncClient) -> None:
    answer = await client.head("/nowhere")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.content == b""


@for_each(
    "path",
    ["/nowhere", "/api", "/api/v1", "/api/v2/genres", "//api/v1/genres", "/api/v1//genres", "/api/v1/genres//",
     "/API/V1/GENRES", "/api/v1/genres;a=b", "/api/v1/%67enres%2F", "/%00", "/%FF", "/%ED%A0%80", "/a%0D%0Ab",
     "/é 映画", "/<script>", "/api/v1/genres/..", "/" + "a" * 60_000],
)  # fmt: skip
async def test_path_nobody_knows_is_not_found(path: str, client: httpx.AsyncClient) -> None:
    answer = await client.get(f"http://watchkeeper.test{path}")
    if answer.url.path.endswith("/v1/"):  # clients take the two dots away themselves
        return
    problem = problem_of(answer, 404, "route_not_found")
    assert problem["instance"].isascii()


@pytest.mark.parametrize("host", ["[", "a b", "a/b", "x:99999", "evil.example\\", "", "é"])
async def test_host_that_is_none_does_no_harm(host: str, client: httpx.AsyncClient) -> None:
    problem = problem_of(await client.get("/nowhere", headers={b"Host": host.encode("latin-1")}), 404)
    assert problem["instance"] == "/nowhere"


@pytest.mark.parametrize(
    ("query", "status"),
    [(b"q=\xff\xfe", 422), (b"\xff=1", 422), (b"q=%FF&cursor=%FF", 422), (b"q=%ed%a0%80", 422), (b"&&==&", 404)],
)
async def test_query_that_is_not_text_is_refused(query: bytes, status: int, application: FastAPI) -> None:
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": "/nowhere", "raw_path": b"/nowhere", "query_string": query, "root_path": "", "headers": [],
        "server": ("watchkeeper.test", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip
    await application(scope, receive, send)  # type: ignore[arg-type]
    assert sent[0]["status"] == status


@pytest.mark.parametrize("sign", ["\x00", "\x1f", "\x7f", "\n"])
async def test_query_with_a_sign_nobody_can_see_is_not_valid(sign: str, client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/titles", params={"q": f"a{sign}b"})
    assert pointers_of(problem_of(answer, 422)) == ["/query/q"]


@pytest.mark.parametrize("path", [GENRES, "/nowhere", "/health", "/docs"])
async def test_every_answer_keeps_browsers_from_guessing_and_framing(path: str, client: httpx.AsyncClient) -> None:
    headers = (await client.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers


async def test_problem_is_never_kept_by_a_cache(client: httpx.AsyncClient) -> None:
    assert (await client.get("/nowhere")).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("traceparent", "trace_id"),
    [
        ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "0af7651916cd43dd8448eb211c80319c"),
        ("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more", "0af7651916cd43dd8448eb211c80319c"),
        ("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", None),
        ("00-00000000000000000000000000000000-b7ad6b7169203331-01", None),
        ("garbage", None),
    ],
)
async def test_trace_of_a_request_is_in_its_log_lines(
    traceparent: str, trace_id: str | None, client: httpx.AsyncClient
) -> None:
    with structlog.testing.capture_logs(processors=[add_request]) as lines:
        await client.get("/api/v1/genres", headers={"traceparent": traceparent})
    assert [line.get("trace_id") for line in lines if line["event"] == "request"] == [trace_id]
