"""Bodies of requests: strict JSON, and forms within bounds."""

import json
import re
from email.message import Message
from typing import Any

from fastapi import Request

from watchkeeper.foundation.core.errors import FieldError, InvalidInputError, UnsupportedMediaTypeError
from watchkeeper.foundation.http.headers import header_of

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
            return json.loads(text, parse_constant=_reject_constant, object_pairs_hook=_members)
        except json.JSONDecodeError:
            raise
        except (ValueError, RecursionError) as failure:  # not UTF-8, or a number of thousands of digits
            raise json.JSONDecodeError(str(failure), "", 0) from failure


async def require_body(request: Request, *, is_form: bool) -> None:
    """Read the body of a request, once it is known to be what the operation takes.

    Raises UnsupportedMediaTypeError, BodyTooLargeError, BodyTimeoutError, and InvalidInputError for a form of too many
    fields.
    """
    _require_media_type(request, takes_json=not is_form)
    body = await request.body()
    if is_form:
        _require_reasonable_form(body)


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
