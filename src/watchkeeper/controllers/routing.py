"""The route that every operation of the API uses: strict JSON in, conditional answers out."""

import json
import re
from collections.abc import Awaitable, Callable, Iterable
from email.message import Message
from typing import Any

from fastapi import Request, Response
from fastapi.params import Form
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Scope

from watchkeeper.controllers.conditional import answer_conditionally
from watchkeeper.controllers.idempotency import Endpoint, once_per_key
from watchkeeper.controllers.keeping import answer_from_kept
from watchkeeper.controllers.retrying import answer_despite_conflicts
from watchkeeper.models.errors.base import InvalidInputError, UnsupportedMediaTypeError
from watchkeeper.models.errors.field_error import FieldError

_DEEPEST_NESTING = 64
_MOST_MEMBERS = 1000
_MOST_BRACKETS = 10_000
_BRACKET = re.compile(r"[\[\]{}]")
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
            return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_members)
        except json.JSONDecodeError:
            raise
        except (ValueError, RecursionError) as failure:  # not UTF-8, or a number of thousands of digits
            raise json.JSONDecodeError(str(failure), "", 0) from failure


class ContractRoute(APIRoute):
    """A route that keeps the conventions of the API, so that its endpoint need not.

    A body that is not JSON is refused with 415 before it is parsed; answers to GET carry an ETag, and 304 answers a
    caller who has the current version; a POST that carries an `Idempotency-Key` has its effect once. Words that have a
    path of their own, `/titles/import`, are no ids: `words` are the paths that this route leaves to others.
    """

    words: frozenset[str] = frozenset()

    def __init__(self, path: str, endpoint: Endpoint, **options: Any) -> None:  # noqa: ANN401 - FastAPI's, many
        super().__init__(path, once_per_key(endpoint) if "POST" in options["methods"] else endpoint, **options)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        return (Match.NONE, {}) if scope["path"] in self.words else super().matches(scope)

    def leave(self, paths: Iterable[str]) -> None:
        """Leave those of the paths that this route's parameters would take in."""
        self.words = frozenset(path for path in paths if path != self.path and self.path_regex.match(path))

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        handle = answer_from_kept(super().get_route_handler(), self.dependant)
        field = self.body_field
        takes_json = field is not None and not isinstance(field.field_info, Form)
        takes_body = field is not None

        async def handle_by_contract(request: Request) -> Response:
            strict = StrictRequest(request.scope, request.receive)
            if takes_body:
                _require_media_type(strict, takes_json=takes_json)
                body = await strict.body()  # read here, so that a body over the limit is refused as that
                if not takes_json:
                    _require_reasonable_form(body)
            return answer_conditionally(strict, await answer_despite_conflicts(handle, strict))

        return handle_by_contract


def _require_media_type(request: Request, *, takes_json: bool) -> None:
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise UnsupportedMediaTypeError
    if not takes_json or ("content-type" not in request.headers and _is_bodiless(request)):
        return
    message = Message()
    message["content-type"] = request.headers.get("content-type", "")
    kind = message.get_content_type()
    charset = str(message.get_param("charset", "utf-8")).lower()
    is_json = kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))
    if not is_json or charset not in ("utf-8", "utf8"):
        raise UnsupportedMediaTypeError


def _require_reasonable_form(body: bytes) -> None:
    """Refuse a form before it is parsed: the parser counts fields that have a name, and takes its time for the others.

    Raises InvalidInputError.
    """
    if body.count(b"&") > _MOST_MEMBERS:
        raise InvalidInputError(fields=(FieldError("/body", "Too many fields.", "malformed_body"),))


def _is_bodiless(request: Request) -> bool:
    return request.headers.get("content-length", "0") == "0" and "transfer-encoding" not in request.headers


def _refuse_constant(name: str) -> None:
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
