"""What an endpoint is called with, and what is told of a request that is wrong."""

from typing import Annotated, Any
from uuid import UUID

import pytest
from fastapi import Request, Response
from pydantic import Field
from starlette.types import Message

from watchkeeper.foundation.core import AdminRequiredError, Principal, ServiceError
from watchkeeper.foundation.core.dtos import FormInput, Input, PageQuery
from watchkeeper.foundation.core.errors import (
    AuthenticationRequiredError,
    InvalidCursorError,
    InvalidInputError,
    InvalidTokenError,
)
from watchkeeper.foundation.core.pagination import MAX_PAGE_SIZE, Cursor, PageRequest
from watchkeeper.foundation.http import CurrentAdmin, IfMatch, Paging, RequestHeader
from watchkeeper.foundation.http.authentication import Authentication
from watchkeeper.foundation.http.binder import Binder
from watchkeeper.foundation.http.cursors import CursorCodec
from watchkeeper.foundation.http.endpoint_signature import Endpoint, read_signature
from watchkeeper.foundation.http.page_session import PageSessions
from watchkeeper.foundation.http.request_body import StrictRequest
from watchkeeper.foundation.http.request_state import state_of

PATH = "/things/7"
CODEC = CursorCodec("a secret of this test")
CURSOR = Cursor("name", "b", UUID(int=7))
ID = "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"


class Authenticator:
    """Knows callers by the very words of their tokens."""

    async def authenticate(self, token: str) -> Principal:
        if token not in ("admin", "user"):
            raise InvalidTokenError
        return Principal(UUID(int=1), UUID(int=2), token)

    async def find_by_page_session(self, text: str) -> Principal | None:
        return None


class App:
    class services:  # noqa: N801 - an attribute of the application
        authentication = Authentication(Authenticator(), PageSessions("secret", public_url=None))
        cursors = CODEC


class ThingQuery(PageQuery):
    tag: tuple[str, ...] = ()
    score: int | None = Field(default=None, alias="score.gte")


class ThingInput(Input):
    name: str


async def endpoint(
    request: Request,
    thing_id: UUID,
    admin: CurrentAdmin,
    precondition: IfMatch,
    query: ThingQuery,
    page: Paging,
    thing: ThingInput,
    mark: Annotated[Annotated[str, Field(max_length=3)] | None, RequestHeader("X-Mark")],
) -> Response:
    return Response(f"{request}{thing_id}{admin}{precondition}{query}{page}{thing}{mark}")


