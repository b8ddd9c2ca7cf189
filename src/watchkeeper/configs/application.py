"""The application factory: what one worker of the service is made of."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI

from watchkeeper import __version__
from watchkeeper.configs.container import Container, logics_of
from watchkeeper.configs.dispatcher import register_routes
from watchkeeper.configs.documentation import install_documentation
from watchkeeper.configs.settings import Settings
from watchkeeper.controllers.cursors import CursorCodec
from watchkeeper.controllers.middlewares.border import BODY_LIMIT, Border
from watchkeeper.controllers.middlewares.client_addresses import ClientAddresses
from watchkeeper.controllers.middlewares.rate_limits import RateLimits
from watchkeeper.controllers.middlewares.request_bounds import RequestBounds
from watchkeeper.controllers.middlewares.trusted_hosts import TrustedHosts
from watchkeeper.controllers.middlewares.trusted_origins import TrustedOrigins
from watchkeeper.controllers.problems import install_problems

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


def create_application(settings: Settings, *, secret: str, dsn: str) -> FastAPI:
    """Return the service over the database at `dsn`. Nothing is connected before its lifespan begins."""
    container = Container(settings=settings, secret=secret, dsn=dsn)
    application = FastAPI(
        title="Watchkeeper",
        version=__version__,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=_lifespan(container),
    )
    application.state.container = container
    application.state.cursors = CursorCodec(secret)
    register_routes(application)
    install_problems(application)
    install_documentation(application)
    _install_middlewares(application, settings)
    return application


def _lifespan(container: Container) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(application: FastAPI) -> AsyncIterator[None]:
        application.state.logics = logics_of(container)
        await container.changes().start()
        await container.prior_refresh().start()
        try:
            yield
        finally:
            await container.prior_refresh().stop()
            await container.changes().stop()
            await container.limiter().close()
            await container.database().close()

    return lifespan


def _install_middlewares(application: FastAPI, settings: Settings) -> None:
    """Add the middlewares, innermost first."""
    application.add_middleware(TrustedHosts, allowed=settings.trusted_hosts)
    application.add_middleware(RequestBounds, body_limit=BODY_LIMIT)
    application.add_middleware(RateLimits, routes=application.router.routes)
    application.add_middleware(Border)
    application.add_middleware(
        TrustedOrigins,
        allow_origins=settings.cors_allowed_origins,
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=ALLOWED_HEADERS,
        expose_headers=EXPOSED_HEADERS,
        max_age=600,
    )
    application.add_middleware(ClientAddresses, trusted=settings.trusted_proxies)
