"""The application factory: what one worker of the service is made of."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI

from watchkeeper import __version__
from watchkeeper.configs.api_docs import install_documentation
from watchkeeper.configs.container import Container, background_tasks_of, close, logics_of
from watchkeeper.configs.dispatcher import register_routes
from watchkeeper.configs.observability import NO_TELEMETRY
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.http.cursors import CursorCodec
from watchkeeper.foundation.http.middleware.admission import AdmissionMiddleware
from watchkeeper.foundation.http.middleware.allowed_hosts import AllowedHosts
from watchkeeper.foundation.http.middleware.cors import Cors
from watchkeeper.foundation.http.middleware.forwarded_headers import ForwardedHeaders
from watchkeeper.foundation.http.middleware.replication_token import ReplicationTokens
from watchkeeper.foundation.http.middleware.request_cycle import ResponsePolicy
from watchkeeper.foundation.http.middleware.request_middleware import RequestMiddleware
from watchkeeper.foundation.http.middleware.security_headers import SecurityHeaders
from watchkeeper.foundation.http.middleware.tracing import Tracing
from watchkeeper.foundation.http.route_index import Application

ALLOWED_HEADERS = (
    "Authorization",
    "Content-Type",
    "If-Match",
    "If-None-Match",
    "Idempotency-Key",
    "X-Request-ID",
    "X-TMDB-Token",
    "traceparent",
    "tracestate",
)
EXPOSED_HEADERS = (
    "ETag",
    "Link",
    "Location",
    "Retry-After",
    "X-Request-ID",
    "Idempotency-Replayed",
    *(f"{family}-{figure}" for family in ("RateLimit", "X-RateLimit") for figure in ("Limit", "Remaining", "Reset")),
    "RateLimit-Policy",
    "X-RateLimit-Policy",
)

_LOCAL_ORIGIN = r"http://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?"
"""The origin of a web page that a server on the developer's own machine delivers."""


def create_application(settings: Settings, *, secret: str, dsn: str) -> FastAPI:
    """Return the service over the database at `dsn`. Nothing is connected before its lifespan begins."""
    container = Container(settings=settings, secret=secret, dsn=dsn)
    application = Application(
        title="Watchkeeper",
        version=__version__,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=_lifespan(container),
        telemetry=NO_TELEMETRY,
    )
    application.state.container = container
    application.state.cursors = CursorCodec(secret, settings.auth.previous_secret())
    register_routes(application)
    install_documentation(application)
    _install_middlewares(application, settings, container)
    return application


def _lifespan(container: Container) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(application: FastAPI) -> AsyncIterator[None]:
        application.state.logics = logics_of(container)
        await container.tracer().start()
        await container.runtime_metrics().start()
        await container.changes().start()
        tasks = background_tasks_of(container)
        for task in tasks:
            await task.start()
        container.lifecycle().serve()
        try:
            yield
        finally:
            container.lifecycle().drain()
            for task in tasks:
                await task.stop()
            await container.changes().stop()
            await container.limiter().close()
            await close(container)
            await container.runtime_metrics().stop()
            await container.tracer().stop()

    return lifespan


def _install_middlewares(application: Application, settings: Settings, container: Container) -> None:
    """Add the middlewares, innermost first. A layer with nothing to do is left out."""
    if settings.database_replica_url is not None:
        application.add_middleware(ReplicationTokens)
    if "*" not in settings.trusted_hosts:
        application.add_middleware(AllowedHosts, allowed=settings.trusted_hosts)
    application.add_middleware(
        AdmissionMiddleware,
        routes=application.router.routes,
        seconds=settings.request_seconds,
        concurrency=container.write_limiter(),
    )
    application.add_middleware(
        Cors,
        allow_origins=settings.cors_allowed_origins,
        allow_origin_regex=_LOCAL_ORIGIN if settings.is_development else None,
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=ALLOWED_HEADERS,
        expose_headers=EXPOSED_HEADERS,
        max_age=600,
    )
    policy = ResponsePolicy(SecurityHeaders(settings.hsts_seconds), container.lifecycle(), settings.body_seconds)
    application.add_middleware(RequestMiddleware, policy=policy, meter=container.metrics())
    if settings.trusted_proxies:
        application.add_middleware(ForwardedHeaders, trusted=settings.trusted_proxies)
    if settings.is_traced:
        application.add_middleware(Tracing, tracer=container.tracer())
