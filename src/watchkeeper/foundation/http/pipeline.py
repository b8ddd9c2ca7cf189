"""The list of middlewares around the router, in order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from starlette.types import ASGIApp

from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.middleware.admission import AdmissionMiddleware
from watchkeeper.foundation.http.middleware.allowed_hosts import AllowedHosts
from watchkeeper.foundation.http.middleware.cors import Cors
from watchkeeper.foundation.http.middleware.forwarded_headers import ForwardedHeaders
from watchkeeper.foundation.http.middleware.replication_token import ReplicationTokenMiddleware
from watchkeeper.foundation.http.middleware.request_cycle import ResponsePolicy
from watchkeeper.foundation.http.middleware.request_middleware import RequestMiddleware
from watchkeeper.foundation.http.middleware.tracing import Tracing
from watchkeeper.foundation.http.router import RouteIndex, Router
from watchkeeper.foundation.observability.metrics import Metrics
from watchkeeper.foundation.observability.tracer import Tracer
from watchkeeper.foundation.postgres.replica.service import ReplicationTokenService
from watchkeeper.foundation.rate_limiting.concurrency import ConcurrencyLimiter
from watchkeeper.foundation.rate_limiting.rate_limits import RateLimits

ALLOWED_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_PREFLIGHT_SECONDS = 600

Middleware = Callable[[ASGIApp], ASGIApp]


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineParts:
    """The dependencies of the middlewares. A middleware whose dependency is None or empty is omitted."""

    tracer: Tracer | None
    trusted_proxies: Sequence[str]
    policy: ResponsePolicy
    meter: Metrics
    origins: Sequence[str]
    origin_pattern: str | None
    allowed_headers: Sequence[str]
    exposed_headers: Sequence[str]
    routes: Sequence[ApiRoute]
    limits: RateLimits
    concurrency: ConcurrencyLimiter
    request_seconds: float
    allowed_hosts: Sequence[str]
    replication_tokens: ReplicationTokenService | None


def middlewares_of(parts: PipelineParts) -> list[Middleware | None]:
    """Return the middlewares, outermost first; None for one that is omitted.

    | middleware | does | may respond |
    |---|---|---|
    | `Tracing` | creates the span of the request | |
    | `ForwardedHeaders` | applies client address, scheme and prefix from trusted proxies | |
    | `RequestMiddleware` | request id, HEAD as GET, common headers, log line, metrics | 408, 413 (reading the body) |
    | `Cors` | preflights of trusted origins | 204 |
    | `AdmissionMiddleware` | route, rate limits, request bounds, body and permit of a write, timeout; handles errors \
that no other layer has handled | 429; 404, 413, 422 (bounds); 503 (timeout, stopping); 500 |
    | `AllowedHosts` | checks the header `Host` | 400 |
    | `ReplicationTokenMiddleware` | stores the replication token of the caller before the response | 503 |
    | `Router` | runs the route; converts errors to problems | 404, 405, and the responses of the route |
    """
    return [
        None if parts.tracer is None else partial(Tracing, tracer=parts.tracer),
        partial(ForwardedHeaders, trusted=parts.trusted_proxies) if parts.trusted_proxies else None,
        partial(RequestMiddleware, policy=parts.policy, meter=parts.meter),
        partial(
            Cors,
            allow_origins=parts.origins,
            allow_origin_regex=parts.origin_pattern,
            allow_methods=ALLOWED_METHODS,
            allow_headers=parts.allowed_headers,
            expose_headers=parts.exposed_headers,
            max_age=_PREFLIGHT_SECONDS,
        ),
        partial(
            AdmissionMiddleware,
            routes=RouteIndex(parts.routes),
            limits=parts.limits,
            seconds=parts.request_seconds,
            concurrency=parts.concurrency,
        ),
        None if "*" in parts.allowed_hosts else partial(AllowedHosts, allowed=parts.allowed_hosts),
        None
        if parts.replication_tokens is None
        else partial(ReplicationTokenMiddleware, tokens=parts.replication_tokens),
    ]


def build_pipeline(parts: PipelineParts) -> ASGIApp:
    """Return the ASGI application that handles requests: the router inside its middlewares."""
    application: ASGIApp = Router()
    for wrap in reversed(middlewares_of(parts)):
        application = application if wrap is None else wrap(application)
    return application
