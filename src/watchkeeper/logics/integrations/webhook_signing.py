"""Signatures of messages, after Standard Webhooks (https://www.standardwebhooks.com)."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

_PREFIX = "whsec_"
_PURPOSE = b"webhook:"


def new_salt() -> bytes:
    """Return what tells the secret of a webhook from others."""
    return secrets.token_bytes(32)


@dataclass(frozen=True, slots=True)
class WebhookSigning:
    """Signs messages. No secret of a webhook is stored: it follows from its salt and the secret of the service."""

    secret: str

    def secret_of(self, salt: bytes) -> str:
        """Return the secret of a webhook as its owner gets it."""
        return _PREFIX + base64.b64encode(self._key_of(salt)).decode()

    def headers_of(self, id_: UUID, at: datetime, body: bytes, salts: Iterable[bytes]) -> Mapping[str, str]:
        """Return the headers of a message, with a signature by each of the secrets."""
        timestamp = str(int(at.timestamp()))
        signed = b".".join((str(id_).encode(), timestamp.encode(), body))
        return {
            "webhook-id": str(id_),
            "webhook-timestamp": timestamp,
            "webhook-signature": " ".join(f"v1,{_signature(self._key_of(salt), signed)}" for salt in salts),
        }

    def _key_of(self, salt: bytes) -> bytes:
        return hmac.digest(self.secret.encode(), _PURPOSE + salt, hashlib.sha256)


def _signature(key: bytes, signed: bytes) -> str:
    return base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
