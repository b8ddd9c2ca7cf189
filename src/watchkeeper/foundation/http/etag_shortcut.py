"""304 without looking: for signed-in callers whose `If-None-Match` names an answer that can't have changed."""

from collections.abc import Callable
from typing import TypeVar

from fastapi import Response
from fastapi.dependencies.models import Dependant
from starlette.types import Scope

from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.http.authentication import CALLER, caller_of, find_caller
from watchkeeper.foundation.http.etags import headers_when_unchanged
from watchkeeper.foundation.http.headers import bearer_token_of, first_of, header_of
from watchkeeper.foundation.http.response_caching import cache_tag_of, calls_of
from watchkeeper.foundation.response_cache.etag_memory import KnownTag, KnownTagLogic
from watchkeeper.logics.identity.authentication_logic import AuthenticationLogic
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
    return getattr(endpoint, _MARK, False) or cache_tag_of(endpoint) is not None


def is_knowable(dependant: Dependant) -> bool:
    """Return whether answers of an endpoint to a caller may be known. What others get is kept whole."""
    return is_made_of_rows(dependant.call) and find_caller in calls_of(dependant)


async def find_unchanged(scope: Scope) -> KnownTag | None:
    """Return what 304 says, where a request's `If-None-Match` is the very ETag of an answer that can't have changed.

    Works on the bare scope: a request object costs as much as the rest of it.
    """
    if bearer_token_of(scope) is None:
        return None
    logics = scope["app"].state.logics
    logic: KnownTagLogic = logics[KnownTagLogic]
    reading = scope[_READING] = logic.reading()
    requested = header_of(scope, b"if-none-match")
    if reading is None or requested is None:
        return None
    try:
        caller = await caller_of(scope, logics[AuthenticationLogic])
    except ServiceError:
        return None  # refused where the plan comes to it: something else may be refused before
    known = None if caller is None else logic.get(_key(scope, caller), reading)
    return known if known is not None and known.tag == requested else None


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
    return caller.user_id.int, caller.role, scope["path"], scope["query_string"]
