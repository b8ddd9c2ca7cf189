"""Rate limits: the settings `LIMITS__…` and their policies."""

from typing import Annotated

import limits
from pydantic import AfterValidator, BaseModel, Field

from watchkeeper.foundation.core.rates import Rate, Rates
from watchkeeper.foundation.rate_limiting.concurrency import ConcurrencyLimiter
from watchkeeper.foundation.rate_limiting.rate_limiter import RateLimitClass
from watchkeeper.foundation.rate_limiting.rate_limits import LimitPolicies

_UNLIMITED = "unlimited"
_LONGEST_SECONDS = 31 * 24 * 3600


def parsed_rates(text: str) -> Rates:
    """Return the rates of a text like `100/minute` or `10/minute,60/hour`. Raises ValueError with a message."""
    if text.strip().lower() == _UNLIMITED:
        return ()
    try:
        rates = tuple(Rate(item.amount, item.get_expiry()) for item in limits.parse_many(text))
    except ValueError as failure:
        raise ValueError(_sentence(text)) from failure
    if any(rate.amount < 1 or not 1 <= rate.seconds <= _LONGEST_SECONDS for rate in rates):
        raise ValueError(_sentence(text))
    return rates


def _sentence(text: str) -> str:
    return (
        f'"{text}" is not a limit: write an amount of at least 1 and a time up to a month, as in 100/minute, '
        f"20/5 minutes or 10/minute,60/hour; or write {_UNLIMITED}"
    )


def _checked(text: str) -> str:
    parsed_rates(text)
    return text


RatesText = Annotated[str, AfterValidator(_checked)]
"""The text of rates."""


class LimitSettings(BaseModel):
    """Several rates in one setting all apply at once."""

    enabled: bool = True
    """`false` switches all limits off."""
    reads: RatesText = "3000/minute"
    """`GET` requests of an account."""
    anonymous_reads: RatesText | None = None
    """`GET` requests from one address without a genuine token. Not set: as `LIMITS__READS`."""
    writes: RatesText = "600/minute"
    """All other requests of an account."""
    anonymous_writes: RatesText | None = None
    """All other requests from one address without a genuine token, and every sign-in, refresh and sign-up. Not set: as
    `LIMITS__WRITES`."""
    concurrent_writes: int = Field(default=2, ge=0, le=1000)
    """Concurrent writes of one account in each process; further writes wait for a permit. `0`: unlimited."""
    discovery: RatesText = "300/minute"
    """Requests of an account that query the metadata providers."""
    anonymous_discovery: RatesText | None = None
    """The same from one address without a genuine token: shared favourites. Not set: as `LIMITS__DISCOVERY`."""
    imports: RatesText = "20/minute"
    """Imports of titles."""
    calendars: RatesText = "300/minute"
    """Calendars that programs read by links, from one address."""
    registration: RatesText = "100/minute,500/hour"
    """New accounts from one address."""
    login_address: RatesText = "60/minute"
    """Failed sign-ins and refreshes from one address."""
    login_account: RatesText = "10/minute,60/hour"
    """Wrong passwords for one account from one address, by whatever name or operation they are tried."""
    login_anywhere: RatesText = "100/hour"
    """Wrong passwords for one account from all addresses without a sign-in of it within 30 days; also sign-ups with one
    user name or e-mail address that is taken."""

    def concurrency(self) -> ConcurrencyLimiter:
        return ConcurrencyLimiter(self.concurrent_writes if self.enabled else 0)

    def policies(self) -> LimitPolicies:
        if not self.enabled:
            return LimitPolicies()
        by_class = {
            RateLimitClass.READS: self.reads,
            RateLimitClass.WRITES: self.writes,
            RateLimitClass.DISCOVERY: self.discovery,
            RateLimitClass.IMPORTS: self.imports,
            RateLimitClass.CALENDARS: self.calendars,
            RateLimitClass.LOGIN: self.login_address,
            RateLimitClass.REGISTER: self.registration,
        }
        anonymous = {
            RateLimitClass.READS: self.anonymous_reads,
            RateLimitClass.WRITES: self.anonymous_writes,
            RateLimitClass.DISCOVERY: self.anonymous_discovery,
        }
        return LimitPolicies(
            by_class={kind: parsed_rates(text) for kind, text in by_class.items()},
            anonymous={kind: parsed_rates(text) for kind, text in anonymous.items() if text is not None},
            login_account=parsed_rates(self.login_account),
            login_anywhere=parsed_rates(self.login_anywhere),
        )
