"""EdDSA with Ed25519 (RFC 8037) by cryptography; python-jose does not support it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from watchkeeper.repositories.identity.adapters.token_signature import (
    UnreadableTokenError,
    bytes_of,
    object_of,
    text_of,
)

_ALGORITHM: Final[str] = "EdDSA"


class Ed25519Signature:
    """Asymmetric signature: the public key verifies, but can't sign. Equal claims have equal signatures (RFC 8032)."""

    algorithm = _ALGORITHM

    def __init__(self, *, key: Ed25519PrivateKey, previous_key: Ed25519PublicKey | None) -> None:
        self._key = key
        own = key.public_key()
        self._public_keys = {thumbprint(known): known for known in (previous_key, own) if known is not None}
        self._key_id = thumbprint(own)

    def sign(self, header: Mapping[str, str], claims: Mapping[str, Any]) -> str:
        whole = {"alg": _ALGORITHM, **header, "kid": self._key_id}
        signed = f"{_part(whole)}.{_part(claims)}"
        return f"{signed}.{text_of(self._key.sign(signed.encode()))}"

    def verify(self, token: str, key_id: str) -> dict[str, Any]:
        key = self._public_keys.get(key_id)
        if key is None:
            raise UnreadableTokenError
        signed, _, signature = token.rpartition(".")
        try:
            key.verify(bytes_of(signature), signed.encode())
        except (InvalidSignature, ValueError) as failure:
            raise UnreadableTokenError from failure
        return object_of(signed.partition(".")[2])


def thumbprint(key: Ed25519PublicKey) -> str:
    """Return the id of a key: its JWK thumbprint (RFC 7638, RFC 8037 §2)."""
    jwk = {"crv": "Ed25519", "kty": "OKP", "x": text_of(key.public_bytes_raw())}
    return text_of(hashlib.sha256(json.dumps(jwk, separators=(",", ":")).encode()).digest())


def _part(members: Mapping[str, Any]) -> str:
    return text_of(json.dumps(members, separators=(",", ":")).encode())
