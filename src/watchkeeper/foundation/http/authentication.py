"""Authentication by bearer token, checked against the current state of session and account."""

import asyncio
from enum import StrEnum
from typing import Annotated, Protocol

from starlette.types import Scope

from watchkeeper.foundation.core.errors import (
    AdminRequiredError,
    AuthenticationRequiredError,
    DatabaseUnavailableError,
)
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.http.headers import bearer_token_of
from watchkeeper.foundation.http.request_state import state_of

_KNOWN_CALLER_SECONDS = 0.5


class Authenticator(Protocol):
    """Authenticates access tokens."""

    async def authenticate(self, token: str) -> Principal:
        """Return the caller.

        Raises InvalidTokenError unless the token and its session, if it has one, are valid and the account is active.
        """


class Access(StrEnum):
    """Whether a route requires a caller, as annotated at its endpoint's parameter for the caller."""

    OPTIONAL = "optional"
    IF_KNOWN = "if_known"
    USER = "user"
    ADMIN = "admin"

    @property
    def is_required(self) -> bool:
        return self in (Access.USER, Access.ADMIN)


Caller = Annotated[Principal | None, Access.OPTIONAL]
"""The caller, or None when no credentials were sent."""

KnownCaller = Annotated[Principal | None, Access.IF_KNOWN]
"""The caller, or None without credentials, with the database unavailable, or after half a second of waiting."""

CurrentUser = Annotated[Principal, Access.USER]
"""The caller; 401 when no credentials were sent."""

CurrentAdmin = Annotated[Principal, Access.ADMIN]
"""The caller; 401 when no credentials were sent, 403 unless it is an admin."""


async def caller_of(scope: Scope, access: Access, authenticator: Authenticator) -> Principal | None:
    """Return the caller, or None if `access` allows it.

    Raises InvalidTokenError for credentials that are not a valid bearer token of an active account,
    AuthenticationRequiredError, SessionRequiredError, InsufficientScopeError and AdminRequiredError.
    """
    if access is Access.IF_KNOWN:
        return await _known_caller(scope, authenticator)
    caller = await _caller(scope, authenticator)
    if caller is None and access.is_required:
        raise AuthenticationRequiredError
    route = state_of(scope).route
    if caller is not None and route is not None:
        caller.require_scope(route.scopes)
    if access is Access.ADMIN and (caller is None or not caller.is_admin):
        raise AdminRequiredError
    return caller


async def _caller(scope: Scope, authenticator: Authenticator) -> Principal | None:
    token = bearer_token_of(scope)
    if token is None:
        return None
    state = state_of(scope)
    if state.caller is None:  # set already when the request is retried
        state.caller = await authenticator.authenticate(token)
        state.actor_id = state.caller.user_id
    return state.caller


async def _known_caller(scope: Scope, authenticator: Authenticator) -> Principal | None:
    try:
        async with asyncio.timeout(_KNOWN_CALLER_SECONDS):
            return await _caller(scope, authenticator)
    except (DatabaseUnavailableError, TimeoutError):
        return None
