"""Tokens as JWT (RFC 7519), following RFC 8725 and RFC 9068. TokenSignature signs and verifies them."""

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import InvalidTokenError, ServiceError
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.models.errors.identity_errors import InvalidRefreshTokenError
from watchkeeper.models.types.identity.role import Role
from watchkeeper.models.types.identity.token_claims import AccessClaims, RefreshClaims
from watchkeeper.repositories.identity.adapters.token_signature import TokenSignature, UnreadableTokenError, header_of

_TYPES: Final = {"access": "at+jwt", "refresh": "rt+jwt"}
_MISREAD: Final = (KeyError, ValueError, TypeError, AttributeError, OverflowError, OSError)


class JwtTokenCodec:
    """Accepts only tokens of the form it writes: a header of exactly `alg`, `typ` and `kid`, and every claim present
    and of its type. Times in tokens are whole seconds. `secret` derives the ids of refresh tokens."""

    def __init__(self, *, signature: TokenSignature, secret: str, issuer: str, audience: str) -> None:
        self._signature = signature
        self._secret = secret
        self._issuer = issuer
        self._audience = audience

    def sign_access(self, claims: AccessClaims) -> str:
        return self._sign(
            "access",
            {
                "sub": str(claims.user_id),
                "sid": str(claims.session_id),
                "role": claims.role.value,
                "iat": int(now().timestamp()),
                "exp": int(claims.expires_at.timestamp()),
                "jti": uuid7().hex,
            },
        )

    def sign_refresh(self, claims: RefreshClaims) -> str:
        seed = f"{claims.session_id}:{claims.generation}".encode()
        return self._sign(
            "refresh",
            {
                "sub": str(claims.user_id),
                "sid": str(claims.session_id),
                "gen": claims.generation,
                "iat": int(claims.issued_at.timestamp()),
                "exp": int(claims.expires_at.timestamp()),
                "jti": hmac.digest(self._secret.encode(), seed, hashlib.sha256).hex()[:32],
            },
        )

    def verify_access(self, token: str) -> AccessClaims:
        claims = self._verify("access", token, InvalidTokenError)
        try:
            return AccessClaims(UUID(claims["sub"]), UUID(claims["sid"]), Role(claims["role"]), _time_of(claims["exp"]))
        except _MISREAD as failure:
            raise InvalidTokenError from failure

    def verify_refresh(self, token: str) -> RefreshClaims:
        claims = self._verify("refresh", token, InvalidRefreshTokenError)
        try:
            generation = _whole(claims["gen"])
            times = (_time_of(claims["iat"]), _time_of(claims["exp"]))
            return RefreshClaims(UUID(claims["sub"]), UUID(claims["sid"]), generation, *times)
        except _MISREAD as failure:
            raise InvalidRefreshTokenError from failure

    def _sign(self, kind: str, claims: dict[str, Any]) -> str:
        common = {"iss": self._issuer, "aud": self._audience, "type": kind}
        return self._signature.sign({"typ": _TYPES[kind]}, common | claims)

    def _verify(self, kind: str, token: str, error: type[ServiceError]) -> dict[str, Any]:
        try:
            header = header_of(token)
            if header != self._expected_header(kind, header.get("kid")):
                raise error
            claims = self._signature.verify(token, header["kid"])
        except UnreadableTokenError as failure:
            raise error from failure
        if not self._are_expected(kind, claims):
            raise error
        return claims

    def _expected_header(self, kind: str, key_id: object) -> dict[str, str]:
        """Return the only accepted header: no `crit`, no key or key URL from the sender."""
        known = key_id if isinstance(key_id, str) else ""
        return {"alg": self._signature.algorithm, "typ": _TYPES[kind], "kid": known}

    def _are_expected(self, kind: str, claims: dict[str, Any]) -> bool:
        expected = {"iss": self._issuer, "aud": self._audience, "type": kind}
        if {name: claims.get(name) for name in expected} != expected or not isinstance(claims.get("jti"), str):
            return False
        try:
            _whole(claims.get("iat"))
            return _time_of(claims.get("nbf", 0)) <= now() < _time_of(claims.get("exp"))
        except _MISREAD:
            return False


def _time_of(seconds: object) -> datetime:
    return datetime.fromtimestamp(_whole(seconds), UTC)


def _whole(value: object) -> int:
    if type(value) is not int:  # isinstance would accept True
        raise TypeError("neither a generation nor a time in whole seconds")
    return value
