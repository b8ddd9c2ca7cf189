"""The message in the body of a hook: JSON itself, or a field of a form."""

from collections.abc import AsyncGenerator

from fastapi import Request
from starlette.formparsers import MultiPartException, MultiPartParser

_FIELDS = ("payload", "data")
"""Plex's and Emby's. Whatever else a form has, such as a picture, is skipped."""
_MAX_PARTS = 10
_MAX_BYTES = 1024 * 1024


async def payload_of(request: Request) -> bytes:
    """Return the message in a body; nothing where a form has none or is broken.

    Raises BodyTooLargeError, BodyTimeoutError.
    """
    body = await request.body()
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        return body
    parser = MultiPartParser(
        request.headers, _once(body), max_files=_MAX_PARTS, max_fields=_MAX_PARTS, max_part_size=_MAX_BYTES
    )
    try:
        form = await parser.parse()
    except MultiPartException:
        return b""
    try:
        found = next((form[name] for name in _FIELDS if name in form), "")
        return found.encode() if isinstance(found, str) else await found.read()
    finally:
        await form.close()


async def _once(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body
