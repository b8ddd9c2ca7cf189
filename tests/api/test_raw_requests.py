"""Requests that no client library would send, over a real socket: always an answer below 500, always a problem."""

import asyncio
import random
from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI

from tests.support.databases import SECRET
from tests.support.problems import problem_of
from tests.support.raw import answers_in
from tests.support.running import Running, running
from watchkeeper.configs.application import create_application
from watchkeeper.configs.settings import Settings

END = b"Host: a\r\nConnection: close\r\n\r\n"
HEALTH = b"GET /health HTTP/1.1\r\n" + END


@pytest.fixture(scope="module")
async def service(settings: Settings, dsn: str) -> AsyncIterator[Running]:
    application: FastAPI = create_application(settings, secret=SECRET, dsn=dsn)
    async with running(application, settings) as service:
        yield service


@pytest.mark.parametrize(
    "request_",
    [b"\x00\r\n\r\n", b"\xff\xfe\xfd\r\n\r\n", b"hello\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
     b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"a" * 50,
     b"G\x00T /health HTTP/1.1\r\nHost: a\r\n\r\n",
     b"NONSENSE /health HTTP/1.1\r\nHost: a\r\n\r\n", b"GET /he\x00alth HTTP/1.1\r\nHost: a\r\n\r\n",
     b"GET http:// HTTP/1.1\r\nHost: a\r\n\r\n", b"GET /health HTTP/1.1\r\nHost\r\n\r\n",
     b"GET /health HTTP/1.1\r\n: a\r\n\r\n", b"GET /health HTTP/1.1\r\nX-A: a\x00b\r\n\r\n",
     b"GET /health HTTP/1.1\r\nX A: b\r\n\r\n", b"GET /health HTTP/1.1\r\n folded: a\r\n\r\n",
     b"POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: abc\r\n\r\n",
     b"POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
     b"POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\n",
     b"POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
     b"POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
     b"POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
     b"CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n",
     b"GET /health HTTP/1.1\r\nHost: a\r\nX: " + b"\x01" * 9 + b"\r\n\r\n"],
    ids=lambda request: repr(request[:40]),
)  # fmt: skip
async def test_what_is_not_http_is_refused_as_that(request_: bytes, service: Running) -> None:
    (answer,) = answers_in(await service.send(request_))
    assert (answer.status, answer.code) == (400, "malformed_request")
    assert answer.headers["connection"] == "close"
    assert (await service.http.get("/health")).status_code == 200


@pytest.mark.parametrize(
    ("head", "status", "code"),
    [(b"GET /" + b"a" * 65_536 + b" HTTP/1.1\r\n", 431, "headers_too_large"),
     (b"GET /" + b"a" * 8_000 + b" HTTP/1.1\r\n", 404, "route_not_found"),
     (b"GET /health?" + b"a" * 65_536 + b" HTTP/1.1\r\n", 431, "headers_too_large"),
     (b"GET /health HTTP/1.1\r\nX-Long: " + b"a" * 65_536 + b"\r\n", 431, "headers_too_large"),
     (b"GET /health HTTP/1.1\r\n" + b"a" * 65_536 + b": b\r\n", 431, "headers_too_large"),
     (b"GET /health HTTP/1.1\r\n" + b"X-Many: a\r\n" * 5_000, 431, "headers_too_large"),
     (b"GET /health HTTP/1.1\r\n" + b"X-Many: a\r\n" * 127, 431, "headers_too_large"),
     (b"GET /health HTTP/1.1\r\n" + b"X-Many: a\r\n" * 126, 200, None),
     (b"GET /health HTTP/1.1\r\nX-Long: " + b"a" * 8_000 + b"\r\n", 200, None),
     (b"GET /health HTTP/1.1\r\nCookie: " + b"a=b; " * 10_000 + b"\r\n", 431, "headers_too_large"),
     (b"GET /health HTTP/1.1\r\nAuthorization: Bearer \xff\xfe\r\n", 200, None),
     (b"GET /api/v1/auth/me HTTP/1.1\r\nAuthorization: Bearer \xff\xfe\r\n", 401, "invalid_token"),
     (b"GET /api/v1/auth/me HTTP/1.1\r\nAuthorization: \xe9\xe8\r\n", 401, "invalid_token"),
     (b"GET /api/v1/genres HTTP/1.1\r\nIf-None-Match: \xff\r\nAccept: \xff\r\nUser-Agent: \xff\xfe\r\n", 200, None),
     (b"GET /api/v1/genres HTTP/1.1\r\nX-Request-ID: \xff\r\ntraceparent: \xff\r\nOrigin: \xff\r\n", 200, None),
     (b"GET /%ff%fe HTTP/1.1\r\n", 404, "route_not_found"),
     (b"GET /\xff\xfe HTTP/1.1\r\n", 400, "malformed_request"),
     (b"GET /%00%zz% HTTP/1.1\r\n", 404, "route_not_found"),
     (b"GET /api/v1/titles?q=%ff HTTP/1.1\r\n", 422, "validation_failed"),
     (b"GET /api/v1/titles?q=\xff HTTP/1.1\r\n", 400, "malformed_request"),
     (b"GET /api/v1/titles/%00 HTTP/1.1\r\n", 422, "validation_failed"),
     (b"GET /api/v1/titles?limit=18446744073709551617 HTTP/1.1\r\n", 422, "validation_failed"),
     (b"GET /api/v1/titles?min_rating=NaN HTTP/1.1\r\n", 422, "validation_failed"),
     (b"GET /api/v1/titles?min_rating=1e400 HTTP/1.1\r\n", 422, "validation_failed"),
     (b"OPTIONS * HTTP/1.1\r\n", 404, "route_not_found"),
     (b"TRACE /health HTTP/1.1\r\n", 405, "method_not_allowed"),
     (b"GET http://elsewhere.example/health HTTP/1.1\r\n", 400, "malformed_request"),
     (b"GET http://a/health HTTP/1.1\r\n", 200, None),
     (b"GET /health HTTP/1.1\r\nUpgrade: websocket\r\n", 200, None)],
    ids=lambda value: repr(value[:60]) if isinstance(value, bytes) else str(value),
)  # fmt: skip
async def test_strange_heads_are_answered_below_500(
    head: bytes, status: int, code: str | None, service: Running
) -> None:
    (answer,) = answers_in(await service.send(head + END))
    assert (answer.status, answer.code) == (status, code)


