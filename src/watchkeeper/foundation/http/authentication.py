"""Authentication by token or by the cookie of the page, checked against the current state of session and account."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Protocol

from starlette.types import Scope

from watchkeeper.foundation.core.errors import (
    AdminRequiredError,
    AuthenticationRequiredError,
    DatabaseUnavailableError,
    TwoAccountsError,
)
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.http.headers import bearer_token_of
from watchkeeper.foundation.http.page_session import PageSessions
from watchkeeper.foundation.http.request_state import state_of

_KNOWN_CALLER_SECONDS = 0.5


class Authenticator(Protocol):
    """Authenticates access tokens."""

    async def authenticate(self, token: str) -> Principal:
        """Return the caller.

        Raises InvalidTokenError unless the token and its session, if it has one, are valid and the account is active.
        """

    async def find_by_page_session(self, text: str) -> Principal | None:
        """Return the caller of a page session, or None if it has ended or its account is not active."""


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


@dataclass(frozen=True, slots=True)
class Authentication:
    """Authenticates callers by tokens, or by the cookie of the page."""

    authenticator: Authenticator
    page_sessions: PageSessions

    def credentials_of(self, scope: Scope) -> str | None:
        """Return the token of a request, or without one the text in its cookie, or None without either."""
        token = bearer_token_of(scope)
        return self.page_sessions.text_of(scope) if token is None else token

    async def caller_of(self, scope: Scope) -> Principal | None:
        """Return the caller of a request, or None without credentials. A cookie that says nothing is none.

        The token counts where both are sent. Raises InvalidTokenError, TwoAccountsError and, for what a cookie would
        change, OriginNotAllowedError.
        """
        token, text = bearer_token_of(scope), self.page_sessions.text_of(scope)
        by_token = None if token is None else await self.authenticator.authenticate(token)
        by_cookie = None if text is None else await self.authenticator.find_by_page_session(text)
        if by_token is None and by_cookie is not None and not state_of(scope).is_safe:
            self.page_sessions.require_own_page(scope)
        if by_token is not None and by_cookie is not None and by_token.user_id != by_cookie.user_id:
            raise TwoAccountsError
        return by_token or by_cookie


async def caller_of(scope: Scope, access: Access, authentication: Authentication) -> Principal | None:
    """Return the caller, or None if `access` allows it.

    Raises InvalidTokenError for credentials that are not a valid bearer token of an active account,
    AuthenticationRequiredError, OriginNotAllowedError, TwoAccountsError, SessionRequiredError, InsufficientScopeError
    and AdminRequiredError.
    """
    if access is Access.IF_KNOWN:
        return await _known_caller(scope, authentication)
    caller = await _caller(scope, authentication)
    if caller is None and access.is_required:
        raise AuthenticationRequiredError
    route = state_of(scope).route
    if caller is not None and route is not None:
        caller.require_scope(route.scopes)
    if access is Access.ADMIN and (caller is None or not caller.is_admin):
        raise AdminRequiredError
    return caller


async def _caller(scope: Scope, authentication: Authentication) -> Principal | None:
    state = state_of(scope)
    if state.caller is None:  # set already when the request is retried
        state.caller = await authentication.caller_of(scope)
        state.actor_id = None if state.caller is None else state.caller.user_id
    return state.caller


async def _known_caller(scope: Scope, authentication: Authentication) -> Principal | None:
    try:
        async with asyncio.timeout(_KNOWN_CALLER_SECONDS):
            return await _caller(scope, authentication)
    except (DatabaseUnavailableError, TimeoutError):
        return None
