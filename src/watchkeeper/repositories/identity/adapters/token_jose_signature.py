"""HS256 by python-jose, which is safe only with the restrictions here.

python-jose accepts a missing algorithm list, an empty key and unknown critical headers, and raises AttributeError for
malformed tokens. Hence the fixed list, keys that the settings validate, and the header check in the codec.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any, Final

from jose import JOSEError, jws

from watchkeeper.repositories.identity.adapters.token_signature import UnreadableTokenError, bytes_of, object_of

_ALGORITHM: Final[str] = "HS256"


class JoseSignature:
    """HMAC with SHA-256 under a secret of at least 32 bytes."""

    algorithm = _ALGORITHM

    def __init__(self, *, secret: str, previous_secret: str | None) -> None:
        self._secrets = {_key_id(known): known for known in (previous_secret, secret) if known is not None}
        self._key_id = _key_id(secret)

    def sign(self, header: Mapping[str, str], claims: Mapping[str, Any]) -> str:
        headers = {**header, "kid": self._key_id}
        return jws.sign(dict(claims), self._secrets[self._key_id], headers=headers, algorithm=_ALGORITHM)

    def verify(self, token: str, key_id: str) -> dict[str, Any]:
        secret = self._secrets.get(key_id)
        if secret is None:
            raise UnreadableTokenError
        _, claims, signature = token.split(".")
        bytes_of(signature)  # python-jose accepts several encodings of one signature
        try:
            jws.verify(token, secret, [_ALGORITHM])
        except (JOSEError, ValueError, TypeError, AttributeError) as failure:
            raise UnreadableTokenError from failure
        return object_of(claims)


def _key_id(secret: str) -> str:
    """Return a key id derived from a secret, which does not reveal it."""
    return hmac.digest(secret.encode(), b"watchkeeper key id", hashlib.sha256).hex()[:16]
