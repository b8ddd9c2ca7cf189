"""Request bodies: strict JSON and bounded forms."""

import json
import re
from email.message import Message
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData

from watchkeeper.foundation.core.errors import FieldError, InvalidInputError, UnsupportedMediaTypeError
from watchkeeper.foundation.http.headers import header_of
from watchkeeper.foundation.http.uploads import digest_of, read_parts

_MAX_DEPTH = 64
_MAX_FIELDS = 1000
_MAX_MEMBERS = 15_000
_MAX_BRACKETS = 10_000
_BRACKET = re.compile(r"[\[\]{}]")
_TEXT = re.compile(
    r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL
)  # also an unterminated one, against quadratic backtracking


class RepeatedMemberError(json.JSONDecodeError):
    """An object has two members of one name, which RFC 8259 leaves undefined."""


class StrictRequest(Request):
    """A request that parses JSON strictly (RFC 8259): UTF-8, no NaN or Infinity, no duplicate members, bounded nesting
    and bounded numbers of members and brackets."""

    _parts: FormData | None = None

    async def parts(self) -> FormData:
        """Return the parts of a form with a file, which is closed by `close_parts`.

        Raises InvalidInputError, PayloadTooLargeError, BodyTimeoutError.
        """
        if self._parts is None:
            self._parts = await read_parts(self)
        return self._parts

    async def close_parts(self) -> None:
        if self._parts is not None:
            await self._parts.close()

    async def digest(self) -> bytes:
        """Return what tells this body from others: the body itself, or of a form with a file a digest."""
        return await self.body() if self._parts is None else await digest_of(self._parts)

    async def json(self) -> Any:  # noqa: ANN401
        body = await self.body()
        try:
            text = body.decode()
            if not _is_within_bounds(text):
                raise json.JSONDecodeError("Nested too deeply, or too many members", "", 0)
            return _DECODER.decode(text)
        except json.JSONDecodeError:
            raise
        except (ValueError, RecursionError) as failure:  # not UTF-8, or a number of thousands of digits
            raise json.JSONDecodeError(str(failure), "", 0) from failure


async def require_body(request: Request, *, is_form: bool) -> None:
    """Read the body of a request after checking its media type.

    Raises UnsupportedMediaTypeError, BodyTooLargeError, BodyTimeoutError, and InvalidInputError for a form with too
    many fields.
    """
    _require_media_type(request, takes_json=not is_form)
    body = await request.body()
    if is_form:
        _require_bounded_form(body)


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


def _require_bounded_form(body: bytes) -> None:
    """Limit the fields of a form before parsing: the parser's own limit ignores fields without a name.

    Raises InvalidInputError.
    """
    if body.count(b"&") > _MAX_FIELDS:
        raise InvalidInputError(fields=(FieldError("/body", "Too many fields.", "malformed_body"),))


def _is_bodiless(request: Request) -> bool:
    return request.headers.get("content-length", "0") == "0" and "transfer-encoding" not in request.headers


def _reject_constant(name: str) -> None:
    raise json.JSONDecodeError(f"{name} is not JSON", "", 0)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise RepeatedMemberError("Duplicate member", "", 0)
    return members


_DECODER = json.JSONDecoder(parse_constant=_reject_constant, object_pairs_hook=_members)
"""Made once: `json.loads` makes one for each text that is read in another way than usual."""


def _is_within_bounds(text: str) -> bool:
    """Return whether a JSON text is within the limits of depth, members and brackets."""
    if text.count("[") + text.count("{") <= _MAX_DEPTH and text.count(":") <= _MAX_MEMBERS:
        return True
    bare = _TEXT.sub("", text)
    if bare.count(":") > _MAX_MEMBERS or bare.count("[") + bare.count("{") > _MAX_BRACKETS:
        return False
    depth = deepest = 0
    for bracket in _BRACKET.findall(bare):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest <= _MAX_DEPTH
