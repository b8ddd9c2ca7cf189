from uuid import UUID

from fastapi import Request, Response

from watchkeeper.foundation.http import (
    PRIVATE,
    ApiRouter,
    CurrentAdmin,
    IfMatch,
    PageOutput,
    Paging,
    json_response,
    no_content,
    page_response,
)
from watchkeeper.logics.identity.account_usage_logic import AccountUsageLogic
from watchkeeper.logics.identity.user_logic import UserLogic
from watchkeeper.models.dtos.identity.user_dtos import AdminUserOutput, CreateUserInput, UpdateUserInput, UserQuery
from watchkeeper.models.errors.identity_errors import (
    EmailTakenError,
    LastAdminError,
    PasswordHashingBusyError,
    UsernameTakenError,
    UserNotFoundError,
    WeakPasswordError,
)

_PREFIX = "/api/v1/users"


class UserController:
    def __init__(self, logic: UserLogic, usage: AccountUsageLogic) -> None:
        self._logic = logic
        self._usage = usage

    def router(self) -> ApiRouter:
        router = ApiRouter(_PREFIX, tag="users")
        one = "/{user_id}"
        router.get("", self.search_users, returns=PageOutput[AdminUserOutput])
        router.get(one, self.get_user, shows="user", returns=AdminUserOutput, errors=[UserNotFoundError])
        router.post(
            "",
            self.create_user,
            returns=AdminUserOutput,
            status=201,
            errors=[EmailTakenError, UsernameTakenError, WeakPasswordError, PasswordHashingBusyError],
        )
        router.patch(
            one,
            self.update_user,
            returns=AdminUserOutput,
            errors=[
                UserNotFoundError,
                EmailTakenError,
                UsernameTakenError,
                LastAdminError,
                WeakPasswordError,
                PasswordHashingBusyError,
            ],
        )
        router.delete(one, self.delete_user, status=204, errors=[UserNotFoundError, LastAdminError])
        return router

    async def search_users(self, request: Request, admin: CurrentAdmin, query: UserQuery, page: Paging) -> Response:
        """List accounts."""
        found = await self._logic.search_users(query.filters, query.sort, page)
        return page_response(await self._usage.see_page(found), request, PRIVATE, AdminUserOutput.seen)

    async def get_user(self, user_id: UUID, admin: CurrentAdmin) -> Response:
        """Read one account."""
        seen = await self._usage.see(await self._logic.get_user(user_id))
        return json_response(AdminUserOutput.seen(seen), PRIVATE)

    async def create_user(self, person: CreateUserInput, admin: CurrentAdmin) -> Response:
        """Create an account."""
        output = AdminUserOutput.seen(await self._usage.see(await self._logic.create_user(person)))
        return json_response(output, PRIVATE, status=201, location=f"{_PREFIX}/{output.id}")

    async def update_user(
        self, user_id: UUID, change: UpdateUserInput, admin: CurrentAdmin, precondition: IfMatch
    ) -> Response:
        """Change an account. Disabling it or setting its password ends its sessions at once, disabling its application
        tokens, too.
        """
        admin.require_session_for(user_id)
        seen = await self._usage.see(await self._logic.update_user(user_id, change, precondition))
        return json_response(AdminUserOutput.seen(seen), PRIVATE)

    async def delete_user(self, user_id: UUID, admin: CurrentAdmin, precondition: IfMatch) -> Response:
        """Delete an account with all its data."""
        admin.require_session_for(user_id)
        await self._logic.delete_user(user_id, precondition)
        return no_content()