@pytest.mark.parametrize(
    ("path", "status"), [("/api/v1/genres", 200), ("/api/v1/titles", 200), ("/docs", 200), ("/nothing", 404)]
)
async def test_head_is_answered_and_its_connection_goes_on(path: str, status: int, service: Running) -> None:
    """A server that does not know of HEAD takes the missing body for a broken answer, and hangs up."""
    whole = await service.http.get(path)
    head = b"HEAD " + path.encode() + b" HTTP/1.1\r\nHost: a\r\n\r\n"
    stream = await service.send(head + HEALTH)
    first, _, rest = stream.partition(b"\r\n\r\n")
    assert first.startswith(b"HTTP/1.1 %d " % status)
    assert whole.status_code == status
    if status == 200:
        assert b"content-length: %d\r\n" % len(whole.content) in first
    (second,) = answers_in(rest)
    assert second.status == 200


@pytest.mark.parametrize(
    "path", ["/api/v1/genres%0A", "/api/v1/genres/%0A", "/api/v1/titles%0A?limit=1", "/api/v1/favorites/shared/a%0A"]
)
async def test_line_break_behind_a_path_is_another_path(path: str, service: Running) -> None:
    """The router's patterns end in $, which lets one pass; in a header made of the path it would break the answer."""
    problem_of(await service.http.get(path), 404, "route_not_found")


@pytest.mark.parametrize("hosts", [b"", b"Host: a\r\nHost: b\r\n", b"Host: a\r\nHost: a\r\n"])
async def test_request_has_one_host(hosts: bytes, service: Running) -> None:
    """RFC 9112 §3.2: what stands between may go by another one than the service."""
    (answer,) = answers_in(await service.send(b"GET /health HTTP/1.1\r\n" + hosts + b"Connection: close\r\n\r\n"))
    assert (answer.status, answer.code) == (400, "malformed_request")


async def test_http_1_0_needs_no_host(service: Running) -> None:
    (answer,) = answers_in(await service.send(b"GET /health HTTP/1.0\r\n\r\n"))
    assert answer.status == 200


UPGRADE = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n"
LOGOUT = b'{"refresh_token": "x"}'


@pytest.mark.parametrize("is_chunked", [True, False])
@pytest.mark.parametrize("piece", [1, 7, 10_000])
async def test_offer_of_another_protocol_is_passed_over_together_with_a_body(
    piece: int, is_chunked: bool, service: Running
) -> None:
    """Java's client makes one with its first request; the parser would take the body for the other protocol."""
    length = b"Transfer-Encoding: chunked\r\n" if is_chunked else b"Content-Length: %d\r\n" % len(LOGOUT)
    head = b"POST /api/v1/auth/logout HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" + UPGRADE + length
    body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(LOGOUT), LOGOUT) if is_chunked else LOGOUT
    stream = await service.send_in_pieces(head + b"\r\n" + body + HEALTH, piece)
    assert [answer.status for answer in answers_in(stream)] == [204, 200]


@pytest.mark.parametrize("first", [b"HTTP/1.1\r\nConnection: close\r\n", b"HTTP/1.0\r\n"])
async def test_offer_on_a_connection_that_is_to_end_is_passed_over_too(first: bytes, service: Running) -> None:
    head = b"POST /api/v1/auth/logout " + first + b"Host: a\r\nContent-Type: application/json\r\n" + UPGRADE
    stream = await service.send_in_pieces(head + b"Content-Length: %d\r\n\r\n" % len(LOGOUT) + LOGOUT, 10_000)
    assert [answer.status for answer in answers_in(stream)] == [204]


