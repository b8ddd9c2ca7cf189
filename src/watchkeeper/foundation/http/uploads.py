"""Uploads: bodies of `multipart/form-data`, bounded by their route, and on disk where they are large."""

import asyncio
import json
from email.message import Message
from hashlib import sha256
from typing import Any, Final

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from watchkeeper.foundation.core.errors import (
    FieldError,
    InvalidInputError,
    PayloadTooLargeError,
    UnsupportedMediaTypeError,
)
from watchkeeper.foundation.core.uploads import UploadBounds, UploadedFile
from watchkeeper.foundation.http.headers import header_of

MAX_FORM_BYTES: Final = 64 << 10
"""Bytes of a body beside its file."""
_MALFORMED: Final = FieldError("/body", "The body is not valid multipart/form-data.", "malformed_body")
_NOT_JSON: Final = "The part is not valid JSON."


def require_multipart(request: Request) -> None:
    """Raises UnsupportedMediaTypeError."""
    message = Message()
    message["content-type"] = header_of(request.scope, b"content-type") or ""
    encoding = header_of(request.scope, b"content-encoding")
    is_encoded = encoding is not None and encoding.strip().lower() != "identity"
    if message.get_content_type() != "multipart/form-data" or is_encoded:
        raise UnsupportedMediaTypeError("Send the body as multipart/form-data, without a content coding.")


async def read_parts(request: Request) -> FormData:
    """Read the parts of a form: one file, and texts.

    Raises InvalidInputError for what is no form, PayloadTooLargeError, BodyTimeoutError.
    """
    try:
        parser = MultiPartParser(
            request.headers, request.stream(), max_files=1, max_fields=20, max_part_size=MAX_FORM_BYTES
        )
        return await parser.parse()
    except (MultiPartException, KeyError, ValueError) as failure:
        raise InvalidInputError(fields=(_MALFORMED,)) from failure


def members_of(parts: FormData, bounds: UploadBounds) -> dict[str, Any]:
    """Return the members of an input: files, and of other parts what their JSON says.

    Raises InvalidInputError, PayloadTooLargeError.
    """
    sent = [name for name, _ in parts.multi_items()]
    if len(set(sent)) != len(sent):
        raise InvalidInputError(fields=(_MALFORMED,))
    return {name: _member(name, value, bounds) for name, value in parts.items()}


def _member(name: str, value: Any, bounds: UploadBounds) -> Any:  # noqa: ANN401 - a part
    if isinstance(value, UploadFile):
        if (value.size or 0) > bounds.file_bytes:
            raise too_large(bounds)
        return UploadedFile(value.filename or "", value.size or 0, value.file)
    try:
        return json.loads(value) if value.strip() else None
    except (ValueError, RecursionError) as failure:
        raise InvalidInputError(fields=(FieldError(f"/body/{name}", _NOT_JSON, "malformed_body"),)) from failure


def too_large(bounds: UploadBounds) -> PayloadTooLargeError:
    return PayloadTooLargeError(f"The file has at most {bounds.file_bytes >> 20} MiB.")


async def digest_of(parts: FormData) -> bytes:
    """Return a digest of all parts, the same for the same form."""
    digest = sha256()
    for name, value in parts.multi_items():
        digest.update(f"{len(name)}:{name}".encode())
        if isinstance(value, UploadFile):
            await asyncio.to_thread(_add, digest, value)
        else:
            digest.update(value.encode())
    return digest.digest()


def _add(digest: Any, upload: UploadFile) -> None:  # noqa: ANN401 - a hash
    upload.file.seek(0)
    while block := upload.file.read(1 << 20):
        digest.update(block)
    upload.file.seek(0)
