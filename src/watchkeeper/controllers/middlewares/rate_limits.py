"""Limits of requests: counted before they are routed, so before anything costly is done for them."""

from collections.abc import Sequence

from fastapi import Request
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from watchkeeper.controllers.headers import header_of
from watchkeeper.controllers.limiting import RouteKinds
from watchkeeper.controllers.problems import problem_response
from watchkeeper.logics.operations.rate_limit_logic import RateLimitLogic
from watchkeeper.models.errors.operations_errors import RateLimitedError
from watchkeeper.models.types.route_kind import RouteKind

_COUNTED = (400, 401, 429)
"""Statuses of sign-ins that failed, 400 being OAuth 2's, and of those that were refused for their account name."""


class RateLimits:
    """Refuses requests that are too many with 429. The border writes into each answer what is left."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        self._app = app
        self._kinds = RouteKinds(routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = self._kinds.find(scope["method"], scope["path"]) if scope["type"] == "http" else RouteKind.UNLIMITED
        if kind is RouteKind.UNLIMITED:
            await self._app(scope, receive, send)
            return
        logic: RateLimitLogic = scope["app"].state.logics[RateLimitLogic]
        try:
            await logic.admit(kind, _access_token(scope))
        except RateLimitedError as refusal:
            await problem_response(refusal, Request(scope))(scope, receive, send)
            return
        await self._app(scope, receive, _forgiving(logic, kind, send) if kind is RouteKind.LOGIN else send)


def _access_token(scope: Scope) -> str | None:
    scheme, _, token = (header_of(scope, b"authorization") or "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _forgiving(logic: RateLimitLogic, kind: RouteKind, send: Send) -> Send:
    """Return a `send` that gives the use back unless the sign-in failed or was refused."""

    async def forgive_and_send(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] not in _COUNTED:
            await logic.forgive(kind)
        await send(message)

    return forgive_and_send
