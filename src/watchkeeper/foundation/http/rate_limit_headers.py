"""Limits as routes and answers speak of them: of which kind a route is, and the headers that tell what is left."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from watchkeeper.foundation.core.rates import RateLimitStatus, most_restrictive
from watchkeeper.foundation.http.headers import Header
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimitClass

EndpointT = TypeVar("EndpointT", bound=Callable[..., Any])

_KIND = "limit_kind"
_READING = ("GET", "HEAD", "OPTIONS")


def rate_limited(kind: RateLimitClass) -> Callable[[EndpointT], EndpointT]:
    """Say of which kind an endpoint is, where it is not simply one that reads or writes. Stands below the route."""

    def mark(endpoint: EndpointT) -> EndpointT:
        setattr(endpoint, _KIND, kind)
        return endpoint

    return mark


def rate_limit_class_of(route: APIRoute, method: str) -> RateLimitClass:
    """Return the kind of a route, for limits."""
    marked: RateLimitClass | None = getattr(route.endpoint, _KIND, None)
    return marked or _kind_of_method(method)


def _kind_of_method(method: str) -> RateLimitClass:
    return RateLimitClass.READS if method in _READING else RateLimitClass.WRITES


def rate_limit_class_of_request(route: BaseRoute | None, method: str) -> RateLimitClass:
    """Return the kind of a request that was routed; one that its route does not take, or that has none, goes by its
    method."""
    if isinstance(route, APIRoute) and method in (route.methods or ()):
        return rate_limit_class_of(route, method)
    return _kind_of_method(method)


def limit_headers(rate_limits: Mapping[str, RateLimitStatus]) -> Iterable[Header]:
    """Return the headers that tell of the limit that will refuse first; none for a request that was not counted."""
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
