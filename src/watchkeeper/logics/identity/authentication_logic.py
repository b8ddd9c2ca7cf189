from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import InvalidTokenError
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.logics.identity.secret_texts import APPLICATION_TOKENS, PAGE_SESSIONS
from watchkeeper.logics.identity.token_uses import TokenUses
from watchkeeper.models.types.identity.role import Role
from watchkeeper.models.types.identity.scope import Scope
from watchkeeper.models.types.identity.secret_claims import SecretClaims
from watchkeeper.repositories.identity.account_state_repository import AccountStateRepository
from watchkeeper.repositories.identity.token_codec import TokenCodec

_MAX_TOKENS: Final = 20_000


@dataclass(kw_only=True, eq=False)
class AuthenticationLogic:
    """Authenticates callers: verifies the access token, then checks the session and the account.

    An application token or the text of a page session is looked up instead, and what is known of it is cached like a
    session. Without the scope `admin` a token is one of a user, whoever made it.
    """

    tokens: TokenCodec
    accounts: AccountStateRepository
    uses: TokenUses
    page_uses: TokenUses
    _genuine: OrderedDict[str, SecretClaims] = field(default_factory=OrderedDict)

    def identify(self, token: str) -> UUID | None:
        """Return the account of a genuine token, or None for one that is not or is not known to be.

        Whether session and account still stand is not asked. Of an application token or a page
        session it is known once that has been looked up.
        """
        if APPLICATION_TOKENS.has(token) or PAGE_SESSIONS.has(token):
            known = self._genuine.get(token)
            return None if known is None else known.user_id
        try:
            return self.tokens.verify_access(token).user_id
        except InvalidTokenError:
            return None

    async def find_owner(self, token: str) -> UUID | None:
        """Return the account of an application token or a page session, or None if it is none or not valid.

        Raises DatabaseUnavailableError.
        """
        if PAGE_SESSIONS.has(token):
            caller = await self.find_by_page_session(token)
            return None if caller is None else caller.user_id
        if not APPLICATION_TOKENS.has(token):
            return None
        try:
            return (await self._authenticate_application(token)).user_id
        except InvalidTokenError:
            return None

    async def authenticate(self, token: str) -> Principal:
        """Return the caller of a token, with the account's current role.

        Raises InvalidTokenError if the token is invalid, its session has ended, or its account is not active.
        """
        if APPLICATION_TOKENS.has(token):
            return await self._authenticate_application(token)
        claims = self.tokens.verify_access(token)
        state = await self.accounts.find_state(claims.user_id, claims.session_id)
        if state is None:
            raise InvalidTokenError
        return Principal(claims.user_id, claims.session_id, state.role, state.has_personal_titles, state.time_zone)

    async def find_by_page_session(self, text: str) -> Principal | None:
        """Return the caller of a page session, or None if it has ended or its account is not active."""
        claims = self._genuine.get(text) or PAGE_SESSIONS.read(text)
        state = await self.accounts.find_page_state(claims) if claims is not None else None
        if claims is None or state is None or (state.expires_at is not None and state.expires_at <= now()):
            return None
        self._remember(text, claims)
        self.page_uses.note(claims)
        return Principal(claims.user_id, claims.id, state.role, state.has_personal_titles, state.time_zone)

    async def _authenticate_application(self, token: str) -> Principal:
        claims = self._genuine.get(token) or APPLICATION_TOKENS.read(token)
        state = await self.accounts.find_token_state(claims) if claims is not None else None
        if claims is None or state is None or state.scopes is None:
            raise InvalidTokenError
        if state.expires_at is not None and state.expires_at <= now():
            raise InvalidTokenError
        self._remember(token, claims)
        self.uses.note(claims)
        role = state.role if Scope.ADMIN in state.scopes else Role.USER
        return Principal(claims.user_id, None, role, state.has_personal_titles, state.time_zone, state.scopes)

    def _remember(self, token: str, claims: SecretClaims) -> None:
        self._genuine[token] = claims
        if len(self._genuine) > _MAX_TOKENS:
            self._genuine.popitem(last=False)
