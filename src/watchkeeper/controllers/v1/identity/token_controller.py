from typing import Annotated

from fastapi import APIRouter, Form, Header, Response

from watchkeeper.controllers.answers import NEVER_STORED, answer
from watchkeeper.controllers.documentation import problems, token_refusals
from watchkeeper.controllers.injection import provided
from watchkeeper.controllers.limiting import limited
from watchkeeper.controllers.routing import ContractRoute
from watchkeeper.logics.identity.token_logic import TokenLogic
from watchkeeper.models.dtos.session_dtos import TokenPairOutput
from watchkeeper.models.errors.identity_errors import PasswordHashingBusyError
from watchkeeper.models.types.route_kind import RouteKind
from watchkeeper.models.types.token_request import TokenRequest

router = APIRouter(prefix="/api/v1/auth/token", tags=["auth"], route_class=ContractRoute)

Logic = Annotated[TokenLogic, provided(TokenLogic)]
UserAgent = Annotated[str | None, Header(alias="User-Agent", include_in_schema=False)]


@router.post(
    "", response_model=TokenPairOutput, responses=problems(PasswordHashingBusyError) | token_refusals(router.prefix)
)
@limited(RouteKind.LOGIN)
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
    return answer(await logic.grant(request, user_agent), NEVER_STORED)
