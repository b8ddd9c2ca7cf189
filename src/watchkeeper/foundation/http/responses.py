"""Responses: output DTOs and read models as JSON, with caching headers, ETag, Location and Link."""

from collections.abc import Awaitable, Callable, Hashable, Sequence
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import msgspec
from fastapi import Request, Response
from pydantic import BaseModel, Field

from watchkeeper.foundation.core.dtos import Output, Resource
from watchkeeper.foundation.core.pagination import Page
from watchkeeper.foundation.core.precondition import version_of
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.core.read_model import Changed, Fingerprint, Fingerprinted, ReadModel, StampedReadModel
from watchkeeper.foundation.core.stored_response import StoredResponse
from watchkeeper.foundation.http.etags import NotModified, entity_tag, is_known
from watchkeeper.foundation.http.headers import Header, header_of
from watchkeeper.foundation.http.services import services_of

ItemT = TypeVar("ItemT")
OutputT = TypeVar("OutputT")

PRIVATE = {"Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
"""For responses that depend on the caller: shared caches may not store them."""

PUBLIC = {"Cache-Control": "public, no-cache"}
"""For responses that are the same for every caller: caches may store them and must revalidate."""

PUBLIC_UNLESS_SIGNED_IN = {"Cache-Control": "public, no-cache", "Vary": "Authorization, Cookie"}
"""For responses that are the same for every request without a token or a cookie."""

_write = write_json = msgspec.json.Encoder().encode
_VERSIONED = (StampedReadModel, Resource)
_NOT_STORED = ("content-length", "set-cookie")
_JSON = (b"content-type", b"application/json")

OPERATION_ID = "Operation-ID"
"""The header with the operation by which a change is undone, of every response that made one."""

NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}
"""For responses that contain tokens."""


def headers_for(caller: Principal | None) -> dict[str, str]:
    """Return the caching headers of a response that shows more to signed-in callers."""
    return PUBLIC_UNLESS_SIGNED_IN if caller is None else PRIVATE


