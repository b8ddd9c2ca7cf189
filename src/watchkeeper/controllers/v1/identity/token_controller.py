from fastapi import Response

from watchkeeper.foundation.http import NO_STORE, ApiRouter, RateLimitClass, ResponseSpec, UserAgent, json_response
from watchkeeper.logics.identity.token_logic import TokenLogic
from watchkeeper.models.dtos.identity.session_dtos import (
    TOKEN_ERROR_EXAMPLE,
    TokenErrorOutput,
    TokenForm,
    TokenPairOutput,
)
from watchkeeper.models.errors.identity_errors import PasswordHashingBusyError


class TokenController:
    def __init__(self, logic: TokenLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter("/api/v1/auth/token", tag="auth")
        router.post(
            "",
            self.grant_token,
            returns=TokenPairOutput,
            errors=[PasswordHashingBusyError],
            also={400: ResponseSpec(TokenErrorOutput, "Rejected, in the format of RFC 6749 §5.2", TOKEN_ERROR_EXAMPLE)},
            rate_limit=RateLimitClass.LOGIN,
            public=True,
        )
        return router

    async def grant_token(self, form: TokenForm, user_agent: UserAgent) -> Response:
        """Sign in or refresh with a form, for OAuth 2 clients (RFC 6749 §4.3 and §6). Errors are those of §5.2."""
        return json_response(await self._logic.grant(form.request, user_agent), NO_STORE)
