"""The application factory: creates the application of one worker process."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI
from starlette.types import ASGIApp

from watchkeeper import __version__
from watchkeeper.configs.api_docs import service_document
from watchkeeper.configs.container import Container, background_tasks_of, close
from watchkeeper.configs.dispatcher import controllers_of, routes_of
from watchkeeper.configs.observability import NO_TELEMETRY
from watchkeeper.configs.settings import Settings
from watchkeeper.controllers.v1.operations.page_controller import show_elsewhere
from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.authentication import Authentication
from watchkeeper.foundation.http.cursors import CursorCodec
from watchkeeper.foundation.http.existing import ResourcePaths
from watchkeeper.foundation.http.middleware.request_cycle import ResponsePolicy
from watchkeeper.foundation.http.middleware.security_headers import SecurityHeaders
from watchkeeper.foundation.http.page_session import PageSessions
from watchkeeper.foundation.http.pipeline import PipelineParts, build_pipeline
from watchkeeper.foundation.http.router import Application
from watchkeeper.foundation.http.services import Services

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
    "Age",
    "Warning",
    "X-Request-ID",
    "Idempotency-Replayed",
    "Operation-ID",
    "Export-Left-Out",
    *(f"{prefix}-{name}" for prefix in ("RateLimit", "X-RateLimit") for name in ("Limit", "Remaining", "Reset")),
    "RateLimit-Policy",
    "X-RateLimit-Policy",
)

_LOCAL_ORIGIN = r"http://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?"
"""Origins of local development servers."""


def create_application(settings: Settings, *, secret: str, dsn: str) -> FastAPI:
    """Return the application with the database at `dsn`. It connects when its lifespan starts, not before."""
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
    application.openapi = service_document  # type: ignore[method-assign]
    return application


def _lifespan(container: Container) -> Callable[[Application], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(application: Application) -> AsyncIterator[None]:
        routes = routes_of(controllers_of(container))
        application.begin(_services(container, routes), _pipeline(container, routes))
        await container.tracer().start()
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
            await container.tracer().stop()

    return lifespan


def _services(container: Container, routes: Sequence[ApiRoute]) -> Services:
    return Services(
        authentication=Authentication(container.authentication_logic(), _page_sessions(container)),
        cursors=CursorCodec(container.secret(), container.settings().auth.previous_secret()),
        idempotency=container.idempotency(),
        response_cache=container.response_cache(),
        resources=ResourcePaths(routes),
        show_elsewhere=show_elsewhere,
    )


def _page_sessions(container: Container) -> PageSessions:
    former = container.settings().auth.previous_secret()
    secrets = (container.secret(),) if former is None else (container.secret(), former)
    return PageSessions(*secrets, public_url=container.settings().public_url)


def _pipeline(container: Container, routes: Sequence[ApiRoute]) -> ASGIApp:
    settings = container.settings()
    parts = PipelineParts(
        tracer=container.tracer() if settings.is_traced else None,
        trusted_proxies=settings.trusted_proxies,
        policy=ResponsePolicy(
            SecurityHeaders(settings.hsts_seconds), container.lifecycle(), settings.body_seconds, settings.root_path
        ),
        meter=container.metrics(),
        origins=settings.cors_allowed_origins,
        origin_pattern=_LOCAL_ORIGIN if settings.is_development else None,
        allowed_headers=ALLOWED_HEADERS,
        exposed_headers=EXPOSED_HEADERS,
        routes=routes,
        limits=container.rate_limits(),
        concurrency=container.write_limiter(),
        request_seconds=settings.request_seconds,
        allowed_hosts=settings.trusted_hosts,
        replication_tokens=(None if settings.database_replica_url is None else container.replication_token_service()),
    )
    return build_pipeline(parts)
