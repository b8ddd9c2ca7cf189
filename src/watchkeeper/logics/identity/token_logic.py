from dataclasses import dataclass

from pydantic import ValidationError

from watchkeeper.foundation.core.errors import UnauthenticatedError
from watchkeeper.logics.identity.session_logic import SessionLogic
from watchkeeper.models.dtos.identity.session_dtos import LoginInput, RefreshInput, TokenPairOutput
from watchkeeper.models.errors.identity_errors import TokenRequestError
from watchkeeper.models.types.identity.token_request import TokenRequest


@dataclass(kw_only=True, eq=False)
class TokenLogic:
    """The token endpoint for standard OAuth 2 clients: the same sessions, with the error codes of RFC 6749 §5.2."""

    sessions: SessionLogic

    async def grant(self, request: TokenRequest, device: str | None) -> TokenPairOutput:
        """Raises TokenRequestError: invalid_request, unsupported_grant_type, invalid_grant."""
        grants = {"password": self._by_password, "refresh_token": self._by_refresh_token}
        if not request.grant_type:
            raise TokenRequestError("invalid_request", "grant_type is missing.")
        if request.grant_type not in grants:
            raise TokenRequestError("unsupported_grant_type", "grant_type is password or refresh_token.")
        try:
            return await grants[request.grant_type](request, device)
        except ValidationError as failure:
            raise TokenRequestError("invalid_request", "A parameter is missing or malformed.") from failure
        except UnauthenticatedError as error:
            raise TokenRequestError("invalid_grant", error.detail) from error

    async def _by_password(self, request: TokenRequest, device: str | None) -> TokenPairOutput:
        members = {"username": request.username, "password": request.password}
        return await self.sessions.log_in(LoginInput.model_validate(members), device)

    async def _by_refresh_token(self, request: TokenRequest, device: str | None) -> TokenPairOutput:
        spent = RefreshInput.model_validate({"refresh_token": request.refresh_token})
        return await self.sessions.refresh(spent.refresh_token)
