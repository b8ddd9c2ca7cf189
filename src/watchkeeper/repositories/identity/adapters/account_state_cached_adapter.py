from collections import OrderedDict
from collections.abc import Awaitable, Callable
from time import monotonic
from uuid import UUID

from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.foundation.postgres.notifications import Notifications
from watchkeeper.models.types.identity.secret_claims import SecretClaims
from watchkeeper.repositories.identity.account_state_repository import AccountState, AccountStateRepository

_TOPIC = "account"
_MAX_PEOPLE = 20_000
_SECONDS = 60.0

_Credential = UUID | bytes
"""The id of a session of tokens, or the hash of an application token or a page session."""

_Remembered = dict[_Credential, tuple[AccountState, float]]


class CachedAccountStateAdapter:
    """Caches account states in this process, so that a request needs no query to identify its caller.

    Entries are invalidated when a change commits: changes of this process before their response, those of others by
    notification. While notifications are not live it caches nothing.
    """

    def __init__(self, inner: AccountStateRepository, *, unit_of_work: UnitOfWork, changes: Notifications) -> None:
        self._inner = inner
        self._unit_of_work = unit_of_work
        self._changes = changes
        self._people: OrderedDict[UUID, _Remembered] = OrderedDict()
        self._generation = 0
        changes.subscribe(_TOPIC, lambda key: self._drop(UUID(key)), self._drop_all)

    async def find_state(self, user_id: UUID, session_id: UUID) -> AccountState | None:
        known = self._known(user_id, session_id)
        if known is not None:
            return known
        generation = self._generation
        return self._remember(user_id, session_id, await self._inner.find_state(user_id, session_id), generation)

    async def find_token_state(self, claims: SecretClaims) -> AccountState | None:
        return await self._find_by_secret(claims, self._inner.find_token_state)

    async def find_page_state(self, claims: SecretClaims) -> AccountState | None:
        return await self._find_by_secret(claims, self._inner.find_page_state)

    async def forget(self, user_id: UUID) -> None:
        async def drop() -> None:
            self._drop(user_id)

        await self._changes.publish(_TOPIC, str(user_id))
        await self._unit_of_work.after_commit(drop)

    async def _find_by_secret(
        self, claims: SecretClaims, find: Callable[[SecretClaims], Awaitable[AccountState | None]]
    ) -> AccountState | None:
        known = self._known(claims.user_id, claims.secret_hash)
        if known is not None:
            return known
        generation = self._generation
        return self._remember(claims.user_id, claims.secret_hash, await find(claims), generation)

    def _known(self, user_id: UUID, credential: _Credential) -> AccountState | None:
        remembered = self._people.get(user_id, {}).get(credential) if self._changes.is_live else None
        return remembered[0] if remembered is not None and remembered[1] > monotonic() else None

    def _remember(
        self, user_id: UUID, credential: _Credential, state: AccountState | None, generation: int
    ) -> AccountState | None:
        """Cache a state, and return it.

        `generation` was read before the query: a state that a change invalidates during it must not be cached.
        """
        if state is not None and generation == self._generation and self._changes.is_live:
            self._people.setdefault(user_id, {})[credential] = (state, monotonic() + _SECONDS)
            if len(self._people) > _MAX_PEOPLE:
                self._people.popitem(last=False)
        return state

    def _drop(self, user_id: UUID) -> None:
        self._generation += 1
        self._people.pop(user_id, None)

    def _drop_all(self) -> None:
        self._generation += 1
        self._people.clear()
