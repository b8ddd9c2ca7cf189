"""The header `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header)."""

import re
from collections.abc import Awaitable, Callable
from uuid import UUID

from fastapi import Response

from watchkeeper.foundation.core.errors import FieldError, InvalidInputError
from watchkeeper.foundation.core.stored_response import StoredResponse
from watchkeeper.foundation.http.headers import Header, header_of
from watchkeeper.foundation.http.request_body import StrictRequest
from watchkeeper.foundation.http.request_state import state_of
from watchkeeper.foundation.http.responses import response_of, stored_response_of
from watchkeeper.foundation.http.services import services_of
from watchkeeper.foundation.idempotency.errors import POINTER
from watchkeeper.foundation.idempotency.repository import LONGEST_KEY, KeyedRequest

_HEADER = b"idempotency-key"
_BARE = rf"[!#-~]|[!#-~][ -~]{{0,{LONGEST_KEY - 2}}}[!-~]"
_QUOTED = rf'"([ !#-\[\]-~]|\\["\\]){{1,{LONGEST_KEY}}}"'
KEY_PATTERN = f"^({_BARE}|{_QUOTED})$"
"""The pattern of the header: a bare key, or a quoted one as a string of RFC 8941."""

_KEY = re.compile(KEY_PATTERN)
_ESCAPED = re.compile(r"\\(.)")


async def respond_once(request: StrictRequest, respond: Callable[[], Awaitable[Response]]) -> Response:
    """Return the response of `respond`, which takes effect once for each caller and key.

    The caller must be authenticated and the arguments bound before, so a replayed response requires valid credentials
    too. Without a caller the key is ignored, because keys belong to accounts.
    """
    user_id = state_of(request.scope).actor_id
    if user_id is None or header_of(request.scope, _HEADER) is None:
        return await respond()

    cookies: list[Header] = []  # sent once, and never stored

    async def handle() -> StoredResponse:
        response = await respond()
        cookies.extend(header for header in response.raw_headers if header[0] == b"set-cookie")
        return stored_response_of(response)

    keyed = await _keyed(request, user_id)
    response = _response(await services_of(request.scope).idempotency.respond_once(keyed, handle))
    response.raw_headers.extend(cookies)
    return response


def key_of(values: list[str]) -> str:
    """Return the key in the values of the header. A quoted key, as in the draft, equals the bare one.

    Raises InvalidInputError unless there is one value of 1 to 255 printable ASCII characters.
    """
    value = values[0].strip(" \t") if len(values) == 1 else ""
    if not _KEY.fullmatch(value):
        detail = f"A key has 1 to {LONGEST_KEY} printable ASCII characters."
        raise InvalidInputError(fields=(FieldError(POINTER, detail, "idempotency_key"),))
    return _ESCAPED.sub(r"\1", value[1:-1]) if value.startswith('"') else value


async def _keyed(request: StrictRequest, user_id: UUID) -> KeyedRequest:
    scope = request.scope
    key = key_of(request.headers.getlist(_HEADER.decode()))
    body = await request.digest()
    return KeyedRequest(user_id, key, scope["method"], scope["path"], scope["query_string"], body)


def _response(stored: StoredResponse) -> Response:
    """Return the stored response, the first time too, so that a replayed response can't differ from the first."""
    response = response_of(stored)
    if stored.is_replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return response
