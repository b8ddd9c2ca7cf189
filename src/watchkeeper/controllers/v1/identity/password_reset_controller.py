from uuid import UUID

from fastapi import Request, Response

from watchkeeper.foundation.http import NO_STORE, ApiRouter, CurrentAdmin, RateLimitClass, json_response, no_content
from watchkeeper.logics.identity.password_reset_logic import PasswordResetLogic
from watchkeeper.models.dtos.identity.password_reset_dtos import ResetLinkOutput, ResetPasswordInput
from watchkeeper.models.errors.identity_errors import (
    InvalidResetTokenError,
    PasswordHashingBusyError,
    UserNotFoundError,
    WeakPasswordError,
)
from watchkeeper.models.types.identity.reset_link import reset_link

_USER = "/api/v1/users"


class PasswordResetController:
    def __init__(self, logic: PasswordResetLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter("/api/v1", tag="auth")
        router.post(
            "/users/{user_id}/reset-link",
            self.create_reset_link,
            returns=ResetLinkOutput,
            status=201,
            shown_once=True,
            errors=[UserNotFoundError],
        )
        router.post(
            "/auth/reset-password",
            self.reset_password,
            status=204,
            errors=[InvalidResetTokenError, WeakPasswordError, PasswordHashingBusyError],
            rate_limit=RateLimitClass.LOGIN,
            public=True,
        )
        return router

    async def create_reset_link(self, user_id: UUID, request: Request, admin: CurrentAdmin) -> Response:
        """Make a link for a person who forgot the password: good for one use within 24 hours, and shown this once.

        It replaces an earlier one.
        """
        admin.require_session_for(user_id)
        token, expires_at = await self._logic.create_token(user_id)
        output = ResetLinkOutput(link=reset_link(str(request.base_url), token), token=token, expires_at=expires_at)
        return json_response(output, NO_STORE, status=201, location=f"{_USER}/{user_id}")

    async def reset_password(self, reset: ResetPasswordInput) -> Response:
        """Set a new password with the token of a reset link. All sessions end; application tokens stay, unless
        `revoke_tokens` is true.
        """
        await self._logic.reset_password(reset)
        return no_content()
