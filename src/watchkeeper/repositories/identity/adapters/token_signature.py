"""Common code of token signatures: strict parsing of the compact JWS form (RFC 7515 §7.1)."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any, Protocol

LONGEST_TOKEN = 2500
"""Characters; tokens of this service have some 500."""


class UnreadableTokenError(Exception):
    """The text is not a token of this service; the codec translates it to an error of the service."""


class TokenSignature(Protocol):
    """One algorithm with its keys: the current one, which signs, and the previous one, which only verifies."""

    algorithm: str

    def sign(self, header: Mapping[str, str], claims: Mapping[str, Any]) -> str:
        """Return the signed token. The header gets `alg` and `kid`."""

    def verify(self, token: str, key_id: str) -> dict[str, Any]:
        """Return the claims of a token after checking its signature with the key `key_id`; the claims are not
        validated.

        Raises UnreadableTokenError.
        """


def header_of(token: str) -> dict[str, Any]:
    """Return the unverified header of a token in compact form. Raises UnreadableTokenError."""
    if len(token) > LONGEST_TOKEN or token.count(".") != 2:  # noqa: PLR2004 - header, claims, signature
        raise UnreadableTokenError
    return object_of(token.partition(".")[0])


def object_of(part: str) -> dict[str, Any]:
    """Return the JSON object in a part of a token. Raises UnreadableTokenError."""
    try:
        found = json.loads(bytes_of(part))
    except (ValueError, RecursionError) as failure:
        raise UnreadableTokenError from failure
    if not isinstance(found, dict):
        raise UnreadableTokenError
    return found


def bytes_of(part: str) -> bytes:
    """Return the decoded bytes of a part. Only the canonical encoding is accepted."""
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
