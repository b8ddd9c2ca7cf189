"""304 without looking: for signed-in callers whose `If-None-Match` names an answer that can't have changed."""

from collections.abc import Callable
from typing import TypeVar

from fastapi import Response
from fastapi.dependencies.models import Dependant
from starlette.types import Scope

from watchkeeper.controllers.conditional import headers_when_unchanged
from watchkeeper.controllers.headers import first_of, header_of
from watchkeeper.controllers.keeping import calls_of, kept_content
from watchkeeper.controllers.security import CALLER, caller_of, find_caller
from watchkeeper.logics.identity.authentication_logic import AuthenticationLogic
from watchkeeper.logics.operations.known_tag_logic import KnownTag, KnownTagLogic
from watchkeeper.models.errors.base import WatchkeeperError
from watchkeeper.models.types.principal import Principal

EndpointT = TypeVar("EndpointT", bound=Callable[..., object])

_MARK = "is_made_of_rows"
_READING = "reading"
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


def is_knowable(dependant: Dependant) -> bool:
    """Return whether answers of an endpoint to a caller may be known. What others get is kept whole."""
    return is_made_of_rows(dependant.call) and find_caller in calls_of(dependant)


async def find_unchanged(scope: Scope) -> KnownTag | None:
    """Return what 304 says, where a request's `If-None-Match` is the very ETag of an answer that can't have changed.

    Works on the bare scope: a request object costs as much as the rest of it.
    """
    if header_of(scope, b"authorization") is None:
        return None
    logics = scope["app"].state.logics
    logic: KnownTagLogic = logics[KnownTagLogic]
    reading = scope[_READING] = logic.reading()
    wanted = header_of(scope, b"if-none-match")
    if reading is None or wanted is None:
        return None
    try:
        caller = await caller_of(scope, logics[AuthenticationLogic])
    except WatchkeeperError:
        return None  # refused where the plan comes to it: something else may be refused before
    known = None if caller is None else logic.find(_key(scope, caller), reading)
    return known if known is not None and known.tag == wanted else None


def note_tag(scope: Scope, response: Response) -> None:
    """Remember the ETag of an answer whose request `find_unchanged` has seen before it was made."""
    reading: int | None = scope.get(_READING)
    if reading is None or response.status_code not in _KNOWABLE:
        return
    tag = first_of(response.raw_headers, b"etag")
    if tag is not None:
        logic: KnownTagLogic = scope["app"].state.logics[KnownTagLogic]
        logic.note(_key(scope, scope[CALLER]), reading, KnownTag(tag, headers_when_unchanged(response)))


def _key(scope: Scope, caller: Principal) -> _Key:
    return caller.user_id, caller.role, scope["path"], scope["query_string"]
