from typing import Protocol

from watchkeeper.models.types.identity.token_claims import AccessClaims, RefreshClaims


class TokenCodec(Protocol):
    """Signs and verifies tokens (JWT, RFC 7519, following RFC 8725)."""

    def sign_access(self, claims: AccessClaims) -> str:
        """Return an access token."""

    def sign_refresh(self, claims: RefreshClaims) -> str:
        """Return the refresh token of these claims; equal claims give equal text."""

    def verify_access(self, token: str) -> AccessClaims:
        """Return the claims of an access token. Raises InvalidTokenError unless it is valid and unexpired."""

    def verify_refresh(self, token: str) -> RefreshClaims:
        """Return the claims of a refresh token. Raises InvalidRefreshTokenError unless it is valid and unexpired."""
