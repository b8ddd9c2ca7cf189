from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from watchkeeper.foundation.core.networks import subscriber_of
from watchkeeper.foundation.core.rates import Rates
from watchkeeper.foundation.core.request_context import current_request
from watchkeeper.foundation.rate_limiting.rate_limit_class import RateLimitClass
from watchkeeper.foundation.rate_limiting.usage import RateLimitCounter

_OF_ADDRESSES = (RateLimitClass.LOGIN, RateLimitClass.REGISTER)


@dataclass(frozen=True, slots=True)
class LimitPolicies:
    """How often requests of each kind are answered, and how often passwords may be wrong.

    `by_class` is per account or address; for sign-in it counts failures, by address. `login_account` is for wrong
    passwords of one name from one address, `login_anywhere` for those of one name from all addresses that are new to
    it.
    """

    by_class: Mapping[RateLimitClass, Rates] = field(default_factory=dict)
    login_account: Rates = ()
    login_anywhere: Rates = ()

    def of(self, kind: RateLimitClass) -> Rates:
        return self.by_class.get(kind, ())


class RateLimits:
    """Counts requests before anything costly is done for them.

    By account where the access token is genuine, and by address otherwise. That the session behind the token still
    stands is not asked: it would take the database. Signing in and up is counted by address always, as a write and
    besides; the account names are counted where they are known, by `SignInGuard`.
    """

    def __init__(
        self, *, uses: RateLimitCounter, identify: Callable[[str], UUID | None], policies: LimitPolicies
    ) -> None:
        self._uses = uses
        self._identify = identify
        self._policies = policies

    def account_of(self, access_token: str | None) -> UUID | None:
        """Return whose token it is; None for one that is not genuine, which is rejected where the caller is needed."""
        return None if access_token is None else self._identify(access_token)

    async def admit(self, kind: RateLimitClass, account: UUID | None) -> None:
        """Count a request of an account, or of nobody that is known. Raises RateLimitedError."""
        if kind in _OF_ADDRESSES:
            address = _address()
            kinds = (RateLimitClass.WRITES, kind)
            await self._uses.consume(
                tuple((f"{one}|{address}", self._policies.of(one)) for one in kinds), must_count_locally=True
            )
        elif rates := self._policies.of(kind):
            caller = _address() if account is None else account.hex
            await self._uses.consume(((f"{kind}|{caller}", rates),))

    async def refund(self, kind: RateLimitClass) -> None:
        """Undo the count by which a sign-in was admitted: it did not fail."""
        if kind is RateLimitClass.LOGIN:
            await self._uses.refund(((f"{kind}|{_address()}", self._policies.of(kind)),))


def _address() -> str:
    return subscriber_of(current_request().client_address)
