"""Secret texts of an account: a prefix, then account, id, 256 random bits and a checksum in base64url.

By prefix and checksum scanners find texts that have leaked, and a mistyped one costs no query.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as MalformedBase64Error
from dataclasses import dataclass
from typing import Final
from uuid import UUID
from zlib import crc32

from watchkeeper.logics.identity.secret_codes import hash_of
from watchkeeper.models.types.identity.secret_claims import SecretClaims

_RANDOM_BYTES: Final = 32
_CONTENT_BYTES: Final = 2 * 16 + _RANDOM_BYTES
_CHARACTERS: Final = 91
"""Characters of 64 bytes and a checksum of four, without padding."""


@dataclass(frozen=True, slots=True)
class SecretTexts:
    """Texts of one kind, which `prefix` tells from others."""

    prefix: str

    def new(self, user_id: UUID, id: UUID) -> str:  # noqa: A002
        """Return a new random text."""
        return self._text_of(user_id.bytes + id.bytes + secrets.token_bytes(_RANDOM_BYTES))

    def has(self, text: str) -> bool:
        """Return whether a text looks like one of this kind."""
        return text.startswith(self.prefix)

    def read(self, text: str) -> SecretClaims | None:
        """Return what a text claims, or None for one that is not of this kind. Whether it is true is not asked."""
        if not self.has(text) or len(text) != len(self.prefix) + _CHARACTERS:
            return None
        try:
            content = urlsafe_b64decode(text[len(self.prefix) :] + "=")[:_CONTENT_BYTES]
        except (MalformedBase64Error, ValueError):
            return None
        if self._text_of(content) != text:
            return None
        return SecretClaims(UUID(bytes=content[:16]), UUID(bytes=content[16:32]), hash_of(text))

    def _text_of(self, content: bytes) -> str:
        checked = content + crc32(content).to_bytes(4, "big")
        return self.prefix + urlsafe_b64encode(checked).decode().rstrip("=")


APPLICATION_TOKENS: Final = SecretTexts("wk1_")
PAGE_SESSIONS: Final = SecretTexts("wkp1_")
