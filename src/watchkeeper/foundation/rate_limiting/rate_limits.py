from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Literal, Protocol
from uuid import UUID

from watchkeeper.foundation.core.errors import DatabaseUnavailableError
from watchkeeper.foundation.core.networks import subscriber_of
from watchkeeper.foundation.core.operations_errors import RateLimitedError
from watchkeeper.foundation.core.rates import BucketCounter, Buckets, Rate, RateLimitStatus, Rates, most_restrictive
from watchkeeper.foundation.core.request_context import current_request
from watchkeeper.foundation.observability.metrics import Metrics
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimitClass, RateLimiter

_ITEMS_OF_ONE_WRITE = 25
_BY_ADDRESS = (RateLimitClass.LOGIN, RateLimitClass.REGISTER)


@dataclass(frozen=True, slots=True)
class LimitPolicies:
    """The rates of each class of routes, and of failed passwords.

    `by_class` counts per account, and per address where `anonymous` has nothing else for the class; for sign-ins it
    counts failures per address. `login_account` limits wrong passwords per account and address, `login_anywhere` wrong
    passwords per account over all addresses that are new to it.
    """

    by_class: Mapping[RateLimitClass, Rates] = field(default_factory=dict)
    anonymous: Mapping[RateLimitClass, Rates] = field(default_factory=dict)
    login_account: Rates = ()
    login_anywhere: Rates = ()

    def of_accounts(self, kind: RateLimitClass) -> Rates:
        return self.by_class.get(kind, ())

    def of_addresses(self, kind: RateLimitClass) -> Rates:
        return self.anonymous.get(kind, self.of_accounts(kind))


class RateLimitCounter(BucketCounter):
    """Counts uses of buckets against their rates, and stores the status of each rate in the current request."""

    def __init__(self, *, limiter: RateLimiter, metrics: Metrics) -> None:
        self._limiter = limiter
        self._metrics = metrics

    async def consume(self, buckets: Buckets, *, must_count_locally: bool = False) -> None:
        rate_limits = current_request().rate_limits
        uses = _uses(buckets)
        for place, (key, rate) in enumerate(uses):
            status = await self._limiter.hit(key, rate, must_count_locally=must_count_locally)
            self._metrics.count_limit(key.partition("|")[0], _outcome(status))
            if status is None:
                continue
            rate_limits[key] = status
            if not status.is_allowed:
                await self._undo(uses[:place])
                await self._read_status(uses[place + 1 :], must_count_locally=must_count_locally)
                raise RateLimitedError(most_restrictive(list(rate_limits.values())).reset_seconds)

    async def refund(self, buckets: Buckets) -> None:
        await self._undo(_uses(buckets))

    async def remember(self, bucket: str, rate: Rate) -> None:
        await self._limiter.hit(_key(bucket, rate), rate, must_count_locally=True)

    async def is_remembered(self, bucket: str, rate: Rate) -> bool:
        status = await self._limiter.find(_key(bucket, rate), rate, must_count_locally=True)
        return status is not None and not status.is_allowed

    async def _undo(self, uses: list[tuple[str, Rate]]) -> None:
        rate_limits = current_request().rate_limits
        for key, rate in uses:
            await self._limiter.refund(key, rate)
            status = rate_limits.get(key)
            if status is not None:
                rate_limits[key] = status._replace(remaining=status.remaining + 1)

    async def _read_status(self, uses: list[tuple[str, Rate]], *, must_count_locally: bool) -> None:
        for key, rate in uses:
            status = await self._limiter.find(key, rate, must_count_locally=must_count_locally)
            if status is not None:
                current_request().rate_limits[key] = status


class TokenOwners(Protocol):
    """Tells whose token a request has."""

    def identify(self, token: str) -> UUID | None:
        """Return the account of a genuine token, or None where only the database could tell."""

    async def find_owner(self, token: str) -> UUID | None:
        """Return the account of a genuine token that `identify` does not know. Raises DatabaseUnavailableError."""


class RateLimits:
    """Applies the rate limits to requests, before any costly work is done for them.

    Requests count per account when they have a genuine token, else per address. Whether the session of the token still
    exists is not checked, because that needs the database. Sign-ins and registrations always count per address, both
    in their own class and as writes; `SignInGuard` counts their account names.
    """

    def __init__(self, *, uses: RateLimitCounter, owners: TokenOwners, policies: LimitPolicies) -> None:
        self._uses = uses
        self._owners = owners
        self._policies = policies

    async def admit(self, kind: RateLimitClass, token: str | None) -> UUID | None:
        """Count a request, and return the account of its token; None for one that is not genuine, which is rejected
        where the caller is needed. Raises RateLimitedError.
        """
        account = None if token is None else self._owners.identify(token)
        if kind in _BY_ADDRESS:
            buckets = (self._by_address(RateLimitClass.WRITES), self._by_address(kind))
            await self._uses.consume(buckets, must_count_locally=True)
        elif account is not None:
            await self._uses.consume((self._by_account(kind, account),))
        else:
            await self._uses.consume((self._by_address(kind),))
            account = None if token is None else await self._count_for_owner(kind, token)
        return account

    async def _count_for_owner(self, kind: RateLimitClass, token: str) -> UUID | None:
        """Count a request for the account of a token that had to be looked up, in place of the address.

        The address was counted first, so that made-up tokens cost no more queries than the address has requests.
        """
        try:
            account = await self._owners.find_owner(token)
        except DatabaseUnavailableError:
            return None  # the request fails where the caller is needed, and stays counted
        if account is not None:
            await self._uses.refund((self._by_address(kind),))
            await self._uses.consume((self._by_account(kind, account),))
        return account

    async def count_items(self, account: UUID, number: int) -> None:
        if current_request().are_items_counted:
            return
        rates = self._policies.of_accounts(RateLimitClass.WRITES)
        most = min((rate.amount - 1 for rate in rates), default=0)  # one is counted already
        bucket = self._by_account(RateLimitClass.WRITES, account)
        try:
            await self._uses.consume((bucket,) * min(ceil(number / _ITEMS_OF_ONE_WRITE), most))
        except RateLimitedError:
            await self._uses.refund((bucket,))
            raise
        current_request().are_items_counted = True

    async def refund(self, kind: RateLimitClass) -> None:
        """Undo the count of a sign-in that did not fail; other classes are not refunded."""
        if kind is RateLimitClass.LOGIN:
            await self._uses.refund((self._by_address(kind),))

    def _by_account(self, kind: RateLimitClass, account: UUID) -> tuple[str, Rates]:
        return f"{kind}|{account.hex}", self._policies.of_accounts(kind)

    def _by_address(self, kind: RateLimitClass) -> tuple[str, Rates]:
        return f"{kind}|{_address()}", self._policies.of_addresses(kind)


def _address() -> str:
    return subscriber_of(current_request().client_address)


def _outcome(status: RateLimitStatus | None) -> Literal["allowed", "rejected", "unreachable"]:
    if status is None:
        return "unreachable"
    return "allowed" if status.is_allowed else "rejected"


def _uses(buckets: Buckets) -> list[tuple[str, Rate]]:
    return [(_key(bucket, rate), rate) for bucket, rates in buckets for rate in rates]


def _key(bucket: str, rate: Rate) -> str:
    """Return the key of one rate of a bucket. It contains the rate, so that a changed setting starts a new window."""
    return f"{bucket}|{rate.amount}/{rate.seconds}"
