from uuid import UUID

from fastapi import Request, Response

from watchkeeper.foundation.http import (
    PRIVATE,
    ApiRouter,
    CurrentUser,
    PageOutput,
    Paging,
    ResponseSpec,
    json_response,
    no_content,
    page_response,
)
from watchkeeper.logics.integrations.position_logic import PositionLogic
from watchkeeper.models.dtos.integrations.position_dtos import PositionOutput, PositionQuery, PutPositionInput
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.errors.integration_errors import PositionNotFoundError

_PREFIX = "/api/v1/positions"


class PositionController:
    def __init__(self, logic: PositionLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter(_PREFIX, tag="plays")
        one, missing = "/{reference}", [PositionNotFoundError]
        router.get("", self.search_positions, returns=PageOutput[PositionOutput])
        router.get(one, self.get_position, returns=PositionOutput, errors=missing)
        router.put(
            one,
            self.put_position,
            returns=PositionOutput,
            also={201: ResponseSpec(PositionOutput, "The position is new.")},
            errors=[TitleNotFoundError],
        )
        router.delete(one, self.delete_position, status=204, errors=missing)
        return router

    async def search_positions(
        self, request: Request, user: CurrentUser, query: PositionQuery, page: Paging
    ) -> Response:
        """List where you stopped, the last first unless told otherwise."""
        return page_response(await self._logic.search_positions(user.user_id, query.sort, page), request, PRIVATE)

    async def get_position(self, reference: UUID, user: CurrentUser) -> Response:
        """Read where you stopped in a title or an episode, by its id."""
        return json_response(await self._logic.get_position(user.user_id, reference), PRIVATE)

    async def put_position(self, reference: UUID, place: PutPositionInput, user: CurrentUser) -> Response:
        """Store where you stopped in a title or an episode, by its id. It goes with the play that ends it."""
        position, is_new = await self._logic.put_position(user.user_id, reference, place)
        return json_response(position, PRIVATE, status=201 if is_new else 200)

    async def delete_position(self, reference: UUID, user: CurrentUser) -> Response:
        """Forget where you stopped."""
        await self._logic.delete_position(user.user_id, reference)
        return no_content()