async def test_body_behind_an_offer_of_another_protocol_is_no_request(service: Running) -> None:
    """Else whoever can send a body through a proxy could hide a request in it."""
    head = b"POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" + UPGRADE
    stream = await service.send_in_pieces(head + b"Content-Length: %d\r\n\r\n" % len(HEALTH) + HEALTH + HEALTH, 10_000)
    assert [answer.status for answer in answers_in(stream)] == [422, 200]


async def test_requests_behind_offers_of_another_protocol_are_all_answered(service: Running) -> None:
    offer = b"GET /health HTTP/1.1\r\nHost: a\r\n" + UPGRADE + b"\r\n"
    stream = await service.send_in_pieces(offer * 3 + HEALTH, 10_000)
    assert [answer.status for answer in answers_in(stream)] == [200] * 4


async def test_header_that_never_ends_is_refused_once_it_is_too_large(service: Running) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
    writer.write(b"GET /health HTTP/1.1\r\nX-Endless: ")
    sent = 0
    answer = asyncio.create_task(reader.read())
    while not answer.done() and sent < 64 * 1024 * 1024:
        writer.write(b"a" * 65_536)
        sent += 65_536
        await asyncio.sleep(0.001)
    (refused,) = answers_in(await answer)
    assert (refused.status, refused.code) == (431, "headers_too_large")
    writer.close()


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"\xff\xfe", 422), (b"{" * 100_000, 422), (b'{"a":' * 50_000, 422), (b'{"username": NaN}', 422), (b"\x00", 422),
     (b'{"username": "\\u0000", "password": "x"}', 422), (b'{"username": 1' + b"0" * 400 + b"}", 422),
     (b'{"username": "\\ud800", "password": "x"}', 422), (b"", 422), (b"[]", 422)],
    ids=lambda value: repr(value[:30]) if isinstance(value, bytes) else str(value),
)  # fmt: skip
@pytest.mark.parametrize("is_chunked", [True, False])
async def test_strange_bodies_are_refused(body: bytes, status: int, is_chunked: bool, service: Running) -> None:
    head = b"POST /api/v1/auth/login HTTP/1.1\r\nContent-Type: application/json\r\n"
    length = b"Transfer-Encoding: chunked\r\n" if is_chunked else b"Content-Length: %d\r\n" % len(body)
    chunks = (b"%x\r\n%b\r\n" % (len(body), body) if body else b"") + b"0\r\n\r\n"
    (answer,) = answers_in(await service.send(head + length + END + (chunks if is_chunked else body)))
    assert answer.status == status
    assert answer.code is not None


@pytest.mark.parametrize("is_chunked", [True, False])
async def test_body_too_large_is_refused_and_not_reset(is_chunked: bool, service: Running) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(128):
            yield b" " * 65_536

    content = pieces() if is_chunked else b" " * 128 * 65_536
    headers = {"Content-Type": "application/json"}
    answer = await service.http.post("/api/v1/auth/login", content=content, headers=headers)
    problem_of(answer, 413, "body_too_large")


async def test_garbage_behind_a_request_does_not_take_its_answer_away(service: Running) -> None:
    whole = HEALTH.replace(b"Connection: close\r\n", b"")
    answers = answers_in(await service.send(whole + b"\x00garbage\r\n\r\n"))
    assert answers[0].status == 200
    assert [answer.status for answer in answers[1:]] in ([], [400])


async def test_bytes_at_random_never_bring_it_down(service: Running) -> None:
    chance = random.Random(11)

    async def attack() -> None:
        data = bytearray(HEALTH * 2)
        for _ in range(chance.randrange(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        stream = await service.send(bytes(data) + b"\r\n\r\n")
        for answer in answers_in(stream):
            assert answer.status < 500, bytes(data)
            assert answer.code is None or answer.code

    await asyncio.gather(*(attack() for _ in range(150)))
    assert (await service.http.get("/health")).status_code == 200


async def until_idle(service: Running) -> None:
    """Wait until nothing of a request is left, as a task or a connection in use."""
    async with asyncio.timeout(30):
        while service.server.server_state.tasks or service.container.database().pool.state().in_use:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_clients_that_vanish_in_the_middle_leave_nothing_behind(service: Running) -> None:
    chance = random.Random(5)
    body = b'{"username": "nobody", "password": "correct horse battery staple"}'
    login = b"POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    requests = (
        b"GET /api/v1/titles HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /api/v1/genres HTTP/1.1\r\nHost: a\r\n\r\n",
        login + b"Content-Length: %d\r\n\r\n" % len(body) + body,
    )

    async def vanish() -> None:
        request = chance.choice(requests)
        _reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
        writer.write(request[: chance.randrange(1, len(request) + 1)])
        await asyncio.sleep(chance.random() * 0.02)
        writer.transport.abort()

    for _ in range(10):
        await asyncio.gather(*(vanish() for _ in range(20)))
    await until_idle(service)
    answers = await asyncio.gather(*(service.http.get("/api/v1/genres") for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    await until_idle(service)
