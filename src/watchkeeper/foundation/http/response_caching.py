"""Caching of public responses until the version of their cache tag changes."""

from collections.abc import Awaitable, Callable

from fastapi import Response

from watchkeeper.foundation.core.request_context import current_request
from watchkeeper.foundation.core.stored_response import StoredResponse
from watchkeeper.foundation.http.request_body import StrictRequest
from watchkeeper.foundation.http.responses import response_of, stored_response_of
from watchkeeper.foundation.http.services import services_of

Handle = Callable[[StrictRequest], Awaitable[Response]]


def respond_from_cache(handle: Handle, tag: str | None, *, knows_caller: bool) -> Handle:
    """Return `handle` with a cache in front, or `handle` itself without a cache tag.

    If the route takes a caller (`knows_caller`), requests with credentials bypass the cache.
    """
    if tag is None:
        return handle

    async def handle_cached(request: StrictRequest) -> Response:
        services = services_of(request.scope)
        if knows_caller and services.authentication.credentials_of(request.scope) is not None:
            return await handle(request)

        async def produce() -> StoredResponse:
            current_request().is_public = True
            return stored_response_of(await handle(request))

        return response_of(await services.response_cache.response(tag, _address(request), produce))

    return handle_cached


def _address(request: StrictRequest) -> bytes:
    query: bytes = request.scope["query_string"]
    path: str = request.scope["path"]
    return path.encode("utf-8", "surrogatepass") + b"?" + query
