"""The application factory: what one worker of the service is made of."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

from fastapi import FastAPI

from watchkeeper import __version__
from watchkeeper.configs.container import Container, background_tasks_of, close, logics_of
from watchkeeper.configs.dispatcher import register_routes
from watchkeeper.configs.documentation import install_documentation
from watchkeeper.configs.observation import NO_TELEMETRY
from watchkeeper.configs.settings import Settings
from watchkeeper.controllers.cursors import CursorCodec
from watchkeeper.controllers.middlewares.border import Border
from watchkeeper.controllers.middlewares.client_addresses import ClientAddresses
from watchkeeper.controllers.middlewares.exchange import Terms
from watchkeeper.controllers.middlewares.gate import Gate
from watchkeeper.controllers.middlewares.security_headers import SecurityHeaders
from watchkeeper.controllers.middlewares.tracing import Tracing
from watchkeeper.controllers.middlewares.trusted_hosts import TrustedHosts
from watchkeeper.controllers.middlewares.trusted_origins import TrustedOrigins
from watchkeeper.controllers.middlewares.write_positions import WritePositions
from watchkeeper.controllers.route_table import TabledApplication

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

_REGISTRATION_SECONDS = 1.0


def create_application(settings: Settings, *, secret: str, dsn: str) -> FastAPI:
    """Return the service over the database at `dsn`. Nothing is connected before its lifespan begins."""
    container = Container(settings=settings, secret=secret, dsn=dsn)
    application = TabledApplication(
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
        await container.vital_signs().start()
        await container.changes().start()
        await _register(container)
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
            await container.vital_signs().stop()
            await container.tracer().stop()

    return lifespan


async def _register(container: Container) -> None:
    """Wait a moment until the process holds the writers' lock, without which each of its writes takes it by itself."""
    if container.options().through_pooler:
        return
    with suppress(TimeoutError):  # PostgreSQL is away, or a process that was alone has not made way yet
        await asyncio.wait_for(container.change_clock().has_registered.wait(), _REGISTRATION_SECONDS)


def _install_middlewares(application: TabledApplication, settings: Settings, container: Container) -> None:
    """Add the middlewares, innermost first. A layer with nothing to do is left out."""
    if settings.database_replica_url is not None:
        application.add_middleware(WritePositions)
    if "*" not in settings.trusted_hosts:
        application.add_middleware(TrustedHosts, allowed=settings.trusted_hosts)
    application.add_middleware(
        Gate, routes=application.router.routes, seconds=settings.request_seconds, turns=container.write_turns()
    )
    application.add_middleware(
        TrustedOrigins,
        allow_origins=settings.cors_allowed_origins,
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=ALLOWED_HEADERS,
        expose_headers=EXPOSED_HEADERS,
        max_age=600,
    )
    terms = Terms(SecurityHeaders(settings.hsts_seconds), container.lifecycle(), settings.body_seconds)
    application.add_middleware(Border, terms=terms, meter=container.metrics())
    if settings.trusted_proxies:
        application.add_middleware(ClientAddresses, trusted=settings.trusted_proxies)
    if settings.is_traced:
        application.add_middleware(Tracing, tracer=container.tracer())
