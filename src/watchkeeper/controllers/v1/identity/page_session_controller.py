from fastapi import Request, Response

from watchkeeper.controllers.v1.identity.session_cookies import (
    former_session,
    require_own_page,
    with_cookie,
    without_cookie,
)
from watchkeeper.foundation.core.errors import OriginNotAllowedError
from watchkeeper.foundation.http import (
    NO_STORE,
    PRIVATE,
    ApiRouter,
    Caller,
    CurrentUser,
    RateLimitClass,
    UserAgent,
    json_response,
    no_content,
)
from watchkeeper.logics.identity.account_logic import AccountLogic
from watchkeeper.logics.identity.page_session_logic import PageSessionLogic
from watchkeeper.models.dtos.identity.session_dtos import PageLoginInput
from watchkeeper.models.dtos.identity.user_dtos import PageSessionOutput, UserOutput
from watchkeeper.models.errors.identity_errors import InvalidCredentialsError, PasswordHashingBusyError


class PageSessionController:
    def __init__(self, logic: PageSessionLogic, accounts: AccountLogic) -> None:
        self._logic = logic
        self._accounts = accounts

    def router(self) -> ApiRouter:
        router = ApiRouter("/api/v1/auth/session", tag="auth")
        router.post(
            "",
            self.open_page_session,
            returns=UserOutput,
            errors=[InvalidCredentialsError, OriginNotAllowedError, PasswordHashingBusyError],
            rate_limit=RateLimitClass.LOGIN,
            shown_once=True,
            public=True,
        )
        router.get("", self.get_page_session, returns=PageSessionOutput)
        router.delete("", self.end_page_session, status=204)
        return router

    async def open_page_session(self, request: Request, login: PageLoginInput, user_agent: UserAgent) -> Response:
        """Sign in the page of this service, by an HttpOnly cookie in place of tokens.

        What a cookie authenticates may write only with `X-Watchkeeper-Page: 1` and the own `Origin`, as here. The
        session ends after 24 hours; with `remember` after 30 days without use, and after 90 in any case.
        """
        require_own_page(request)
        account, session = await self._logic.log_in(login, user_agent, former_session(request))
        return with_cookie(request, json_response(UserOutput.of(account), NO_STORE), session)

    async def get_page_session(self, caller: Caller) -> Response:
        """Tell who is signed in, if anybody is. Unlike `GET /auth/me`, it succeeds for everybody."""
        account = None if caller is None else await self._accounts.get_account(caller.user_id)
        return json_response(PageSessionOutput(user=account and UserOutput.of(account)), PRIVATE)

    async def end_page_session(self, request: Request, caller: CurrentUser) -> Response:
        """End the session of this request, and clear the cookie."""
        await self._logic.log_out(caller)
        return without_cookie(request, no_content())
