from uuid import UUID

from watchkeeper.foundation.core.errors import InvalidTokenError
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.repositories.identity.account_state_repository import AccountStateRepository
from watchkeeper.repositories.identity.token_codec import TokenCodec


class AuthenticationLogic:
    """Tells who is calling. The signature says who it was, the account state whether that still holds."""

    def __init__(self, *, tokens: TokenCodec, accounts: AccountStateRepository) -> None:
        self._tokens = tokens
        self._accounts = accounts

    def identify(self, token: str) -> UUID | None:
        """Return the account that an access token was signed for, or None when the token is not genuine.

        Whether session and account still stand is not asked.
        """
        try:
            return self._tokens.verify_access(token).user_id
        except InvalidTokenError:
            return None

    async def authenticate(self, token: str) -> Principal:
        """Return the caller behind an access token, with the role the account has now.

        Raises InvalidTokenError when the token is not valid, its session has ended, or its account is not active.
        """
        claims = self._tokens.verify_access(token)
        state = await self._accounts.find_state(claims.user_id, claims.session_id)
        if state is None:
            raise InvalidTokenError
        return Principal(claims.user_id, claims.session_id, state.role)
