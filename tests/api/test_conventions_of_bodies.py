"""What may be sent as a body: how large, in which characters and numbers, how deeply nested."""

import gzip
import json
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.support.accounts import Accounts
from tests.support.each import for_each
from tests.support.problems import pointers_of, problem_of
from watchkeeper.foundation.http.middleware.request_cycle import BODY_LIMIT

LOGIN = "/api/v1/auth/login"
GENRES = "/api/v1/genres"
TITLES = "/api/v1/titles"
JSON = {"Content-Type": "application/json"}
CREDENTIALS = b'{"username": "nobody", "password": "correct horse battery staple"}'


async def in_pieces(content: bytes, size: int = 65_536) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


@pytest.mark.parametrize("is_chunked", [False, True])
class TestSize:
    async def test_body_of_the_limit_is_read(self, is_chunked: bool, client: httpx.AsyncClient) -> None:
        body = CREDENTIALS.ljust(BODY_LIMIT)
        content = in_pieces(body) if is_chunked else body
        problem_of(await client.post(LOGIN, content=content, headers=JSON), 401, "invalid_credentials")

    async def test_body_of_a_byte_more_is_too_large(self, is_chunked: bool, client: httpx.AsyncClient) -> None:
        body = CREDENTIALS.ljust(BODY_LIMIT + 1)
        content = in_pieces(body) if is_chunked else body
        problem_of(await client.post(LOGIN, content=content, headers=JSON), 413, "body_too_large")

    async def test_form_of_a_byte_more_is_too_large(self, is_chunked: bool, client: httpx.AsyncClient) -> None:
        body = b"grant_type=password&username=a&password=".ljust(BODY_LIMIT + 1, b"a")
        content = in_pieces(body) if is_chunked else body
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        problem_of(await client.post("/api/v1/auth/token", content=content, headers=headers), 413, "body_too_large")


@pytest.mark.parametrize("repeated", ["grant_type=password", "username=ada", "password=other"])
async def test_repeated_field_of_the_token_form_is_an_invalid_request(repeated: str, client: httpx.AsyncClient) -> None:
    """RFC 6749 §3.2: two parties could otherwise read one request in two ways."""
    body = f"grant_type=password&username=nobody&password=wrong&{repeated}"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await client.post("/api/v1/auth/token", content=body, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("filling", [b"&", b"a&", b"=&", b"a=b&"])
async def test_form_of_more_fields_than_any_could_need_is_refused_unread(
    filling: bytes, client: httpx.AsyncClient
) -> None:
    """A third of a second of the event loop went into a form of a million empty fields, which nobody counted."""
    body = b"grant_type=password&username=nobody&password=wrong" + filling * 1001
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await client.post("/api/v1/auth/token", content=body, headers=headers)
    assert [error["code"] for error in problem_of(answer, 422, "validation_failed")["errors"]] == ["malformed_body"]


async def test_body_too_large_is_not_read_whole(client: httpx.AsyncClient) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(640):
            read += 100_000
            yield b" " * 100_000

    problem_of(await client.post(LOGIN, content=endless(), headers=JSON), 413)
    assert read < 2 * BODY_LIMIT


@pytest.mark.parametrize("length", ["99999999999999999999", "9" * 5000])
async def test_announced_length_beyond_reason_is_too_large(length: str, client: httpx.AsyncClient) -> None:
    problem_of(await client.post(LOGIN, content=CREDENTIALS, headers=JSON | {"Content-Length": length}), 413)


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate", "gzip, identity"])
async def test_content_coding_is_not_supported(coding: str, client: httpx.AsyncClient) -> None:
    headers = JSON | {"Content-Encoding": coding}
    answer = await client.post(LOGIN, content=gzip.compress(CREDENTIALS), headers=headers)
    problem_of(answer, 415, "unsupported_media_type")


@pytest.mark.parametrize(
    "media_type",
    [
        "application/json",
        "application/json; charset=utf-8",
        'application/json;charset="UTF-8"',
        "APPLICATION/JSON",
        "application/merge-patch+json",
        "application/vnd.api+json",
    ],
)
async def test_kinds_of_json_are_read(media_type: str, client: httpx.AsyncClient) -> None:
    answer = await client.post(LOGIN, content=CREDENTIALS, headers={"Content-Type": media_type})
    problem_of(answer, 401, "invalid_credentials")


@for_each(
    "body",
    [
        b"{", b"{]", b"nul", b"{'username': 1}", b'{"username": "a",}', b'{"username": "a"} {}', b"// {}",
        b'{"username": "\xff\xfe", "password": "x"}', b"\xff\xfe{\x00}\x00", b'{"username": "a\x00b", "password": "x"}',
        b'{"username": "a\nb", "password": "x"}', b'{"username": NaN}', b'{"username": Infinity}',
        b'{"username": -Infinity}', b'{"username": ' + b"9" * 5000 + b"}", b"\xc3", b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"username": "\\ud8", "password": "x"}', b'{"username": 01}', b"\xef\xbb\xbf{}",
    ],
)  # fmt: skip
async def test_body_that_is_not_json_is_not_valid(body: bytes, client: httpx.AsyncClient) -> None:
    problem = problem_of(await client.post(LOGIN, content=body, headers=JSON), 422, "validation_failed")
    assert pointers_of(problem) == ["/body"]
    assert problem["errors"][0]["code"] == "malformed_body"


