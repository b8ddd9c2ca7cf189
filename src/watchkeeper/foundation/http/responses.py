"""Answers: output DTOs as JSON with the headers the contract asks for."""

from collections.abc import Callable, Hashable, Sequence
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qsl, urlencode

import msgspec
from fastapi import Request, Response
from pydantic import BaseModel, Field

from watchkeeper.foundation.core.dtos import Output, Resource
from watchkeeper.foundation.core.pagination import Page
from watchkeeper.foundation.core.precondition import version_of
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.core.read_model import ReadModel, StampedReadModel
from watchkeeper.foundation.http.etags import entity_tag
from watchkeeper.foundation.http.headers import Header
from watchkeeper.foundation.http.services import services_of

ItemT = TypeVar("ItemT")
OutputT = TypeVar("OutputT")

PRIVATE = {"Cache-Control": "private, no-cache", "Vary": "Authorization"}
"""For what depends on the caller: no shared cache may keep it."""

PUBLIC = {"Cache-Control": "public, no-cache"}
"""For what is the same for everybody: caches may keep it and must ask whether it is still current."""

PUBLIC_UNLESS_SIGNED_IN = {"Cache-Control": "public, no-cache", "Vary": "Authorization"}
"""For what is the same for everybody who sends no token."""

_write = msgspec.json.Encoder().encode
_VERSIONED = (StampedReadModel, Resource)
_JSON = (b"content-type", b"application/json")

NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}
"""For answers that hold tokens."""


def headers_for(caller: Principal | None) -> dict[str, str]:
    """Return the headers of an answer that shows signed-in callers more than others."""
    return PUBLIC_UNLESS_SIGNED_IN if caller is None else PRIVATE


class PageOutput(BaseModel, Generic[OutputT]):
    """One page of a list."""

    items: list[OutputT]
    next_cursor: str | None = Field(description="Send it as cursor to get the next page; null on the last one.")
    total: int | None = Field(default=None, description="How many there are in all; only with with_total=true.")

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Return the name of the schema: `GenreList` for genres."""
        return getattr(params[0], "__name__", "Any").removesuffix("Output") + "List"


class JsonResponse(Response):
    """JSON with headers of which most are the same each time: those are put into bytes once."""

    media_type = "application/json"

    def __init__(self, body: bytes, status: int, headers: dict[str, str], more: Sequence[Header] = ()) -> None:
        self.status_code = status
        self.background = None
        self.body = body
        length = (b"content-length", b"%d" % len(body))
        self.raw_headers = [*_raw_of(tuple(headers.items())), *more, length, _JSON]


@lru_cache(256)
def _without_cursor(query: bytes) -> str:
    """Return a query without its cursor, as the beginning of another. The same few are sent again and again."""
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    remaining = urlencode([(name, value) for name, value in pairs if name not in ("cursor", "")])
    return f"{remaining}&" if remaining else ""


@lru_cache(256)
def _raw_of(headers: tuple[tuple[str, str], ...]) -> tuple[Header, ...]:
    return tuple((name.lower().encode(), value.encode()) for name, value in headers)


def json_response(
    output: Output | ReadModel, headers: dict[str, str], *, status: int = 200, location: str | None = None
) -> Response:
    """Return an output or a finished row as an answer; a resource carries its ETag, a new one its `Location` (path)."""
    body = _write(output) if isinstance(output, ReadModel) else output.model_dump_json().encode()
    more: list[Header] = []
    if isinstance(output, _VERSIONED):
        more.append((b"etag", entity_tag(body, version_of(output.updated_at)).encode()))
    if location is not None:
        more.append((b"location", location.encode()))
    return JsonResponse(body, status, headers, more)


def _written_by_pydantic(members: dict[str, Any], make: Callable[[ItemT], Output]) -> bytes:
    """Return a page of outputs as JSON. They are of one class: knowing which, pydantic takes half the time."""
    outputs = [make(item) for item in members["items"]]
    shape = _shape_of(type(outputs[0])) if outputs else PageOutput[Any]
    return shape.model_construct(**members | {"items": outputs}).model_dump_json(exclude_unset=True).encode()


@cache
def _shape_of(kind: Hashable) -> type[PageOutput[Any]]:
    """Return the page of items of a class. Kept: pydantic forgets what it makes of a generic, and that takes 7 ms."""
    return PageOutput[kind]  # type: ignore[valid-type]


def page_response(
    page: Page[ItemT], request: Request, headers: dict[str, str], make: Callable[[ItemT], Output] | None = None
) -> Response:
    """Return a page as an answer, with the address of the next one in `Link` (RFC 8288).

    Its items are finished rows, or `make` makes outputs of them.
    """
    path: str = request.scope["path"]
    cursor = services_of(request.scope).cursors.encode(page.next_cursor, path) if page.next_cursor else None
    members: dict[str, Any] = {"items": page.items, "next_cursor": cursor}
    if page.total is not None:
        members["total"] = page.total
    body = _write(members) if make is None else _written_by_pydantic(members, make)
    more: list[Header] = []
    if cursor is not None:
        query = _without_cursor(request.scope["query_string"])
        more.append((b"link", f'<{path}?{query}cursor={cursor}>; rel="next"'.encode("latin-1")))
    return JsonResponse(body, 200, headers, more)


def no_content() -> Response:
    """Return 204."""
    return Response(status_code=204)
