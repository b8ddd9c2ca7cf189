"""What every way of signing tokens shares: the compact form of a JWS (RFC 7515 §7.1), read strictly."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any, Protocol

LONGEST_TOKEN = 2500
"""Characters; one of ours has some 500."""


class UnreadableTokenError(Exception):
    """A text that is no token of this service; the codec makes a refusal of it."""


class TokenSignature(Protocol):
    """One algorithm with its keys: one that signs, and the one before it, which only verifies."""

    algorithm: str

    def sign(self, header: Mapping[str, str], claims: Mapping[str, Any]) -> str:
        """Return the signed token. The header gets `alg` and `kid`."""

    def verify(self, token: str, key_id: str) -> dict[str, Any]:
        """Return the claims of a token that the key of this id has signed, whatever they say.

        Raises UnreadableTokenError.
        """


def header_of(token: str) -> dict[str, Any]:
    """Return the header of a token in compact form, not verified. Raises UnreadableTokenError."""
    if len(token) > LONGEST_TOKEN or token.count(".") != 2:  # noqa: PLR2004 - header, claims, signature
        raise UnreadableTokenError
    return object_of(token.partition(".")[0])


def object_of(part: str) -> dict[str, Any]:
    """Return the JSON object that a part of a token stands for. Raises UnreadableTokenError."""
    try:
        found = json.loads(bytes_of(part))
    except (ValueError, RecursionError) as failure:
        raise UnreadableTokenError from failure
    if not isinstance(found, dict):
        raise UnreadableTokenError
    return found


def bytes_of(part: str) -> bytes:
    """Return what a part stands for. Of the texts that decode to the same bytes one is accepted, the one we write."""
    try:
        found = urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except ValueError as failure:
        raise UnreadableTokenError from failure
    if text_of(found) != part:
        raise UnreadableTokenError
    return found


def text_of(content: bytes) -> str:
    """Return `content` in URL-safe base64 without padding."""
    return urlsafe_b64encode(content).decode().rstrip("=")
