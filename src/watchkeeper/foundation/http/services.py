from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from watchkeeper.foundation.http.authentication import Authentication
from watchkeeper.foundation.http.cursors import CursorCodec
from watchkeeper.foundation.idempotency.idempotency import Idempotency
from watchkeeper.foundation.response_cache.response_cache import ResponseCache

if TYPE_CHECKING:
    from watchkeeper.foundation.http.existing import ResourcePaths


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The services that routes use while they handle requests; one instance per application."""

    authentication: Authentication
    cursors: CursorCodec
    idempotency: Idempotency
    response_cache: ResponseCache
    resources: "ResourcePaths"
    show_elsewhere: Callable[[Request], Response | None]
    """Returns the response to a request that has no route; None for the problem `route_not_found`."""


def services_of(scope: Scope) -> Services:
    services: Services = scope["app"].services
    return services
