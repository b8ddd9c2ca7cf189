from uuid import UUID

from fastapi import Request, Response

from watchkeeper.foundation.core.errors import AdminRequiredError
from watchkeeper.foundation.http import (
    NO_STORE,
    PRIVATE,
    ApiRouter,
    CurrentUser,
    IfMatch,
    PageOutput,
    Paging,
    json_response,
    no_content,
    page_response,
)
from watchkeeper.logics.identity.application_token_logic import ApplicationTokenLogic
from watchkeeper.models.dtos.identity.application_token_dtos import (
    ApplicationTokenOutput,
    ApplicationTokenQuery,
    CreateApplicationTokenInput,
    CreatedApplicationTokenOutput,
    UpdateApplicationTokenInput,
)
from watchkeeper.models.errors.identity_errors import (
    ApplicationTokenNotFoundError,
    InvalidCredentialsError,
    PasswordHashingBusyError,
    TooManyTokensError,
    UnknownScopeError,
)

_PREFIX = "/api/v1/auth/tokens"


class ApplicationTokenController:
    def __init__(self, logic: ApplicationTokenLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter(_PREFIX, tag="auth")
        one = "/{token_id}"
        router.get("", self.search_application_tokens, returns=PageOutput[ApplicationTokenOutput])
        router.get(
            one, self.get_application_token, returns=ApplicationTokenOutput, errors=[ApplicationTokenNotFoundError]
        )
        router.post(
            "",
            self.create_application_token,
            returns=CreatedApplicationTokenOutput,
            status=201,
            shown_once=True,
            errors=[
                InvalidCredentialsError,
                AdminRequiredError,
                TooManyTokensError,
                UnknownScopeError,
                PasswordHashingBusyError,
            ],
        )
        router.patch(
            one, self.rename_application_token, returns=ApplicationTokenOutput, errors=[ApplicationTokenNotFoundError]
        )
        router.delete(one, self.revoke_application_token, status=204, errors=[ApplicationTokenNotFoundError])
        return router

    async def search_application_tokens(
        self, request: Request, caller: CurrentUser, query: ApplicationTokenQuery, page: Paging
    ) -> Response:
        """List your application tokens, without their secrets. Expired ones are listed until you make another."""
        found = await self._logic.search_tokens(caller.user_id, query.sort, page)
        return page_response(found, request, PRIVATE, ApplicationTokenOutput.of_token)

    async def get_application_token(self, token_id: UUID, caller: CurrentUser) -> Response:
        """Read one of your application tokens, without its secret."""
        token = await self._logic.get_token(caller.user_id, token_id)
        return json_response(ApplicationTokenOutput.of_token(token), PRIVATE)

    async def create_application_token(self, body: CreateApplicationTokenInput, caller: CurrentUser) -> Response:
        """Make a token for a script or an app, which may do what its scopes say. It is shown this once.

        It is sent like an access token, lasts until it is revoked or expires, and never reaches password, profile,
        sessions or tokens. Only admins can give it the scope `admin`; without it even theirs is a token of a user.
        """
        created, text = await self._logic.create_token(caller, body)
        members = ApplicationTokenOutput.of_token(created).model_dump()
        output = CreatedApplicationTokenOutput(**members, token=text)
        return json_response(output, NO_STORE, status=201, location=f"{_PREFIX}/{created.id}")

    async def rename_application_token(
        self, token_id: UUID, change: UpdateApplicationTokenInput, caller: CurrentUser, precondition: IfMatch
    ) -> Response:
        """Rename one of your application tokens."""
        token = await self._logic.rename_token(caller.user_id, token_id, change, precondition)
        return json_response(ApplicationTokenOutput.of_token(token), PRIVATE)

    async def revoke_application_token(self, token_id: UUID, caller: CurrentUser, precondition: IfMatch) -> Response:
        """Revoke one of your application tokens. It is rejected from the next request on."""
        await self._logic.revoke_token(caller.user_id, token_id, precondition)
        return no_content()