class PageOutput(BaseModel, Generic[OutputT]):
    """One page of a list."""

    items: list[OutputT]
    next_cursor: str | None = Field(description="The next page; null on the last one.")
    total: int | None = Field(default=None, description="Only with with_total=true.")

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Return the name of the schema: `GenreList` for genres."""
        return getattr(params[0], "__name__", "Any").removesuffix("Output") + "List"


class JsonResponse(Response):
    """A JSON response that caches the encoding of its constant headers."""

    media_type = "application/json"
    shorter_body: bytes | None = None
    """The body with ids in place of the resources themselves, if it has a shorter one."""

    def __init__(self, body: bytes, status: int, headers: dict[str, str], more: Sequence[Header] = ()) -> None:
        self.status_code = status
        self.background = None
        self.body = body
        length = (b"content-length", b"%d" % len(body))
        self.raw_headers = [*_raw_of(tuple(headers.items())), *more, length, _JSON]


@lru_cache(256)
def _without_cursor(query: bytes) -> str:
    """Return a query without its cursor, ready for appending another. The last 256 results are cached."""
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    remaining = urlencode([(name, value) for name, value in pairs if name not in ("cursor", "")])
    return f"{remaining}&" if remaining else ""


@lru_cache(256)
def _raw_of(headers: tuple[tuple[str, str], ...]) -> tuple[Header, ...]:
    return tuple((name.lower().encode(), value.encode()) for name, value in headers)


def json_response(
    output: Output | ReadModel | Fingerprinted[ReadModel] | Changed[ReadModel],
    headers: dict[str, str],
    *,
    status: int = 200,
    location: str | None = None,
) -> Response:
    """Return an output or read model as a response; versioned ones get an ETag, new ones a `Location` (path).

    What a change made an operation of names that.
    """
    more: list[Header] = []
    if isinstance(output, Changed):
        output, operation_id = output
        if operation_id is not None:
            more.append((OPERATION_ID.lower().encode(), str(operation_id).encode()))
    fingerprint = None
    if isinstance(output, Fingerprinted):
        output, fingerprint = output
    body = _write(output) if isinstance(output, ReadModel) else output.model_dump_json().encode()
    if isinstance(output, _VERSIONED):
        state = body if fingerprint is None else fingerprint.encode()
        more.append((b"etag", entity_tag(state, version_of(output.updated_at)).encode()))
    elif fingerprint is not None:
        more.append((b"etag", entity_tag(fingerprint.encode()).encode()))
    if location is not None:
        more.append((b"location", location.encode()))
    return JsonResponse(body, status, headers, more)


async def unless_unchanged(
    request: Request,
    caller: Principal | None,
    find_fingerprint: Callable[[Principal], Awaitable[Fingerprint]],
    read: Callable[[], Awaitable[Fingerprinted[ReadModel]]],
) -> Response:
    """Return a read model as a response, or 304 where its fingerprint alone shows that the caller knows it."""
    headers = headers_for(caller)
    if caller is not None and header_of(request.scope, b"if-none-match") is not None:
        found = await find_fingerprint(caller)
        version = None if found.updated_at is None else version_of(found.updated_at)
        tag = entity_tag(found.fingerprint.encode(), version)
        if is_known(request.scope, tag):
            return NotModified([(b"etag", tag.encode()), *_raw_of(tuple(headers.items()))])
    return json_response(await read(), headers)


async def file_unless_known(
    request: Request, fingerprint: bytes, write: Callable[[], Awaitable[bytes]], media_type: str
) -> Response:
    """Return a private file as a response, or 304 where its fingerprint shows that the client has it: then it is not
    written."""
    tag = entity_tag(fingerprint)
    if is_known(request.scope, tag):
        return NotModified([(b"etag", tag.encode()), *_raw_of(tuple(PRIVATE.items()))])
    return Response(await write(), headers=PRIVATE | {"ETag": tag}, media_type=media_type)


def _page_json(members: dict[str, Any], make: Callable[[ItemT], Output]) -> bytes:
    """Return a page of outputs as JSON. With the class of its items known, pydantic takes half the time."""
    outputs = [make(item) for item in members["items"]]
    page_type = _page_type(type(outputs[0])) if outputs else PageOutput[Any]
    return page_type.model_construct(**members | {"items": outputs}).model_dump_json(exclude_unset=True).encode()


@cache
def _page_type(kind: Hashable) -> type[PageOutput[Any]]:
    """Return the page type for a class of items. Cached, because pydantic takes 7 ms to parametrize a generic."""
    return PageOutput[kind]  # type: ignore[valid-type]


def page_response(
    page: Page[ItemT], request: Request, headers: dict[str, str], make: Callable[[ItemT], Output] | None = None
) -> Response:
    """Return a page as a response, with the address of the next page in `Link` (RFC 8288).

    The items are read models, unless `make` converts each of them to an output.
    """
    path: str = request.scope["path"]
    cursor = services_of(request.scope).cursors.encode(page.next_cursor, path) if page.next_cursor else None
    members: dict[str, Any] = {"items": page.items, "next_cursor": cursor}
    if page.total is not None:
        members["total"] = page.total
    body = _write(members) if make is None else _page_json(members, make)
    more: list[Header] = []
    if cursor is not None:
        query = _without_cursor(request.scope["query_string"])
        more.append((b"link", f'<{path}?{query}cursor={cursor}>; rel="next"'.encode("latin-1")))
    return JsonResponse(body, 200, headers, more)


def no_content(operation_id: UUID | None = None) -> Response:
    """Return 204, with the operation that undoes it, if there is one."""
    headers = {} if operation_id is None else {OPERATION_ID: str(operation_id)}
    return Response(status_code=204, headers=headers)


def stored_response_of(response: Response) -> StoredResponse:
    """Return a response as a value for storage, without the headers that are added to every response, and cookies."""
    headers = tuple((name, value) for name, value in response.headers.items() if name not in _NOT_STORED)
    shorter = response.shorter_body if isinstance(response, JsonResponse) else None
    return StoredResponse(response.status_code, headers, bytes(response.body), shorter_body=shorter)


def response_of(stored: StoredResponse) -> Response:
    """Return a stored response for sending, with exactly the stored headers and a new `Content-Length`."""
    response = Response(stored.body, stored.status)
    for name, value in stored.headers:
        response.headers.append(name, value)
    return response
