from fastapi import Request, Response

from watchkeeper.controllers.v1.identity.session_cookies import with_cookie
from watchkeeper.foundation.http import (
    NO_STORE,
    PRIVATE,
    ApiRouter,
    CurrentUser,
    IfMatch,
    RateLimitClass,
    UserAgent,
    json_response,
    no_content,
)
from watchkeeper.logics.identity.account_logic import AccountLogic
from watchkeeper.logics.identity.session_logic import SessionLogic
from watchkeeper.models.dtos.identity.session_dtos import LoginInput, LogoutInput, RefreshInput, TokenPairOutput
from watchkeeper.models.dtos.identity.user_dtos import (
    ChangePasswordInput,
    DeleteAccountInput,
    RegisterInput,
    UpdateProfileInput,
    UserOutput,
)
from watchkeeper.models.errors.identity_errors import (
    EmailTakenError,
    InvalidCredentialsError,
    InvalidRefreshTokenError,
    InvitationInvalidError,
    LastAdminError,
    PasswordHashingBusyError,
    RefreshTokenReusedError,
    RegistrationClosedError,
    UsernameTakenError,
    WeakPasswordError,
)

_PREFIX = "/api/v1/auth"


class AuthController:
    def __init__(self, accounts: AccountLogic, sessions: SessionLogic) -> None:
        self._accounts = accounts
        self._sessions = sessions

    def router(self) -> ApiRouter:
        router = ApiRouter(_PREFIX, tag="auth")
        router.post(
            "/register",
            self.register,
            returns=UserOutput,
            status=201,
            errors=[
                RegistrationClosedError,
                InvitationInvalidError,
                EmailTakenError,
                UsernameTakenError,
                WeakPasswordError,
                PasswordHashingBusyError,
            ],
            rate_limit=RateLimitClass.REGISTER,
            public=True,
        )
        router.post(
            "/login",
            self.log_in,
            returns=TokenPairOutput,
            errors=[InvalidCredentialsError, PasswordHashingBusyError],
            rate_limit=RateLimitClass.LOGIN,
            public=True,
        )
        router.post(
            "/refresh",
            self.refresh_tokens,
            returns=TokenPairOutput,
            errors=[InvalidRefreshTokenError, RefreshTokenReusedError],
            rate_limit=RateLimitClass.LOGIN,
            public=True,
        )
        router.post("/logout", self.log_out, status=204, public=True)
        router.get("/me", self.get_own_account, returns=UserOutput)
        router.patch("/me", self.update_own_account, returns=UserOutput, errors=[EmailTakenError, UsernameTakenError])
        router.delete("/me", self.delete_own_account, status=204, errors=[InvalidCredentialsError, LastAdminError])
        router.post(
            "/change-password",
            self.change_password,
            status=204,
            errors=[InvalidCredentialsError, WeakPasswordError, PasswordHashingBusyError],
        )
        return router

    async def register(self, person: RegisterInput) -> Response:
        """Sign up. The account has the role user and is active at once.

        Where the operator admits invited people only, `invitation` is the code that an admin gave you.
        """
        output = UserOutput.of(await self._accounts.register(person))
        return json_response(output, PRIVATE, status=201, location=f"{_PREFIX}/me")

    async def log_in(self, login: LoginInput, user_agent: UserAgent) -> Response:
        """Sign in with a user name or an e-mail address. An unknown, a disabled and a mistyped account get the
        same response."""
        return json_response(await self._sessions.log_in(login, user_agent), NO_STORE)

    async def refresh_tokens(self, spent: RefreshInput) -> Response:
        """Exchange a refresh token for the next pair of tokens.

        Within a grace period (by default ten seconds) a used token returns the newest pair of its session, for
        parallel requests and lost responses; later it ends the whole session, because it may be stolen.
        """
        return json_response(await self._sessions.refresh(spent.refresh_token), NO_STORE)

    async def log_out(self, ended: LogoutInput) -> Response:
        """End the session of a refresh token. An invalid token is accepted too."""
        await self._sessions.log_out(ended.refresh_token)
        return no_content()

    async def get_own_account(self, caller: CurrentUser) -> Response:
        """Read your own account."""
        return json_response(UserOutput.of(await self._accounts.get_account(caller.user_id)), PRIVATE)

    async def update_own_account(
        self, change: UpdateProfileInput, caller: CurrentUser, precondition: IfMatch
    ) -> Response:
        """Change your own profile."""
        output = UserOutput.of(await self._accounts.update_account(caller.user_id, change, precondition))
        return json_response(output, PRIVATE)

    async def delete_own_account(
        self, confirmation: DeleteAccountInput, caller: CurrentUser, precondition: IfMatch
    ) -> Response:
        """Delete your own account with all its data, permanently."""
        await self._accounts.delete_account(caller, confirmation, precondition)
        return no_content()

    async def change_password(self, request: Request, change: ChangePasswordInput, caller: CurrentUser) -> Response:
        """Change your own password. All other sessions end; application tokens stay, unless `revoke_tokens` is true."""
        renewed = await self._accounts.change_password(caller, change)
        return with_cookie(request, no_content(), renewed)
