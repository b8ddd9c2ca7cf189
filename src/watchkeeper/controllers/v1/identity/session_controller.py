from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.authentication import CurrentUser
from watchkeeper.foundation.http.cursors import Paging
from watchkeeper.foundation.http.injection import provided
from watchkeeper.foundation.http.problem_responses import problems
from watchkeeper.foundation.http.responses import PRIVATE, PageOutput, no_content, page_response
from watchkeeper.logics.identity.session_logic import SessionLogic
from watchkeeper.models.dtos.session_dtos import SessionOutput
from watchkeeper.models.errors.identity_errors import SessionNotFoundError
from watchkeeper.models.types.sorts import SessionSort

router = APIRouter(prefix="/api/v1/auth/sessions", tags=["auth"], route_class=ApiRoute)

Logic = Annotated[SessionLogic, provided(SessionLogic)]


@router.get("", response_model=PageOutput[SessionOutput])
async def search_own_sessions(
    request: Request,
    caller: CurrentUser,
    paging: Paging,
    logic: Logic,
    sort: Annotated[SessionSort, Query()] = SessionSort.CREATED_AT_DESCENDING,
) -> Response:
    """List the devices one is signed in on."""
    page = await logic.search_sessions(caller.user_id, sort, paging)
    return page_response(page, request, PRIVATE, lambda session: SessionOutput.seen_from(session, caller.session_id))


@router.delete("", status_code=204)
async def end_other_sessions(caller: CurrentUser, logic: Logic) -> Response:
    """Sign every other device out. The session of this request goes on."""
    await logic.end_other_sessions(caller)
    return no_content()


@router.delete("/{session_id}", status_code=204, responses=problems(SessionNotFoundError))
async def end_own_session(session_id: UUID, caller: CurrentUser, logic: Logic) -> Response:
    """Sign one device out. Its tokens are refused from the next request on."""
    await logic.end_session(caller.user_id, session_id)
    return no_content()
