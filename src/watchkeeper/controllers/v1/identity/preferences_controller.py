from fastapi import Response

from watchkeeper.foundation.http import PRIVATE, ApiRouter, CurrentUser, IfMatch, json_response
from watchkeeper.logics.identity.preferences_logic import PreferencesLogic
from watchkeeper.models.dtos.identity.preferences_dtos import PreferencesInput, PreferencesOutput


class PreferencesController:
    def __init__(self, logic: PreferencesLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter("/api/v1/auth/me/preferences", tag="auth")
        router.get("", self.get_preferences, returns=PreferencesOutput)
        router.put("", self.replace_preferences, returns=PreferencesOutput)
        return router

    async def get_preferences(self, caller: CurrentUser) -> Response:
        """Read how you like clients to look."""
        return json_response(PreferencesOutput.of_account(await self._logic.get(caller.user_id)), PRIVATE)

    async def replace_preferences(
        self, preferences: PreferencesInput, caller: CurrentUser, precondition: IfMatch
    ) -> Response:
        """Replace your preferences; omitted ones are forgotten."""
        account = await self._logic.replace(caller.user_id, preferences, precondition)
        return json_response(PreferencesOutput.of_account(account), PRIVATE)
