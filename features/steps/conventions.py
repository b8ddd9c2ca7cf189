"""The conventions of the API as they look on the wire."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

from behave import given, then, when
from behave.runner import Context
from httpx import Response

from features.importing import enter_genre

MIB = 1024 * 1024


@when("a client asks for {method:w} {address}")
def send(context: Context, method: str, address: str) -> None:
    context.answer = context.http.request(method, address)


@then("the status is {status:d}")
def check_status_code(context: Context, status: int) -> None:
    assert context.answer.status_code == status, context.answer.text


@then("it is no redirect")
def check_no_redirect(context: Context) -> None:
    assert "location" not in context.answer.headers


@then("there is no body")
def check_no_body(context: Context) -> None:
    assert context.answer.content == b""


@then('the problem has the code "{code:Text}"')
def check_code(context: Context, code: str) -> None:
    problem = context.answer.json()
    assert context.answer.headers["content-type"] == "application/problem+json"
    assert problem["code"] == code
    assert problem["status"] == context.answer.status_code
    assert problem["request_id"] == context.answer.headers["x-request-id"]
    assert problem["type"].endswith(code)
    assert problem["title"]
    assert problem["detail"]


@then('the problem "{code:Text}" points to "{pointer:Text}"')
def check_pointer(context: Context, code: str, pointer: str) -> None:
    check_code(context, code)
    assert pointer in [error["pointer"] for error in context.answer.json()["errors"]]


@when("a client reads the genre")
def read_genre(context: Context) -> None:
    context.answer = context.http.get(f"/api/v1/genres/{context.genre['id']}")


@when("the client reads it again with If-None-Match")
def read_genre_again(context: Context) -> None:
    tag = context.answer.headers["etag"]
    context.answer = context.http.get(f"/api/v1/genres/{context.genre['id']}", headers={"If-None-Match": tag})


@when("the admin reads the genre in two windows")
def read_twice(context: Context) -> None:
    http = context.people.admin().http
    context.tags = [http.get(f"/genres/{context.genre['id']}").headers["etag"] for _ in ("first", "second")]


@when("changes it with If-Match in the {which:w} window")
def change_in_window(context: Context, which: str) -> None:
    tag = context.tags[("first", "second").index(which)]
    body = {"name": f"{context.genre['name']} {which}"}
    http = context.people.admin().http
    context.answers.append(http.patch(f"/genres/{context.genre['id']}", json=body, headers={"If-Match": tag}))


@then('the first change is made and the second is refused with {status:d} "{code:Text}"')
def check_second_refused(context: Context, status: int, code: str) -> None:
    first, context.answer = context.answers
    assert first.status_code == 200
    assert context.answer.status_code == status
    check_code(context, code)
    now = context.http.get(f"/api/v1/genres/{context.genre['id']}").json()
    assert now["name"].endswith("first")


@when('a client signs up with the member "{member:Text}"')
def sign_up_with_member(context: Context, member: str) -> None:
    person = context.people.stranger("Mallory")
    body = {"username": person.username, "email": person.email, "password": person.password, member: True}
    context.answer = context.http.post("/api/v1/auth/register", json=body)


@given("{count:d} genres")
def have_genres(context: Context, count: int) -> None:
    context.genres = [enter_genre(context, f"Paged {number}") for number in range(count)]


@when("a client reads them {size:d} at a time, and one that was read is deleted after the first page")
def read_pages(context: Context, size: int) -> None:
    ours = {genre["id"] for genre in context.genres}
    context.seen = []
    address = f"/api/v1/genres?limit={size}&sort=-created_at"
    while address:
        answer = context.http.get(address)
        shown = [genre["id"] for genre in answer.json()["items"] if genre["id"] in ours]
        if not context.seen:
            context.people.admin().http.delete(f"/genres/{shown[-1]}")
        context.seen += shown
        address = answer.links.get("next", {}).get("url")


@then("the client has seen each of the others once")
def check_seen(context: Context) -> None:
    assert len(context.seen) == len(set(context.seen)) == len(context.genres)


@when("a client announces a body of {size:d} MiB")
def announce_body(context: Context, size: int) -> None:
    parts = urlsplit(context.service)
    head = f"POST /api/v1/auth/login HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
    received = cycle(context, f"{head}Content-Length: {size * MIB}\r\n\r\n{{".encode())
    context.answer = parsed(received)


@when("a client sends a body of {size:d} MiB in chunks")
def send_chunks(context: Context, size: int) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(size * 16):
            yield b" " * (MIB // 16)

    headers = {"Content-Type": "application/json"}
    context.answer = context.http.post("/api/v1/auth/login", content=chunks(), headers=headers)


@when("a client writes {text} on the wire")
def send_raw(context: Context, text: str) -> None:
    context.received = cycle(context, text.encode().decode("unicode_escape").encode("latin-1"))


def cycle(context: Context, sent: bytes) -> bytes:
    """Send bytes and return what comes back until the service says no more or closes."""
    parts = urlsplit(context.service)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(sent)
        connection.settimeout(1)
        received = b""
        try:
            while piece := connection.recv(65536):
                received += piece
        except TimeoutError:
            pass
        return received


def parsed(received: bytes) -> Response:
    head, _, body = received.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    headers = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    return Response(int(status.split()[1]), headers=headers, content=body)


@then("the connection is answered with 4xx or closed")
def check_raw(context: Context) -> None:
    assert not context.received or context.received.startswith(b"HTTP/1.1 4"), context.received[:300]


@then("the service still answers")
def check_alive(context: Context) -> None:
    assert context.http.get("/health").status_code == 200
