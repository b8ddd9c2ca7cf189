from typing import Annotated

from fastapi import APIRouter, Form, Header, Response

from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.injection import provided
from watchkeeper.foundation.http.problem_responses import problems, token_errors
from watchkeeper.foundation.http.rate_limit_headers import rate_limited
from watchkeeper.foundation.http.responses import NO_STORE, json_response
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimitClass
from watchkeeper.logics.identity.token_logic import TokenLogic
from watchkeeper.models.dtos.session_dtos import TokenPairOutput
from watchkeeper.models.errors.identity_errors import PasswordHashingBusyError
from watchkeeper.models.types.token_request import TokenRequest

router = APIRouter(prefix="/api/v1/auth/token", tags=["auth"], route_class=ApiRoute)

Logic = Annotated[TokenLogic, provided(TokenLogic)]
UserAgent = Annotated[str | None, Header(alias="User-Agent", include_in_schema=False)]


@router.post(
    "", response_model=TokenPairOutput, responses=problems(PasswordHashingBusyError) | token_errors(router.prefix)
)
@rate_limited(RateLimitClass.LOGIN)
async def grant_token(
    logic: Logic,
    grant_type: Annotated[str | None, Form(description="password or refresh_token", examples=["password"])] = None,
    username: Annotated[str | None, Form(examples=["ada"])] = None,
    password: Annotated[str | None, Form(examples=["correct horse battery staple"])] = None,
    refresh_token: Annotated[str | None, Form()] = None,
    scope: Annotated[str | None, Form(description="Accepted and ignored.")] = None,
    user_agent: UserAgent = None,
) -> Response:
    """Sign in or refresh as OAuth 2 clients do, with a form (RFC 6749 §4.3 and §6). Refusals are those of §5.2."""
    request = TokenRequest(grant_type, username, password, refresh_token)
    return json_response(await logic.grant(request, user_agent), NO_STORE)