def request_of(
    query: str = "", body: bytes = b'{"name": "a"}', thing_id: str = ID, token: str | None = "admin", **headers: str
) -> StrictRequest:
    given = {"content-type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
    if token is not None:
        given["authorization"] = f"Bearer {token}"

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    scope: dict[str, Any] = {
        "type": "http",
        "app": App,
        "method": "PUT",
        "path": PATH,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }
    state_of(scope).path_values = {"thing_id": thing_id}
    return StrictRequest(scope, receive)


def binder_of(bound: Endpoint = endpoint, path: str = "/things/{thing_id}") -> Binder:
    return Binder(read_signature(bound, path), any_query=False)


async def refused(request: StrictRequest) -> ServiceError:
    with pytest.raises(ServiceError) as refusal:
        await binder_of().arguments(request)
    return refusal.value


async def problems(request: StrictRequest) -> list[tuple[str, str]]:
    error = await refused(request)
    assert isinstance(error, InvalidInputError)
    return [(field.pointer, field.code) for field in error.fields]


async def test_endpoint_gets_what_is_sent_by_the_kinds_of_its_parameters() -> None:
    text = CODEC.encode(CURSOR, PATH)
    request = request_of(f"limit=5&cursor={text}&tag=a&tag=b&score.gte=4", if_match='"1a-xyz"', x_mark="abc")
    values = await binder_of().arguments(request)
    assert values == {
        "request": request,
        "thing_id": UUID(ID),
        "admin": Principal(UUID(int=1), UUID(int=2), "admin"),
        "precondition": values["precondition"],
        "query": ThingQuery.model_validate({"limit": 5, "cursor": text, "tag": ("a", "b"), "score.gte": 4}),
        "page": PageRequest(5, CURSOR),
        "thing": ThingInput(name="a"),
        "mark": "abc",
    }
    assert values["precondition"].versions == {"1a"}


async def test_what_is_not_sent_is_the_default() -> None:
    values = await binder_of().arguments(request_of())
    assert (values["mark"], values["page"], values["precondition"].versions) == (None, PageRequest(), None)


@pytest.mark.parametrize(
    ("token", "error"), [(None, AuthenticationRequiredError), ("x", InvalidTokenError), ("user", AdminRequiredError)]
)
async def test_caller_who_may_not_hears_of_that_before_anything_else(token: str | None, error: type[Exception]) -> None:
    request = request_of("limit=x&nonsense=1", b"{", "garbage", token, x_mark="too long")
    assert type(await refused(request)) is error


async def test_all_that_is_wrong_is_told_at_once_path_query_header_body() -> None:
    assert await problems(request_of("limit=0&tag=a", b'{"name": 1}', "garbage", x_mark="abcd")) == [
        ("/path/thing_id", "uuid_parsing"),
        ("/query/limit", "greater_than_equal"),
        ("/header/X-Mark", "string_too_long"),
        ("/body/name", "string_type"),
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("colour=red", [("/query/colour", "unknown_parameter")]),
        ("limit=1&limit=2", [("/query/limit", "repeated_parameter")]),
        ("a/b~c=1", [("/query/a~1b~0c", "unknown_parameter")]),
        ("score=4", [("/query/score", "unknown_parameter")]),
        ("limit=0&x=&x=", [("/query/limit", "greater_than_equal"), ("/query/x", "unknown_parameter")]),
        (f"limit={MAX_PAGE_SIZE + 1}", [("/query/limit", "less_than_equal")]),
        *((f"score.gte={no}", [("/query/score.gte", "int_parsing")]) for no in ("x", "1_0", "%2B1", "+1", "%D9%A1")),
    ],
)
async def test_query_that_is_wrong_is_told_by_parameter(query: str, expected: list[tuple[str, str]]) -> None:
    assert await problems(request_of(query)) == expected


async def test_unknown_parameter_names_those_that_there_are() -> None:
    error = await refused(request_of("colour=red"))
    assert error.fields[0].detail == "This operation takes limit, cursor, with_total, tag, score.gte."


async def test_query_that_was_wrong_is_wrong_again() -> None:
    binder = binder_of()
    for _ in range(2):
        with pytest.raises(InvalidInputError):
            await binder.arguments(request_of("limit=0"))


async def test_cursor_of_another_list_is_refused() -> None:
    assert isinstance(await refused(request_of(f"cursor={CODEC.encode(CURSOR, '/others')}")), InvalidCursorError)


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"", "missing"), (b"{", "malformed_body"), (b"\xff", "malformed_body"), (b'{"a":1,"a":1}', "malformed_body")],
)
async def test_body_that_is_no_json_is_told_as_that(body: bytes, code: str) -> None:
    assert await problems(request_of(body=body)) == [("/body", code)]


async def test_member_that_comes_twice_is_told_as_that() -> None:
    error = await refused(request_of(body=b'{"a":1,"a":1}'))
    assert error.fields[0].detail == "A member comes twice in one object."


async def test_body_with_more_wrong_than_anybody_reads_tells_a_hundred_things() -> None:
    body = b"{" + b",".join(b'"%d": 1' % number for number in range(500)) + b"}"
    assert len(await problems(request_of(body=body))) == 100


class ThingForm(FormInput):
    name: str | None = None


async def take_form(form: ThingForm) -> Response:
    return Response(form.name)


async def test_form_leaves_out_empty_and_unknown_fields() -> None:
    for body, name in ((b"name=a&other=1", "a"), (b"name=", None), (b"", None)):
        request = request_of(body=body, content_type="application/x-www-form-urlencoded")
        values = await binder_of(take_form, "/things").arguments(request)
        assert values == {"form": ThingForm(name=name)}
