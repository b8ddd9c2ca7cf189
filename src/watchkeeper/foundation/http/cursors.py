"""Cursors as clients see them: opaque, and signed so that nobody makes their own."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import Depends, Query, Request

from watchkeeper.foundation.core.errors import InvalidCursorError
from watchkeeper.foundation.core.pagination import Cursor, PageRequest

_SIGNATURE_BYTES = 12
_as_json = msgspec.json.Encoder().encode


class CursorCodec:
    """Writes and reads cursors: URL-safe base64 of a signature (HMAC-SHA-256, 96 bits) and a JSON array.

    The signature covers the path of the list too, so that no list takes the cursors of another. Cursors that
    `previous_secret` has signed are still read.
    """

    def __init__(self, secret: str, previous_secret: str | None = None) -> None:
        self._key = _key_of(secret)
        self._keys = [self._key] if previous_secret is None else [self._key, _key_of(previous_secret)]

    def encode(self, cursor: Cursor, path: str) -> str:
        """Return `cursor` as text for clients of the list at `path`."""
        # As the standard library writes it, blanks included: a third of what its encoder takes for so little.
        content = b'["%s", %s, "%s"]' % (cursor.sort.encode(), _as_json(cursor.key), cursor.id.hex.encode())
        return _text_of(_signature(self._key, content, path) + content)

    def decode(self, text: str, path: str) -> Cursor:
        """Return what `text` stands for. Raises InvalidCursorError for anything not written for the list at `path`."""
        try:
            signed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except ValueError as failure:
            raise InvalidCursorError from failure
        content = signed[_SIGNATURE_BYTES:]
        given = signed[:_SIGNATURE_BYTES]
        is_ours = any(hmac.compare_digest(given, _signature(key, content, path)) for key in self._keys)
        if not is_ours or _text_of(signed) != text:  # many texts decode to the same bytes; one of them is the cursor
            raise InvalidCursorError
        sort, key, id_ = json.loads(content)
        return Cursor(sort, key, UUID(id_))


def _key_of(secret: str) -> bytes:
    return hashlib.sha256(b"watchkeeper cursor:" + secret.encode()).digest()


def _signature(key: bytes, content: bytes, path: str) -> bytes:
    """Return the signature of a cursor's content for the list at `path`."""
    return hmac.digest(key, path.encode() + b"\n" + content, "sha256")[:_SIGNATURE_BYTES]


def _text_of(signed: bytes) -> str:
    return urlsafe_b64encode(signed).decode().rstrip("=")


async def page_request(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=100, description="How many items a page holds at most.")] = 20,
    cursor: Annotated[
        str | None, Query(max_length=4000, description="next_cursor of the page before, with the same sort.")
    ] = None,
    with_total: Annotated[bool, Query(description="Whether to count all items; costs a query.")] = False,
) -> PageRequest:
    """Return which page the query asks for."""
    codec: CursorCodec = request.app.state.cursors
    return PageRequest(limit, codec.decode(cursor, request.scope["path"]) if cursor is not None else None, with_total)


Paging = Annotated[PageRequest, Depends(page_request)]
