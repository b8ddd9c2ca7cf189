"""Tokens signed with HS256 by python-jose, which is safe only as strictly as it is used here.

It would accept a missing algorithm list, a missing `exp`, an empty key and unknown critical headers, and it raises
AttributeError for garbage: hence the fixed list, the required claims, and the check of the shape before it is asked.
"""

import hashlib
import hmac
import re
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from jose import JOSEError, jwt

from watchkeeper.models.errors.base import WatchkeeperError
from watchkeeper.models.errors.identity_errors import InvalidRefreshTokenError, InvalidTokenError
from watchkeeper.models.types.role import Role
from watchkeeper.models.types.token_claims import AccessClaims, RefreshClaims
from watchkeeper.utils.uuid7 import uuid7

_ALGORITHM: Final = "HS256"
_TYPES: Final = {"access": "at+jwt", "refresh": "rt+jwt"}
_SHAPE = re.compile(r"[A-Za-z0-9_-]{10,400}\.[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{43}")
_REQUIRED = {f"require_{claim}": True for claim in ("aud", "iat", "exp", "sub", "iss", "jti")}


class JoseTokenCodec:
    """Keys: one secret of at least 32 bytes. Times in tokens are whole seconds, as RFC 7519 readers expect."""

    def __init__(self, *, secret: str, issuer: str, audience: str) -> None:
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
                "iat": int(datetime.now(UTC).timestamp()),
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
            return AccessClaims(UUID(claims["sub"]), UUID(claims["sid"]), Role(claims["role"]), _moment(claims["exp"]))
        except (KeyError, ValueError, TypeError, AttributeError, OverflowError, OSError) as failure:
            raise InvalidTokenError from failure

    def verify_refresh(self, token: str) -> RefreshClaims:
        claims = self._verify("refresh", token, InvalidRefreshTokenError)
        try:
            generation = claims["gen"]
            if type(generation) is not int:
                raise InvalidRefreshTokenError
            return RefreshClaims(
                UUID(claims["sub"]), UUID(claims["sid"]), generation, _moment(claims["iat"]), _moment(claims["exp"])
            )
        except (KeyError, ValueError, TypeError, AttributeError, OverflowError, OSError) as failure:
            raise InvalidRefreshTokenError from failure

    def _sign(self, kind: str, claims: dict[str, Any]) -> str:
        common = {"iss": self._issuer, "aud": self._audience, "type": kind}
        return jwt.encode(common | claims, self._secret, _ALGORITHM, headers={"typ": _TYPES[kind]})

    def _verify(self, kind: str, token: str, refusal: type[WatchkeeperError]) -> dict[str, Any]:
        if not _SHAPE.fullmatch(token):
            raise refusal
        try:
            header = jwt.get_unverified_header(token)
            if set(header) != {"alg", "typ"} or header["typ"] != _TYPES[kind]:
                raise refusal
            claims = jwt.decode(
                token,
                self._secret,
                algorithms=[_ALGORITHM],
                audience=self._audience,
                issuer=self._issuer,
                options=_REQUIRED,
            )
        except (JOSEError, ValueError, TypeError, AttributeError, OverflowError, RecursionError) as failure:
            raise refusal from failure
        if claims.get("type") != kind:
            raise refusal
        return claims


def _moment(seconds: object) -> datetime:
    if type(seconds) is not int:
        raise TypeError("times of tokens are whole seconds")
    return datetime.fromtimestamp(seconds, UTC)
