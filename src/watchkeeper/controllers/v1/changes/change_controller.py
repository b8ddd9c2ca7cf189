from fastapi import Request, Response

from watchkeeper.controllers.v1.changes.feed_cursors import position_of, text_of
from watchkeeper.foundation.core.errors import InvalidCursorError
from watchkeeper.foundation.core.read_model import Fingerprinted
from watchkeeper.foundation.http import (
    PRIVATE,
    ApiRouter,
    CurrentUser,
    json_response,
    unless_unchanged,
)
from watchkeeper.logics.changes.change_logic import ChangeLogic, end_of
from watchkeeper.models.dtos.changes.change_dtos import (
    ChangePageOutput,
    ChangeQuery,
    LatestChangeOutput,
    LatestChangeQuery,
)
from watchkeeper.models.errors.change_errors import ResyncRequiredError
from watchkeeper.models.types.changes.change import ChangeFeedPage, latest_of

_PREFIX = "/api/v1/changes"


class ChangeController:
    def __init__(self, logic: ChangeLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter(_PREFIX, tag="changes")
        router.get("", self.read_changes, returns=ChangePageOutput, errors=[InvalidCursorError, ResyncRequiredError])
        router.get("/latest", self.get_latest_change, returns=LatestChangeOutput)
        return router

    async def read_changes(self, request: Request, user: CurrentUser, query: ChangeQuery) -> Response:
        """Read what has changed of yours since a cursor, or without one everything you have.

        Each resource comes once, with its latest state. Apply a page and store next_cursor in one transaction.
        """
        position = position_of(request, query.cursor, user.user_id, query.areas)

        async def read() -> Fingerprinted[ChangeFeedPage]:
            page = await self._logic.read(user.user_id, position, query.areas, query.limit)
            cursor = text_of(request, page.position, user.user_id)
            return Fingerprinted(
                ChangeFeedPage(page.items, cursor, page.has_more, page.is_snapshot), page.head.fingerprint
            )

        return await unless_unchanged(
            request, user, lambda reader: self._logic.get_fingerprint(reader.user_id, position), read
        )

    async def get_latest_change(self, request: Request, user: CurrentUser, query: LatestChangeQuery) -> Response:
        """Read where the feed ends now, with the last change and the number of resources of each kind."""
        head = await self._logic.get_head(user.user_id)
        cursor = text_of(request, end_of(head, query.areas), user.user_id)
        return json_response(Fingerprinted(latest_of(head, cursor), head.fingerprint), PRIVATE)
