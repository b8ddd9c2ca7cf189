"""Answers that are kept: which endpoints have them, and who may be given one."""

from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant

from watchkeeper.controllers.headers import header_of
from watchkeeper.controllers.ready_answers import answer_of, response_of
from watchkeeper.controllers.security import find_caller
from watchkeeper.logics.operations.answer_cache_logic import AnswerCacheLogic
from watchkeeper.models.types.answer import Answer
from watchkeeper.models.types.content import Content
from watchkeeper.models.types.request_context import current_request

EndpointT = TypeVar("EndpointT", bound=Callable[..., Awaitable[Response]])
Handle = Callable[[Request], Awaitable[Response]]

_MARK = "kept_content"


def kept(content: Content) -> Callable[[EndpointT], EndpointT]:
    """Let answers of an endpoint be kept until `content` changes, of which alone they are made."""

    def mark(endpoint: EndpointT) -> EndpointT:
        setattr(endpoint, _MARK, content)
        return endpoint

    return mark


def kept_content(endpoint: object) -> Content | None:
    """Return what the answers of an endpoint are made of, where they are kept."""
    return getattr(endpoint, _MARK, None)


def answer_from_kept(handle: Handle, dependant: Dependant) -> Handle:
    """Return `handle` so that it gives answers that are kept, where its endpoint has them.

    An endpoint that asks who calls gives them to requests without credentials alone, which nobody has sent.
    """
    content = kept_content(dependant.call)
    if content is None:
        return handle
    knows_caller = find_caller in calls_of(dependant)

    async def handle_kept(request: Request) -> Response:
        if knows_caller and header_of(request.scope, b"authorization") is not None:
            return await handle(request)

        async def make() -> Answer:
            current_request().is_for_everybody = True
            return answer_of(await handle(request))

        logic: AnswerCacheLogic = request.app.state.logics[AnswerCacheLogic]
        return response_of(await logic.answer(content, _address(request), make))

    return handle_kept


def _address(request: Request) -> bytes:
    query: bytes = request.scope["query_string"]
    path: str = request.scope["path"]
    return path.encode("utf-8", "surrogatepass") + b"?" + query


def calls_of(dependant: Dependant) -> Iterator[object]:
    """Return all that a dependant depends on."""
    for dependency in dependant.dependencies:
        yield dependency.call
        yield from calls_of(dependency)
