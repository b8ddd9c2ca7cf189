"""HS256 by python-jose, which is safe only as strictly as it is used here.

It would accept a missing algorithm list, an empty key and unknown critical headers, and it raises AttributeError for
garbage: hence the fixed list, the keys that settings have checked, and the header that the codec reads before.
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
        bytes_of(signature)  # python-jose takes several spellings of one signature
        try:
            jws.verify(token, secret, [_ALGORITHM])
        except (JOSEError, ValueError, TypeError, AttributeError) as failure:
            raise UnreadableTokenError from failure
        return object_of(claims)


def _key_id(secret: str) -> str:
    """Return a name that follows from a secret and tells nothing of it."""
    return hmac.digest(secret.encode(), b"watchkeeper key id", hashlib.sha256).hex()[:16]
