"""`Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): the header, and endpoints that answer once a key."""

import inspect
import re
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from fastapi import Request, Response

from watchkeeper.foundation.core.errors import FieldError, InvalidInputError
from watchkeeper.foundation.core.stored_response import StoredResponse
from watchkeeper.foundation.http.headers import header_of
from watchkeeper.foundation.http.stored_responses import response_of, stored_response_of
from watchkeeper.foundation.idempotency.errors import POINTER
from watchkeeper.foundation.idempotency.idempotency import Idempotency
from watchkeeper.foundation.idempotency.repository import LONGEST_KEY, KeyedRequest

Endpoint = Callable[..., Awaitable[Response]]

_HEADER = b"idempotency-key"
_REQUEST = "request"
_BARE = rf"[!#-~]|[!#-~][ -~]{{0,{LONGEST_KEY - 2}}}[!-~]"
_QUOTED = rf'"([ !#-\[\]-~]|\\["\\]){{1,{LONGEST_KEY}}}"'
KEY_PATTERN = f"^({_BARE}|{_QUOTED})$"
"""What the header may hold: a key as it is, or in quotes as a string of RFC 8941."""

_KEY = re.compile(KEY_PATTERN)
_ESCAPED = re.compile(r"\\(.)")


def idempotent(endpoint: Endpoint) -> Endpoint:
    """Return the endpoint so that requests of one caller under one key have their effect once.

    It stands behind the dependencies: whoever gets an answer again is still signed in and may still ask. Where nobody
    is signed in there is nobody a key could belong to, and it is passed over.
    """
    signature = inspect.signature(endpoint)
    takes_request = _REQUEST in signature.parameters

    @wraps(endpoint)
    async def respond_once(**values: Any) -> Response:  # noqa: ANN401 - whatever the endpoint takes
        request: Request = values[_REQUEST] if takes_request else values.pop(_REQUEST)
        if header_of(request.scope, _HEADER) is None or "user_id" not in request.scope:
            return await endpoint(**values)

        async def handle() -> StoredResponse:
            return stored_response_of(await endpoint(**values))

        logic: Idempotency = request.app.state.logics[Idempotency]
        return _response(await logic.respond_once(await _keyed(request), handle))

    if not takes_request:
        added = inspect.Parameter(_REQUEST, inspect.Parameter.KEYWORD_ONLY, annotation=Request)
        signature = signature.replace(parameters=[*signature.parameters.values(), added])
    respond_once.__signature__ = signature  # type: ignore[attr-defined]
    return respond_once


def key_of(values: list[str]) -> str:
    """Return the key that the values of the header name. In quotes, as the draft has it, it is the same key.

    Raises InvalidInputError unless there is one value of 1 to 255 printable ASCII characters.
    """
    value = values[0].strip(" \t") if len(values) == 1 else ""
    if not _KEY.fullmatch(value):
        detail = f"A key has 1 to {LONGEST_KEY} printable ASCII characters."
        raise InvalidInputError(fields=(FieldError(POINTER, detail, "idempotency_key"),))
    return _ESCAPED.sub(r"\1", value[1:-1]) if value.startswith('"') else value


async def _keyed(request: Request) -> KeyedRequest:
    scope = request.scope
    key = key_of(request.headers.getlist(_HEADER.decode()))
    body = await request.body()
    return KeyedRequest(scope["user_id"], key, scope["method"], scope["path"], scope["query_string"], body)


def _response(stored: StoredResponse) -> Response:
    """Return the answer, first or again: both come from what is kept, so that they can't differ."""
    response = response_of(stored)
    if stored.is_replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return response
