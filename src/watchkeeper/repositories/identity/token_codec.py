from typing import Protocol

from watchkeeper.models.types.token_claims import AccessClaims, RefreshClaims


class TokenCodec(Protocol):
    """Signs and verifies tokens (JWT, RFC 7519, after the advice of RFC 8725)."""

    def sign_access(self, claims: AccessClaims) -> str:
        """Return an access token."""

    def sign_refresh(self, claims: RefreshClaims) -> str:
        """Return the refresh token of these claims: always the same text for the same claims."""

    def verify_access(self, token: str) -> AccessClaims:
        """Return what an access token says. Raises InvalidTokenError for anything else than a valid, unexpired one."""

    def verify_refresh(self, token: str) -> RefreshClaims:
        """Return what a refresh token says. Raises InvalidRefreshTokenError for anything else."""
