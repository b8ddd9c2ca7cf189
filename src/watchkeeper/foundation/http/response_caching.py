"""Answers that are kept: which endpoints have them, and who may be given one."""

from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant

from watchkeeper.foundation.core.request_context import current_request
from watchkeeper.foundation.core.stored_response import StoredResponse
from watchkeeper.foundation.http.authentication import find_caller
from watchkeeper.foundation.http.headers import header_of
from watchkeeper.foundation.http.stored_responses import response_of, stored_response_of
from watchkeeper.foundation.response_cache.response_cache import ResponseCache
from watchkeeper.models.types.cache_tag import CacheTag

EndpointT = TypeVar("EndpointT", bound=Callable[..., Awaitable[Response]])
Handle = Callable[[Request], Awaitable[Response]]

_MARK = "cache_tag_of"


def cached_by(content: CacheTag) -> Callable[[EndpointT], EndpointT]:
    """Let answers of an endpoint be kept until `content` changes, of which alone they are made."""

    def mark(endpoint: EndpointT) -> EndpointT:
        setattr(endpoint, _MARK, content)
        return endpoint

    return mark


def cache_tag_of(endpoint: object) -> CacheTag | None:
    """Return what the answers of an endpoint are made of, where they are kept."""
    return getattr(endpoint, _MARK, None)


def respond_from_cache(handle: Handle, dependant: Dependant) -> Handle:
    """Return `handle` so that it gives answers that are kept, where its endpoint has them.

    An endpoint that asks who calls gives them to requests without credentials alone, which nobody has sent.
    """
    content = cache_tag_of(dependant.call)
    if content is None:
        return handle
    knows_caller = find_caller in calls_of(dependant)

    async def handle_cached(request: Request) -> Response:
        if knows_caller and header_of(request.scope, b"authorization") is not None:
            return await handle(request)

        async def make() -> StoredResponse:
            current_request().is_public = True
            return stored_response_of(await handle(request))

        logic: ResponseCache = request.app.state.logics[ResponseCache]
        return response_of(await logic.response(content, _address(request), make))

    return handle_cached


def _address(request: Request) -> bytes:
    query: bytes = request.scope["query_string"]
    path: str = request.scope["path"]
    return path.encode("utf-8", "surrogatepass") + b"?" + query


def calls_of(dependant: Dependant) -> Iterator[object]:
    """Return all that a dependant depends on."""
    for dependency in dependant.dependencies:
        yield dependency.call
        yield from calls_of(dependency)
