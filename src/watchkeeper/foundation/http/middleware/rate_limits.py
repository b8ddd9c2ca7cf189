"""Rate limit check of a request, once its route is known and before any expensive work."""

from uuid import UUID

from starlette.types import Message, Scope, Send

from watchkeeper.foundation.http.services import services_of
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimitClass
from watchkeeper.foundation.rate_limiting.rate_limits import RateLimits

_COUNTED = (400, 401, 429)
"""Statuses of sign-ins that count: failed (401, or 400 by OAuth 2) or limited for their account name (429)."""


async def check_rate_limit(
    limits: RateLimits, kind: RateLimitClass, scope: Scope, send: Send
) -> tuple[UUID | None, Send]:
    """Count a request against its rate limits. Return the account and the `send` to use for its response.

    The account is that of the token or the page session, or None: without one, with an invalid one, or for a class
    without limits. Raises RateLimitedError.
    """
    if kind is RateLimitClass.UNLIMITED:
        return None, send
    account = await limits.admit(kind, services_of(scope).authentication.credentials_of(scope))
    return account, _refund_on_success(limits, kind, send) if kind is RateLimitClass.LOGIN else send


def _refund_on_success(limits: RateLimits, kind: RateLimitClass, send: Send) -> Send:
    """Return a `send` that refunds the request unless the sign-in failed or was limited."""

    async def refund_and_send(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] not in _COUNTED:
            await limits.refund(kind)
        await send(message)

    return refund_and_send
