from uuid import UUID

from fastapi import Request, Response

from watchkeeper.foundation.http import PRIVATE, ApiRouter, CurrentUser, PageOutput, Paging, no_content, page_response
from watchkeeper.logics.identity.session_logic import SessionLogic
from watchkeeper.models.dtos.identity.session_dtos import SessionOutput, SessionQuery
from watchkeeper.models.errors.identity_errors import SessionNotFoundError


class SessionController:
    def __init__(self, logic: SessionLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter("/api/v1/auth/sessions", tag="auth")
        router.get("", self.search_own_sessions, returns=PageOutput[SessionOutput])
        router.delete("", self.end_other_sessions, status=204)
        router.delete("/{session_id}", self.end_own_session, status=204, errors=[SessionNotFoundError])
        return router

    async def search_own_sessions(
        self, request: Request, caller: CurrentUser, query: SessionQuery, page: Paging
    ) -> Response:
        """List your sessions, one a device."""
        found = await self._logic.search_sessions(caller.user_id, query.sort, page)
        return page_response(
            found, request, PRIVATE, lambda session: SessionOutput.seen_from(session, caller.session_id)
        )

    async def end_other_sessions(self, caller: CurrentUser) -> Response:
        """End all other sessions. The session of this request continues."""
        await self._logic.end_other_sessions(caller)
        return no_content()

    async def end_own_session(self, session_id: UUID, caller: CurrentUser) -> Response:
        """End one session. Its tokens are rejected from the next request on."""
        await self._logic.end_session(caller.user_id, session_id)
        return no_content()
