from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.authentication import CurrentAdmin
from watchkeeper.foundation.http.cursors import Paging
from watchkeeper.foundation.http.etags import IfMatch
from watchkeeper.foundation.http.injection import provided
from watchkeeper.foundation.http.problem_responses import problems
from watchkeeper.foundation.http.responses import PRIVATE, PageOutput, json_response, no_content, page_response
from watchkeeper.logics.identity.user_logic import UserLogic
from watchkeeper.models.dtos.fields import Text
from watchkeeper.models.dtos.user_dtos import CreateUserInput, UpdateUserInput, UserOutput
from watchkeeper.models.errors.identity_errors import (
    EmailTakenError,
    LastAdminError,
    PasswordHashingBusyError,
    UsernameTakenError,
    UserNotFoundError,
    WeakPasswordError,
)
from watchkeeper.models.types.role import Role
from watchkeeper.models.types.sorts import UserSort
from watchkeeper.models.types.user_filter import UserFilter

router = APIRouter(prefix="/api/v1/users", tags=["users"], route_class=ApiRoute)

Logic = Annotated[UserLogic, provided(UserLogic)]
SearchText = Annotated[
    str, Text(100, min_length=0), Query(description="Looked for anywhere in user name, e-mail address and name.")
]


@router.get("", response_model=PageOutput[UserOutput])
async def search_users(
    request: Request,
    admin: CurrentAdmin,
    paging: Paging,
    logic: Logic,
    q: SearchText | None = None,
    role: Role | None = None,
    is_active: bool | None = None,
    sort: Annotated[UserSort, Query()] = UserSort.CREATED_AT_DESCENDING,
) -> Response:
    """List accounts."""
    page = await logic.search_users(UserFilter(q or None, role, is_active), sort, paging)
    return page_response(page, request, PRIVATE, UserOutput.of)


@router.get("/{user_id}", response_model=UserOutput, responses=problems(UserNotFoundError))
async def get_user(user_id: UUID, admin: CurrentAdmin, logic: Logic) -> Response:
    """Read one account."""
    return json_response(UserOutput.of(await logic.get_user(user_id)), PRIVATE)


@router.post(
    "",
    status_code=201,
    response_model=UserOutput,
    responses=problems(EmailTakenError, UsernameTakenError, WeakPasswordError, PasswordHashingBusyError),
)
async def create_user(person: CreateUserInput, admin: CurrentAdmin, logic: Logic) -> Response:
    """Make an account for somebody."""
    output = UserOutput.of(await logic.create_user(person))
    return json_response(output, PRIVATE, status=201, location=f"{router.prefix}/{output.id}")


@router.patch(
    "/{user_id}",
    response_model=UserOutput,
    responses=problems(
        UserNotFoundError,
        EmailTakenError,
        UsernameTakenError,
        LastAdminError,
        WeakPasswordError,
        PasswordHashingBusyError,
    ),
)
async def update_user(
    user_id: UUID, change: UpdateUserInput, admin: CurrentAdmin, precondition: IfMatch, logic: Logic
) -> Response:
    """Change an account. Disabling it or setting its password ends its sessions; all takes effect at once."""
    return json_response(UserOutput.of(await logic.update_user(user_id, change, precondition)), PRIVATE)


@router.delete("/{user_id}", status_code=204, responses=problems(UserNotFoundError, LastAdminError))
async def delete_user(user_id: UUID, admin: CurrentAdmin, precondition: IfMatch, logic: Logic) -> Response:
    """Delete an account and everything that belongs to the person."""
    await logic.delete_user(user_id, precondition)
    return no_content()
