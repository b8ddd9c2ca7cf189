"""Who is calling: the bearer token of a request, and the account behind it as it stands right now.

The OpenAPI document names the security of an operation by which of these it depends on.
"""

import asyncio
from typing import Annotated

from fastapi import Depends, Request

from watchkeeper.foundation.core.errors import DatabaseUnavailableError
from watchkeeper.foundation.core.request_context import current_request
from watchkeeper.foundation.http.headers import bearer_token_of
from watchkeeper.foundation.http.injection import provided
from watchkeeper.logics.identity.authentication_logic import AuthenticationLogic
from watchkeeper.models.errors.identity_errors import AdminRequiredError, AuthenticationRequiredError
from watchkeeper.models.types.principal import Principal

_KNOWING_SECONDS = 0.5

Authentication = Annotated[AuthenticationLogic, provided(AuthenticationLogic)]


async def find_caller(request: Request, authentication: Authentication) -> Principal | None:
    """Return the caller, or None when no credentials were sent.

    Raises InvalidTokenError for credentials that are not a valid bearer token of an active account's live session.
    """
    token = bearer_token_of(request.scope)
    if token is None:
        return None
    caller = await authentication.authenticate(token)
    request.scope["user_id"] = caller.user_id
    current_request().actor_id = caller.user_id
    return caller


async def find_known_caller(request: Request, authentication: Authentication) -> Principal | None:
    """Return the caller as `find_caller` does, or None where the database can't tell who it is, or not at once."""
    try:
        async with asyncio.timeout(_KNOWING_SECONDS):
            return await find_caller(request, authentication)
    except (DatabaseUnavailableError, TimeoutError):
        return None


async def require_caller(caller: Annotated[Principal | None, Depends(find_caller)]) -> Principal:
    """Return the caller. Raises AuthenticationRequiredError when no credentials were sent."""
    if caller is None:
        raise AuthenticationRequiredError
    return caller


async def require_admin(caller: Annotated[Principal, Depends(require_caller)]) -> Principal:
    """Return the caller. Raises AdminRequiredError unless it is an admin."""
    if not caller.is_admin:
        raise AdminRequiredError
    return caller


Caller = Annotated[Principal | None, Depends(find_caller)]
KnownCaller = Annotated[Principal | None, Depends(find_known_caller)]
CurrentUser = Annotated[Principal, Depends(require_caller)]
CurrentAdmin = Annotated[Principal, Depends(require_admin)]
