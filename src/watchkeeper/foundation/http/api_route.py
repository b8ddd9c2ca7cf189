"""The route that every operation of the API uses: strict JSON in, conditional answers out."""

import json
import re
from collections.abc import Awaitable, Callable, Iterable
from email.message import Message
from typing import Any

from fastapi import Request, Response
from fastapi.params import Form
from fastapi.routing import APIRoute
from starlette.convertors import PathConvertor, StringConvertor
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from watchkeeper.foundation.core.errors import InvalidInputError, UnsupportedMediaTypeError
from watchkeeper.foundation.core.field_error import FieldError
from watchkeeper.foundation.http.conflict_retry import retry_on_conflict
from watchkeeper.foundation.http.dependency_plan import dependency_plan
from watchkeeper.foundation.http.etags import respond_conditionally
from watchkeeper.foundation.http.headers import header_of
from watchkeeper.foundation.http.idempotency import Endpoint, idempotent
from watchkeeper.foundation.http.response_caching import respond_from_cache

_DEEPEST_NESTING = 64
_MOST_MEMBERS = 1000
_MOST_BRACKETS = 10_000
_BRACKET = re.compile(r"[\[\]{}]")
_Handle = Callable[[Request], Awaitable[Response]]
_TEXT = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)  # also one that never ends: it must not be tried again


class StrictRequest(Request):
    """A request whose JSON is read as RFC 8259 says: UTF-8, no NaN or Infinity, no member twice, and with reason in how
    it nests."""

    async def json(self) -> Any:  # noqa: ANN401
        body = await self.body()
        try:
            text = body.decode()
            if not _is_reasonable(text):
                raise json.JSONDecodeError("Nested too deeply, or too many members", "", 0)
            return json.loads(text, parse_constant=_reject_constant, object_pairs_hook=_members)
        except json.JSONDecodeError:
            raise
        except (ValueError, RecursionError) as failure:  # not UTF-8, or a number of thousands of digits
            raise json.JSONDecodeError(str(failure), "", 0) from failure


class ApiRoute(APIRoute):
    """A route that keeps the conventions of the API, so that its endpoint need not.

    A body that is not JSON is refused with 415 before it is parsed; answers to GET carry an ETag, and 304 answers a
    caller who has the current version; a POST that carries an `Idempotency-Key` has its effect once. Words that have a
    path of their own, `/titles/import`, are no ids: `excluded_paths` are the paths that this route leaves to others.

    What the endpoint is called with is found by a plan; FastAPI finds it where there can be none, as with forms.
    """

    excluded_paths: frozenset[str] = frozenset()

    def __init__(self, path: str, endpoint: Endpoint, **options: Any) -> None:  # noqa: ANN401 - FastAPI's, many
        super().__init__(path, idempotent(endpoint) if "POST" in options["methods"] else endpoint, **options)
        if any(
            not isinstance(convertor, StringConvertor | PathConvertor) for convertor in self.param_convertors.values()
        ):
            raise TypeError(f"{path}: what converts a parameter is its annotation")
        if self.plan is not None:
            self.app = _application_of(self.get_route_handler())

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return what Starlette's route does, for the one kind of path that there is here: parameters are text."""
        path: str = scope["path"]
        found = None if path in self.excluded_paths else self.path_regex.match(path)
        if found is None:
            return Match.NONE, {}
        match = Match.FULL if scope["method"] in (self.methods or ()) else Match.PARTIAL
        return match, {"endpoint": self.endpoint, "path_params": found.groupdict(), "route": self}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] in (self.methods or ()):
            await self.app(scope, receive, send)
        else:
            await super().handle(scope, receive, send)  # refuses the method

    def exclude_paths(self, paths: Iterable[str]) -> None:
        """Leave those of the paths that this route's parameters would take in."""
        self.excluded_paths = frozenset(path for path in paths if path != self.path and self.path_regex.match(path))

    def get_route_handler(self) -> _Handle:  # type: ignore[override]
        self.plan = dependency_plan(self)
        answer = super().get_route_handler() if self.plan is None else self.plan.answer
        handle = respond_from_cache(answer, self.dependant)
        field = self.body_field
        takes_json = field is not None and not isinstance(field.field_info, Form)
        takes_body = field is not None

        async def handle_request(request: Request) -> Response:
            strict = request if isinstance(request, StrictRequest) else StrictRequest(request.scope, request.receive)
            if takes_body:
                _require_media_type(strict, takes_json=takes_json)
                body = await strict.body()  # read here, so that a body over the limit is refused as that
                if not takes_json:
                    _require_reasonable_form(body)
            return respond_conditionally(strict, await retry_on_conflict(handle, strict))

        return handle_request


def _application_of(handle: _Handle) -> ASGIApp:
    """Return what a route runs, without the exit stacks that FastAPI opens for what no plan has.

    What is raised goes on to the handlers around the router.
    """

    async def respond(scope: Scope, receive: Receive, send: Send) -> None:
        response = await handle(StrictRequest(scope, receive))
        await response(scope, receive, send)

    return respond


def _require_media_type(request: Request, *, takes_json: bool) -> None:
    encoding = header_of(request.scope, b"content-encoding")
    if encoding is not None and encoding.strip().lower() != "identity":
        raise UnsupportedMediaTypeError
    given = header_of(request.scope, b"content-type")
    if not takes_json or (given is None and _is_bodiless(request)):
        return
    if not _is_json(given or ""):
        raise UnsupportedMediaTypeError


def _is_json(media_type: str) -> bool:
    if media_type == "application/json":
        return True
    message = Message()
    message["content-type"] = media_type
    kind = message.get_content_type()
    charset = str(message.get_param("charset", "utf-8")).lower()
    is_json = kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))
    return is_json and charset in ("utf-8", "utf8")


def _require_reasonable_form(body: bytes) -> None:
    """Refuse a form before it is parsed: the parser counts fields that have a name, and takes its time for the others.

    Raises InvalidInputError.
    """
    if body.count(b"&") > _MOST_MEMBERS:
        raise InvalidInputError(fields=(FieldError("/body", "Too many fields.", "malformed_body"),))


def _is_bodiless(request: Request) -> bool:
    return request.headers.get("content-length", "0") == "0" and "transfer-encoding" not in request.headers


def _reject_constant(name: str) -> None:
    raise json.JSONDecodeError(f"{name} is not JSON", "", 0)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise json.JSONDecodeError("A member is there twice", "", 0)
    return members


def _is_reasonable(text: str) -> bool:
    """Return whether a JSON text nests and branches no more than any body of the API could need to."""
    if text.count("[") + text.count("{") <= _DEEPEST_NESTING and text.count(":") <= _MOST_MEMBERS:
        return True
    bare = _TEXT.sub("", text)
    if bare.count(":") > _MOST_MEMBERS or bare.count("[") + bare.count("{") > _MOST_BRACKETS:
        return False
    depth = deepest = 0
    for bracket in _BRACKET.findall(bare):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest <= _DEEPEST_NESTING