async def test_brackets_in_a_text_are_text(accounts: Accounts) -> None:
    admin = await accounts.admin()
    overview = '[{"\\' * 200
    title = {"title": "Brackets", "media_type": "movie", "overview": overview, "external_ids": {}}
    answer = await admin.http.post(TITLES, json=title)
    assert answer.status_code == 201, answer.text
    assert answer.json()["overview"] == overview


@pytest.mark.parametrize("depth", [65, 5_000, 500_000])
async def test_nesting_beyond_reason_is_not_valid_at_any_depth(depth: int, client: httpx.AsyncClient) -> None:
    body = b'{"username": ' + b"[" * depth + b"]" * depth + b"}"
    problem_of(await client.post(LOGIN, content=body[:BODY_LIMIT], headers=JSON), 422)


@pytest.mark.parametrize(
    "sign",
    ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\n", "\t", "\ud800", "\udfff", "\ud83d"],  # noqa: PT014 - halves differ
)
@pytest.mark.parametrize("place", ["{}Drama", "Dra{}ma", "Drama{}x"])
async def test_text_with_a_sign_nobody_can_see_is_not_valid(sign: str, place: str, accounts: Accounts) -> None:
    admin = await accounts.admin()
    body = json.dumps({"name": place.format(sign)}).encode()
    problem = problem_of(await admin.http.post(GENRES, content=body, headers=JSON), 422)
    assert pointers_of(problem) == ["/body/name"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("  Drama\u00a0 ", "Drama"), ("Cine\u0301ma", "Cinéma"), ("Ciné 🎬 映画", "Ciné 🎬 映画"), ("ﬁlm", "ﬁlm"),
     ("<b>x</b>", "<b>x</b>"), ("a" * 80, "a" * 80), ("🎬" * 80, "🎬" * 80), ("e\u0301" * 40, "é" * 40)],
    ids=lambda text: repr(text[:12]),
)  # fmt: skip
async def test_text_is_kept_in_nfc_and_trimmed(sent: str, kept: str, accounts: Accounts) -> None:
    admin = await accounts.admin()
    answer = await admin.http.post(GENRES, json={"name": sent})
    assert answer.status_code == 201, answer.text
    assert answer.json()["name"] == kept
    assert (await admin.http.get(answer.headers["location"])).json()["name"] == kept


@pytest.mark.parametrize("name", ["", "   ", "\u00a0", "a" * 81, "🎬" * 81, None, 1, True, ["a"], {"a": 1}])
async def test_text_too_short_too_long_or_no_text_is_not_valid(name: object, accounts: Accounts) -> None:
    admin = await accounts.admin()
    assert pointers_of(problem_of(await admin.http.post(GENRES, json={"name": name}), 422)) == ["/body/name"]


@pytest.mark.parametrize(
    "number",
    ["0", "-1", "100001", "2147483648", "9223372036854775808", "1" + "0" * 300, "1e400", "-1e400", "1.5", "3.0",
     "1e2", "true", '"3"', "[]", "{}"],
    ids=lambda number: number[:20],
)  # fmt: skip
async def test_number_out_of_bounds_or_no_integer_is_not_valid(number: str, accounts: Accounts) -> None:
    admin = await accounts.admin()
    body = f'{{"title": "Number", "media_type": "movie", "runtime_minutes": {number}}}'
    problem = problem_of(await admin.http.post(TITLES, content=body, headers=JSON), 422)
    assert pointers_of(problem) == ["/body/runtime_minutes"]


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity", "9" * 5000], ids=lambda text: text[:10])
async def test_number_that_json_does_not_know_is_malformed(constant: str, accounts: Accounts) -> None:
    admin = await accounts.admin()
    body = f'{{"title": "Number", "media_type": "movie", "runtime_minutes": {constant}}}'
    problem = problem_of(await admin.http.post(TITLES, content=body, headers=JSON), 422)
    assert problem["errors"][0]["code"] == "malformed_body"


async def test_key_of_an_object_with_half_a_sign_is_not_valid(accounts: Accounts) -> None:
    admin = await accounts.admin()
    body = b'{"title": "Key", "media_type": "movie", "external_ids": {"\\ud800": "1"}}'
    problem_of(await admin.http.post(TITLES, content=body, headers=JSON), 422)


async def test_refusal_never_repeats_what_was_sent(client: httpx.AsyncClient) -> None:
    secret = "my secret passphrase \u0007"
    body = {"username": 5, "password": {"value": secret}, "email": secret, "first_name": [secret]}
    answer = await client.post("/api/v1/auth/register", json=body)
    problem_of(answer, 422)
    assert "secret" not in answer.text


async def test_refusal_of_very_many_members_is_bounded(client: httpx.AsyncClient) -> None:
    body = json.dumps({f"m{number}": 0 for number in range(60_000)})
    answer = await client.post(LOGIN, content=body, headers=JSON)
    problem = problem_of(answer, 422)
    assert len(problem["errors"]) <= 100
