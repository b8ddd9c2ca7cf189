"""The text of application tokens: `wk1_`, then account, id, 256 random bits and a checksum in base64url.

By prefix and checksum scanners find tokens that have leaked, and a mistyped one costs no query.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as MalformedBase64Error
from typing import Final
from uuid import UUID
from zlib import crc32

from watchkeeper.logics.identity.secret_codes import hash_of
from watchkeeper.models.types.application_token import ApplicationTokenClaims

PREFIX: Final = "wk1_"

_RANDOM_BYTES: Final = 32
_CONTENT_BYTES: Final = 2 * 16 + _RANDOM_BYTES
_LENGTH: Final = len(PREFIX) + 91
"""Characters of 64 bytes and a checksum of four, without padding."""


def new_token(user_id: UUID, token_id: UUID) -> str:
    """Return the text of a new token, which nobody can guess."""
    return _text_of(user_id.bytes + token_id.bytes + secrets.token_bytes(_RANDOM_BYTES))


def read_token(text: str) -> ApplicationTokenClaims | None:
    """Return what a token claims, or None for a text that is no token. Whether there is such a token is not asked."""
    if not text.startswith(PREFIX) or len(text) != _LENGTH:
        return None
    try:
        content = urlsafe_b64decode(text[len(PREFIX) :] + "=")[:_CONTENT_BYTES]
    except (MalformedBase64Error, ValueError):
        return None
    if _text_of(content) != text:
        return None
    return ApplicationTokenClaims(UUID(bytes=content[:16]), UUID(bytes=content[16:32]), hash_of(text))


def _text_of(content: bytes) -> str:
    checked = content + crc32(content).to_bytes(4, "big")
    return PREFIX + urlsafe_b64encode(checked).decode().rstrip("=")
