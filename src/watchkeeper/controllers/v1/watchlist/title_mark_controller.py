from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from watchkeeper.foundation.http import (
    PRIVATE,
    ApiRouter,
    CurrentUser,
    IfMatch,
    ResponseSpec,
    json_response,
    no_content,
)
from watchkeeper.foundation.http.responses import OPERATION_ID
from watchkeeper.logics.watchlist.mark_logic import MarkLogic
from watchkeeper.models.dtos.lists.mark_dtos import MarkOutput, MarkTitleInput
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.errors.mark_errors import AnchorNotFoundError, MarkNotFoundError
from watchkeeper.models.types.lists.mark import MarkKind

_PREFIX = "/api/v1/titles"
_MARKED_BEFORE = ResponseSpec(MarkOutput, "The title was marked before; what was sent is changed")

Kind = Annotated[MarkKind, Path(description="A favourite, or what you never want to see.")]


class TitleMarkController:
    def __init__(self, logic: MarkLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter(_PREFIX + "/{title_id}/marks", tag="marks")
        router.put(
            "/{mark}",
            self.mark_title,
            returns=MarkOutput,
            status=201,
            also={200: _MARKED_BEFORE},
            errors=[TitleNotFoundError, AnchorNotFoundError],
        )
        router.delete(
            "/{mark}",
            self.unmark_title,
            status=204,
            response_headers=[OPERATION_ID],
            errors=[TitleNotFoundError, MarkNotFoundError],
        )
        return router

    async def mark_title(
        self, title_id: UUID, mark: Kind, change: MarkTitleInput, user: CurrentUser, precondition: IfMatch
    ) -> Response:
        """Mark a title, or change the note or the place of its mark: what is left out stays as it is."""
        marked, is_new = await self._logic.mark_title(user.user_id, title_id, mark, change, precondition)
        address = f"{_PREFIX}/{marked.title.id}/marks/{mark}"
        return json_response(marked, PRIVATE, status=201 if is_new else 200, location=address if is_new else None)

    async def unmark_title(self, title_id: UUID, mark: Kind, user: CurrentUser, precondition: IfMatch) -> Response:
        """Take a mark from a title."""
        return no_content(await self._logic.unmark_title(user.user_id, title_id, mark, precondition))
