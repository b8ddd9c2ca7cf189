"""Codes that are shown once: only their hash is stored. They are random, so a plain hash is enough."""

import hashlib
import secrets

_RANDOM_BYTES = 24
_RANDOM_BYTES_OF_LINKS = 32


def new_code() -> str:
    """Return a code of 192 random bits, for addresses too."""
    return secrets.token_urlsafe(_RANDOM_BYTES)


def new_link_secret() -> str:
    """Return the secret of a link that needs no account, of 256 random bits."""
    return secrets.token_urlsafe(_RANDOM_BYTES_OF_LINKS)


def hash_of(code: str) -> bytes:
    """Return the hash of a code, for storing and finding it."""
    return hashlib.sha256(code.encode()).digest()
