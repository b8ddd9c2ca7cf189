from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from watchkeeper.controllers.answers import PRIVATE, Listing, answer, listing, nothing
from watchkeeper.controllers.conditional import IfMatch
from watchkeeper.controllers.cursors import Paging
from watchkeeper.controllers.documentation import problems
from watchkeeper.controllers.injection import provided
from watchkeeper.controllers.routing import ContractRoute
from watchkeeper.controllers.security import CurrentAdmin
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

router = APIRouter(prefix="/api/v1/users", tags=["users"], route_class=ContractRoute)

Logic = Annotated[UserLogic, provided(UserLogic)]
SearchText = Annotated[
    str, Text(100, min_length=0), Query(description="Looked for anywhere in user name, e-mail address and name.")
]


@router.get("", response_model=Listing[UserOutput])
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
    return listing(page, request, PRIVATE, UserOutput.of)


@router.get("/{user_id}", response_model=UserOutput, responses=problems(UserNotFoundError))
async def get_user(user_id: UUID, admin: CurrentAdmin, logic: Logic) -> Response:
    """Read one account."""
    return answer(UserOutput.of(await logic.get_user(user_id)), PRIVATE)


@router.post(
    "",
    status_code=201,
    response_model=UserOutput,
    responses=problems(EmailTakenError, UsernameTakenError, WeakPasswordError, PasswordHashingBusyError),
)
async def create_user(person: CreateUserInput, admin: CurrentAdmin, logic: Logic) -> Response:
    """Make an account for somebody."""
    output = UserOutput.of(await logic.create_user(person))
    return answer(output, PRIVATE, status=201, location=f"{router.prefix}/{output.id}")


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
    return answer(UserOutput.of(await logic.update_user(user_id, change, precondition)), PRIVATE)


@router.delete("/{user_id}", status_code=204, responses=problems(UserNotFoundError, LastAdminError))
async def delete_user(user_id: UUID, admin: CurrentAdmin, precondition: IfMatch, logic: Logic) -> Response:
    """Delete an account and everything that belongs to the person."""
    await logic.delete_user(user_id, precondition)
    return nothing()
