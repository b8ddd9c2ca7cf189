"""The rate limit headers of responses."""

from collections.abc import Iterable, Mapping

from watchkeeper.foundation.core.rates import RateLimitStatus, most_restrictive
from watchkeeper.foundation.http.headers import Header


def limit_headers(rate_limits: Mapping[str, RateLimitStatus]) -> Iterable[Header]:
    """Return the headers of the most restrictive rate limit; none for a request that was not counted."""
    if not rate_limits:
        return ()
    first = most_restrictive([*rate_limits.values()])
    rate = first.rate
    limit, remaining, reset = b"%d" % rate.amount, b"%d" % first.remaining, b"%d" % first.reset_seconds
    policy = b"%d;w=%d" % (rate.amount, rate.seconds)
    return (
        (b"ratelimit-limit", limit),
        (b"ratelimit-remaining", remaining),
        (b"ratelimit-reset", reset),
        (b"ratelimit-policy", policy),
        (b"x-ratelimit-limit", limit),
        (b"x-ratelimit-remaining", remaining),
        (b"x-ratelimit-reset", reset),
        (b"x-ratelimit-policy", policy),
    )
