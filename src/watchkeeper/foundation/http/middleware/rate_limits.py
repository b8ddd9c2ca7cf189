"""Limits of requests: counted once their route is known, so before anything costly is done for them."""

from uuid import UUID

from starlette.types import Message, Scope, Send

from watchkeeper.foundation.http.headers import bearer_token_of
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimitClass
from watchkeeper.foundation.rate_limiting.rate_limits import RateLimits

_COUNTED = (400, 401, 429)
"""Statuses of sign-ins that failed, 400 being OAuth 2's, and of those that were refused for their account name."""


async def check_rate_limit(
    limits: RateLimits, kind: RateLimitClass, scope: Scope, send: Send
) -> tuple[UUID | None, Send]:
    """Count a request of this kind. Return whose it is by its token, if that is genuine and was looked at, and what its
    answer is sent with; the border writes there what is left.

    Raises RateLimitedError.
    """
    if kind is RateLimitClass.UNLIMITED:
        return None, send
    account = limits.account_of(bearer_token_of(scope))
    await limits.admit(kind, account)
    return account, _refund_on_success(limits, kind, send) if kind is RateLimitClass.LOGIN else send


def _refund_on_success(limits: RateLimits, kind: RateLimitClass, send: Send) -> Send:
    """Return a `send` that gives the use back unless the sign-in failed or was refused."""

    async def refund_and_send(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] not in _COUNTED:
            await limits.refund(kind)
        await send(message)

    return refund_and_send
