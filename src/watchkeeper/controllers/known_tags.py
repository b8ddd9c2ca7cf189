"""304 without looking: for signed-in callers whose `If-None-Match` names an answer that can't have changed."""

from collections.abc import Callable
from typing import TypeVar

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant

from watchkeeper.controllers.conditional import Unchanged, headers_when_unchanged
from watchkeeper.controllers.headers import first_of, header_of
from watchkeeper.controllers.keeping import Handle, calls_of, kept_content
from watchkeeper.controllers.security import CALLER, find_caller
from watchkeeper.logics.identity.authentication_logic import AuthenticationLogic
from watchkeeper.logics.operations.known_tag_logic import KnownTag, KnownTagLogic
from watchkeeper.models.errors.base import WatchkeeperError
from watchkeeper.models.types.principal import Principal

EndpointT = TypeVar("EndpointT", bound=Callable[..., object])

_MARK = "is_made_of_rows"
_KNOWABLE = (200, 304)
_Key = tuple[object, ...]


def made_of_rows(endpoint: EndpointT) -> EndpointT:
    """Say of an endpoint that its answers to one caller, at one address, follow from rows of the database alone.

    Not from the time, another service, or a header. What is kept for everybody (`@kept`) is so anyway.
    """
    setattr(endpoint, _MARK, True)
    return endpoint


def is_made_of_rows(endpoint: object) -> bool:
    """Return whether answers of an endpoint follow from rows of the database alone."""
    return getattr(endpoint, _MARK, False) or kept_content(endpoint) is not None


def answer_from_known(handle: Handle, dependant: Dependant) -> Handle:
    """Return `handle` so that it answers 304 by itself where it is known that nothing has changed.

    That is done for callers who are signed in: what others get is kept whole.
    """
    if not is_made_of_rows(dependant.call) or find_caller not in calls_of(dependant):
        return handle

    async def handle_known(request: Request) -> Response:
        scope = request.scope
        if header_of(scope, b"authorization") is None:
            return await handle(request)
        logics = scope["app"].state.logics
        logic: KnownTagLogic = logics[KnownTagLogic]
        reading = logic.reading()
        if reading is None:
            return await handle(request)
        wanted = header_of(scope, b"if-none-match")
        if wanted is not None:
            caller = await _caller(request, logics[AuthenticationLogic])
            known = None if caller is None else logic.find(_key(request, caller), reading)
            if known is not None and known.tag == wanted:
                return Unchanged(known.headers)
        response = await handle(request)
        if response.status_code in _KNOWABLE:
            _note(logic, request, reading, response)
        return response

    return handle_known


async def _caller(request: Request, authentication: AuthenticationLogic) -> Principal | None:
    try:
        return await find_caller(request, authentication)
    except WatchkeeperError:
        return None  # refused where the plan comes to it: something else may be refused before


def _note(logic: KnownTagLogic, request: Request, reading: int, response: Response) -> None:
    caller: Principal = request.scope[CALLER]
    tag = first_of(response.raw_headers, b"etag")
    if tag is not None:
        logic.note(_key(request, caller), reading, KnownTag(tag, headers_when_unchanged(response)))


def _key(request: Request, caller: Principal) -> _Key:
    scope = request.scope
    return caller.user_id, caller.role, scope["path"], scope["query_string"]
