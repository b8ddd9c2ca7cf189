"""Limits of requests: counted once their route is known, so before anything costly is done for them."""

from uuid import UUID

from starlette.types import Message, Scope, Send

from watchkeeper.controllers.headers import bearer_token_of
from watchkeeper.logics.operations.rate_limit_logic import RateLimitLogic
from watchkeeper.models.types.route_kind import RouteKind

_COUNTED = (400, 401, 429)
"""Statuses of sign-ins that failed, 400 being OAuth 2's, and of those that were refused for their account name."""


async def admitted(kind: RouteKind, scope: Scope, send: Send) -> tuple[UUID | None, Send]:
    """Count a request of this kind. Return whose it is by its token, if that is genuine and was looked at, and what its
    answer is sent with; the border writes there what is left.

    Raises RateLimitedError.
    """
    if kind is RouteKind.UNLIMITED:
        return None, send
    logic: RateLimitLogic = scope["app"].state.logics[RateLimitLogic]
    account = logic.account_of(bearer_token_of(scope))
    await logic.admit(kind, account)
    return account, _forgiving(logic, kind, send) if kind is RouteKind.LOGIN else send


def _forgiving(logic: RateLimitLogic, kind: RouteKind, send: Send) -> Send:
    """Return a `send` that gives the use back unless the sign-in failed or was refused."""

    async def forgive_and_send(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] not in _COUNTED:
            await logic.forgive(kind)
        await send(message)

    return forgive_and_send
