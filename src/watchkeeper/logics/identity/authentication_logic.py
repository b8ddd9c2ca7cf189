from dataclasses import dataclass
from uuid import UUID

from watchkeeper.foundation.core.errors import InvalidTokenError
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.repositories.identity.account_state_repository import AccountStateRepository
from watchkeeper.repositories.identity.token_codec import TokenCodec


@dataclass(kw_only=True, eq=False)
class AuthenticationLogic:
    """Authenticates callers: verifies the access token, then checks the session and the account."""

    tokens: TokenCodec
    accounts: AccountStateRepository

    def identify(self, token: str) -> UUID | None:
        """Return the account that an access token was signed for, or None when the token is not genuine.

        Whether session and account still stand is not asked.
        """
        try:
            return self.tokens.verify_access(token).user_id
        except InvalidTokenError:
            return None

    async def authenticate(self, token: str) -> Principal:
        """Return the caller of an access token, with the account's current role.

        Raises InvalidTokenError if the token is invalid, its session has ended, or its account is not active.
        """
        claims = self.tokens.verify_access(token)
        state = await self.accounts.find_state(claims.user_id, claims.session_id)
        if state is None:
            raise InvalidTokenError
        return Principal(claims.user_id, claims.session_id, state.role, state.has_personal_titles, state.time_zone)
