from collections import OrderedDict
from time import time

from watchkeeper.foundation.core.errors import InvalidTokenError
from watchkeeper.models.types.identity.token_claims import AccessClaims, RefreshClaims
from watchkeeper.repositories.identity.token_codec import TokenCodec

_MAX_TOKENS = 20_000


class CachedTokenCodec:
    """Caches verified access tokens, by their whole text and until they expire; verifying costs 0.1 ms."""

    def __init__(self, inner: TokenCodec) -> None:
        self._inner = inner
        self._verified: OrderedDict[str, tuple[AccessClaims, float]] = OrderedDict()

    def sign_access(self, claims: AccessClaims) -> str:
        return self._inner.sign_access(claims)

    def sign_refresh(self, claims: RefreshClaims) -> str:
        return self._inner.sign_refresh(claims)

    def verify_access(self, token: str) -> AccessClaims:
        known = self._verified.get(token)
        claims, ends_at = self._verify(token) if known is None else known
        if ends_at <= time():
            self._verified.pop(token, None)
            raise InvalidTokenError
        return claims

    def _verify(self, token: str) -> tuple[AccessClaims, float]:
        claims = self._inner.verify_access(token)
        verified = self._verified[token] = claims, claims.expires_at.timestamp()
        if len(self._verified) > _MAX_TOKENS:
            self._verified.popitem(last=False)
        return verified

    def verify_refresh(self, token: str) -> RefreshClaims:
        return self._inner.verify_refresh(token)
