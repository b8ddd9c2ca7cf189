"""`Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): the header, and what it changes."""

import re
from collections.abc import Awaitable, Callable
from uuid import UUID

from fastapi import Request, Response

from watchkeeper.foundation.core.errors import FieldError, InvalidInputError
from watchkeeper.foundation.core.stored_response import StoredResponse
from watchkeeper.foundation.http.headers import header_of
from watchkeeper.foundation.http.request_state import state_of
from watchkeeper.foundation.http.services import services_of
from watchkeeper.foundation.http.stored_responses import response_of, stored_response_of
from watchkeeper.foundation.idempotency.errors import POINTER
from watchkeeper.foundation.idempotency.repository import LONGEST_KEY, KeyedRequest

_HEADER = b"idempotency-key"
_BARE = rf"[!#-~]|[!#-~][ -~]{{0,{LONGEST_KEY - 2}}}[!-~]"
_QUOTED = rf'"([ !#-\[\]-~]|\\["\\]){{1,{LONGEST_KEY}}}"'
KEY_PATTERN = f"^({_BARE}|{_QUOTED})$"
"""What the header may hold: a key as it is, or in quotes as a string of RFC 8941."""

_KEY = re.compile(KEY_PATTERN)
_ESCAPED = re.compile(r"\\(.)")


async def respond_once(request: Request, respond: Callable[[], Awaitable[Response]]) -> Response:
    """Return the response of `respond`, which has its effect once for the requests of one caller under one key.

    Its arguments are bound before: whoever gets a response again is still signed in and may still ask. Where nobody is
    signed in there is nobody a key could belong to, and it is ignored.
    """
    user_id = state_of(request.scope).actor_id
    if user_id is None or header_of(request.scope, _HEADER) is None:
        return await respond()

    async def handle() -> StoredResponse:
        return stored_response_of(await respond())

    keyed = await _keyed(request, user_id)
    return _response(await services_of(request.scope).idempotency.respond_once(keyed, handle))


def key_of(values: list[str]) -> str:
    """Return the key that the values of the header name. In quotes, as the draft has it, it is the same key.

    Raises InvalidInputError unless there is one value of 1 to 255 printable ASCII characters.
    """
    value = values[0].strip(" \t") if len(values) == 1 else ""
    if not _KEY.fullmatch(value):
        detail = f"A key has 1 to {LONGEST_KEY} printable ASCII characters."
        raise InvalidInputError(fields=(FieldError(POINTER, detail, "idempotency_key"),))
    return _ESCAPED.sub(r"\1", value[1:-1]) if value.startswith('"') else value


async def _keyed(request: Request, user_id: UUID) -> KeyedRequest:
    scope = request.scope
    key = key_of(request.headers.getlist(_HEADER.decode()))
    body = await request.body()
    return KeyedRequest(user_id, key, scope["method"], scope["path"], scope["query_string"], body)


def _response(stored: StoredResponse) -> Response:
    """Return the answer, first or again: both come from what is kept, so that they can't differ."""
    response = response_of(stored)
    if stored.is_replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return response
