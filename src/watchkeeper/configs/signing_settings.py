"""Settings of the keys that sign tokens: the algorithm, the signing key, and the previous key that still verifies."""

from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Self, TypeVar

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_der_public_key
from pydantic import BaseModel, SecretStr, model_validator

MIN_SECRET_BYTES = 32
_MAKE = "make one with: python manage.py make-keys"

KeyT = TypeVar("KeyT")


@dataclass(frozen=True, slots=True)
class KeyPair:
    """The signing key, and the public key of the previous one."""

    private: Ed25519PrivateKey
    previous_public: Ed25519PublicKey | None


class SigningSettings(BaseModel):
    """Keys are parsed with the settings, so that an invalid key ends the command and not only the first sign-in."""

    secret_key: SecretStr | None = None
    """Signs tokens and page cursors; at least 32 bytes (`openssl rand -hex 32`). Values that contain a word like
    `change-me` or `secret` are refused. Not set in development: one is made and kept in the data folder. How to change
    it: [security.md](security.md#changing-keys)."""
    previous_secret_key: SecretStr | None = None
    """The secret before: it signs nothing, and tokens and cursors that it has signed still count."""
    algorithm: Literal["HS256", "EdDSA"] = "HS256"
    """`HS256` signs tokens with the secret; `EdDSA` with `AUTH__PRIVATE_KEY`, so that others can verify tokens without
    being able to make them. Only this algorithm is accepted."""
    private_key: SecretStr | None = None
    """With `EdDSA`: an Ed25519 key (PKCS#8) as PEM, or its base64 alone in one line, as `manage.py make-keys` prints
    it."""
    previous_public_key: SecretStr | None = None
    """With `EdDSA`: the public key of the one before, which still verifies."""

    def previous_secret(self) -> str | None:
        """Return the previous secret, or None."""
        return self.previous_secret_key.get_secret_value() if self.previous_secret_key is not None else None

    def key_pair(self) -> KeyPair | None:
        """Return the keys of EdDSA, or None for another algorithm. Raises ValueError for an invalid key."""
        if self.algorithm != "EdDSA":
            return None
        if self.private_key is None:
            raise ValueError(f"AUTH__PRIVATE_KEY must be set with AUTH__ALGORITHM=EdDSA; {_MAKE}")
        private = _key("AUTH__PRIVATE_KEY", self.private_key, _private_key)
        if self.previous_public_key is None:
            return KeyPair(private, None)
        return KeyPair(private, _key("AUTH__PREVIOUS_PUBLIC_KEY", self.previous_public_key, _public_key))

    @model_validator(mode="after")
    def _require_usable_keys(self) -> Self:
        self.key_pair()
        previous = self.previous_secret()
        if previous is not None and len(previous.encode()) < MIN_SECRET_BYTES:
            raise ValueError(f"AUTH__PREVIOUS_SECRET_KEY must have at least {MIN_SECRET_BYTES} bytes")
        return self


def _key(name: str, text: SecretStr, read: Callable[[bytes], KeyT]) -> KeyT:
    try:
        return read(_der(text.get_secret_value()))
    except (ValueError, TypeError, UnsupportedAlgorithm) as failure:
        raise ValueError(f"{name} is not an Ed25519 key in PEM; {_MAKE}") from failure


def _der(text: str) -> bytes:
    lines = text.replace("\\n", "\n").splitlines()
    return b64decode("".join(line.strip() for line in lines if not line.startswith("-----")), validate=True)


def _private_key(der: bytes) -> Ed25519PrivateKey:
    key = load_der_private_key(der, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("not an Ed25519 private key")
    return key


def _public_key(der: bytes) -> Ed25519PublicKey:
    key = load_der_public_key(der)
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError("not an Ed25519 public key")
    return key
