from uuid import UUID

from fastapi import Request, Response

from watchkeeper.foundation.http import (
    NO_STORE,
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
from watchkeeper.logics.identity.invitation_logic import InvitationLogic
from watchkeeper.models.dtos.identity.invitation_dtos import (
    CreatedInvitationOutput,
    CreateInvitationInput,
    InvitationOutput,
    InvitationQuery,
)
from watchkeeper.models.errors.identity_errors import InvitationNotFoundError

_PREFIX = "/api/v1/invitations"


class InvitationController:
    def __init__(self, logic: InvitationLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter(_PREFIX, tag="users")
        one = "/{invitation_id}"
        router.get("", self.search_invitations, returns=PageOutput[InvitationOutput])
        router.get(one, self.get_invitation, returns=InvitationOutput, errors=[InvitationNotFoundError])
        router.post("", self.create_invitation, returns=CreatedInvitationOutput, status=201, shown_once=True)
        router.delete(one, self.delete_invitation, status=204, errors=[InvitationNotFoundError])
        return router

    async def search_invitations(
        self, request: Request, admin: CurrentAdmin, query: InvitationQuery, page: Paging
    ) -> Response:
        """List invitations to sign up, without their codes."""
        found = await self._logic.search_invitations(query.sort, page)
        return page_response(found, request, PRIVATE, InvitationOutput.of)

    async def get_invitation(self, invitation_id: UUID, admin: CurrentAdmin) -> Response:
        """Read one invitation, without its code."""
        return json_response(InvitationOutput.of(await self._logic.get_invitation(invitation_id)), PRIVATE)

    async def create_invitation(self, invitation: CreateInvitationInput, admin: CurrentAdmin) -> Response:
        """Invite people to sign up. The code is shown this once."""
        created, code = await self._logic.create_invitation(invitation)
        members = InvitationOutput.of(created).model_dump()
        output = CreatedInvitationOutput(**members, code=code)
        return json_response(output, NO_STORE, status=201, location=f"{_PREFIX}/{created.id}")

    async def delete_invitation(self, invitation_id: UUID, admin: CurrentAdmin, precondition: IfMatch) -> Response:
        """Withdraw an invitation. Accounts that were made with it stay."""
        await self._logic.delete_invitation(invitation_id, precondition)
        return no_content()
