from typing import Annotated

from fastapi import APIRouter, Header, Response

from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.authentication import CurrentUser
from watchkeeper.foundation.http.etags import IfMatch
from watchkeeper.foundation.http.injection import provided
from watchkeeper.foundation.http.problem_responses import problems
from watchkeeper.foundation.http.rate_limit_headers import rate_limited
from watchkeeper.foundation.http.responses import NO_STORE, PRIVATE, json_response, no_content
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimitClass
from watchkeeper.logics.identity.account_logic import AccountLogic
from watchkeeper.logics.identity.session_logic import SessionLogic
from watchkeeper.models.dtos.session_dtos import LoginInput, LogoutInput, RefreshInput, TokenPairOutput
from watchkeeper.models.dtos.user_dtos import (
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
    LastAdminError,
    PasswordHashingBusyError,
    RefreshTokenReusedError,
    UsernameTakenError,
    WeakPasswordError,
)

router = APIRouter(prefix="/api/v1/auth", tags=["auth"], route_class=ApiRoute)

Accounts = Annotated[AccountLogic, provided(AccountLogic)]
Sessions = Annotated[SessionLogic, provided(SessionLogic)]
UserAgent = Annotated[str | None, Header(alias="User-Agent", include_in_schema=False)]


@router.post(
    "/register",
    status_code=201,
    response_model=UserOutput,
    responses=problems(EmailTakenError, UsernameTakenError, WeakPasswordError, PasswordHashingBusyError),
)
@rate_limited(RateLimitClass.REGISTER)
async def register(person: RegisterInput, accounts: Accounts) -> Response:
    """Sign up. The account has the role user and is active at once."""
    output = UserOutput.of(await accounts.register(person))
    return json_response(output, PRIVATE, status=201, location=f"{router.prefix}/me")


@router.post(
    "/login",
    response_model=TokenPairOutput,
    responses=problems(InvalidCredentialsError, PasswordHashingBusyError),
)
@rate_limited(RateLimitClass.LOGIN)
async def log_in(login: LoginInput, sessions: Sessions, user_agent: UserAgent = None) -> Response:
    """Sign in with a user name or an e-mail address. An unknown, a disabled and a mistyped account look the same."""
    return json_response(await sessions.log_in(login, user_agent), NO_STORE)


@router.post(
    "/refresh",
    response_model=TokenPairOutput,
    responses=problems(InvalidRefreshTokenError, RefreshTokenReusedError),
)
@rate_limited(RateLimitClass.LOGIN)
async def refresh_tokens(spent: RefreshInput, sessions: Sessions) -> Response:
    """Spend a refresh token for the next pair.

    Sent again within a short grace (ten seconds by default), by a parallel request or after a lost answer, it gets the
    same successor; later it ends its whole session, because somebody else may have a copy.
    """
    return json_response(await sessions.refresh(spent.refresh_token), NO_STORE)


@router.post("/logout", status_code=204)
async def log_out(ended: LogoutInput, sessions: Sessions) -> Response:
    """End the session of a refresh token. A token that is not valid any more is fine."""
    await sessions.log_out(ended.refresh_token)
    return no_content()


@router.get("/me", response_model=UserOutput)
async def get_own_account(caller: CurrentUser, accounts: Accounts) -> Response:
    """Read one's own account."""
    return json_response(UserOutput.of(await accounts.get_account(caller.user_id)), PRIVATE)


@router.patch(
    "/me",
    response_model=UserOutput,
    responses=problems(EmailTakenError, UsernameTakenError),
)
async def update_own_account(
    change: UpdateProfileInput, caller: CurrentUser, precondition: IfMatch, accounts: Accounts
) -> Response:
    """Change one's own profile."""
    return json_response(UserOutput.of(await accounts.update_account(caller.user_id, change, precondition)), PRIVATE)


@router.delete("/me", status_code=204, responses=problems(InvalidCredentialsError, LastAdminError))
async def delete_own_account(
    confirmation: DeleteAccountInput, caller: CurrentUser, precondition: IfMatch, accounts: Accounts
) -> Response:
    """Delete one's own account and everything that belongs to it, for good."""
    await accounts.delete_account(caller, confirmation, precondition)
    return no_content()


@router.post(
    "/change-password",
    status_code=204,
    responses=problems(InvalidCredentialsError, WeakPasswordError, PasswordHashingBusyError),
)
async def change_password(change: ChangePasswordInput, caller: CurrentUser, accounts: Accounts) -> Response:
    """Change one's own password. Every other session is ended."""
    await accounts.change_password(caller, change)
    return no_content()
