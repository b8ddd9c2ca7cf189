from collections.abc import Mapping, Sequence
from typing import Protocol, TypedDict, Unpack

from pydantic import BaseModel

from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.core.uploads import UploadBounds
from watchkeeper.foundation.http.api_route import ApiRoute, ResponseSpec
from watchkeeper.foundation.http.endpoint_signature import Endpoint
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimitClass


class RouteOptions(TypedDict, total=False):
    """The options of a route, described by `ApiRoute`."""

    returns: type[BaseModel]
    status: int
    also: Mapping[int, ResponseSpec]
    errors: Sequence[type[ServiceError]]
    cached_by: str
    rate_limit: RateLimitClass
    response_headers: Sequence[str]
    files: Mapping[str, object]
    tagged: bool
    shows: str
    shown_once: bool
    upload: UploadBounds
    public: bool
    any_query: bool
    in_schema: bool


class ApiRouter:
    """The routes of one controller, under one prefix.

    The docstring of an endpoint is the description of its operation, its name the operation id. `common` options hold
    for every route: a route adds to the common errors and overrides other options. Adding a route raises TypeError for
    options that contradict each other or the endpoint.
    """

    def __init__(self, prefix: str = "", *, tag: str, **common: Unpack[RouteOptions]) -> None:
        self.prefix = prefix
        self.routes: list[ApiRoute] = []
        self._tag = tag
        self._common = common

    def get(self, path: str, endpoint: Endpoint, **options: Unpack[RouteOptions]) -> None:
        self._add(path, "GET", endpoint, options)

    def post(self, path: str, endpoint: Endpoint, **options: Unpack[RouteOptions]) -> None:
        self._add(path, "POST", endpoint, options)

    def put(self, path: str, endpoint: Endpoint, **options: Unpack[RouteOptions]) -> None:
        self._add(path, "PUT", endpoint, options)

    def patch(self, path: str, endpoint: Endpoint, **options: Unpack[RouteOptions]) -> None:
        self._add(path, "PATCH", endpoint, options)

    def delete(self, path: str, endpoint: Endpoint, **options: Unpack[RouteOptions]) -> None:
        self._add(path, "DELETE", endpoint, options)

    def _add(self, path: str, method: str, endpoint: Endpoint, options: RouteOptions) -> None:
        merged: RouteOptions = {**self._common, **options}
        merged["errors"] = [*self._common.get("errors", ()), *options.get("errors", ())]
        self.routes.append(ApiRoute(self.prefix + path, method, endpoint, tags=(self._tag,), **merged))


class Controller(Protocol):
    """Translates between HTTP and the DTOs of one resource. The container injects its logic."""

    def router(self) -> ApiRouter:
        """Return the routes; their endpoints are bound methods."""
