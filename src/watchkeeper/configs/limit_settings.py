"""How often what may be done: the settings `LIMITS__…`, and the policies they stand for."""

from typing import Annotated

import limits
from pydantic import AfterValidator, BaseModel, Field

from watchkeeper.logics.operations.rate_limit_logic import LimitPolicies
from watchkeeper.logics.operations.write_turns import WriteTurns
from watchkeeper.models.types.rate_limit import Rate, Rates
from watchkeeper.models.types.route_kind import RouteKind

_UNLIMITED = "unlimited"
_LONGEST_SECONDS = 31 * 24 * 3600


def parsed_rates(text: str) -> Rates:
    """Return the rates of a text like `100/minute` or `10/minute,60/hour`. Raises ValueError with a sentence."""
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
"""Rates as they are written."""


class LimitSettings(BaseModel):
    """Several rates in one line hold all at once."""

    enabled: bool = True
    """`false` switches all of them off."""
    reads: RatesText = "3000/minute"
    """`GET` requests."""
    writes: RatesText = "600/minute"
    """All other requests; signing in and up counts here too."""
    writes_at_once: int = Field(default=2, ge=0, le=1000)
    """Writes of one account that each process has under way at once; further ones wait for their turn. `0`: any
    number."""
    discovery: RatesText = "300/minute"
    """Requests that are answered from the metadata providers."""
    imports: RatesText = "20/minute"
    """Imports."""
    registration: RatesText = "100/minute,500/hour"
    """New accounts from one address."""
    login_address: RatesText = "60/minute"
    """Failed sign-ins and refreshes from one address."""
    login_account: RatesText = "10/minute,60/hour"
    """Wrong passwords for one name from one address, and wrong passwords that somebody signed in gives again."""
    login_anywhere: RatesText = "100/hour"
    """Wrong passwords for one name from all addresses from which it has not signed in within 30 days; also
    attempts to register one name."""

    def turns(self) -> WriteTurns:
        return WriteTurns(self.writes_at_once if self.enabled else 0)

    def policies(self) -> LimitPolicies:
        if not self.enabled:
            return LimitPolicies()
        by_kind = {
            RouteKind.READS: self.reads,
            RouteKind.WRITES: self.writes,
            RouteKind.DISCOVERY: self.discovery,
            RouteKind.IMPORTS: self.imports,
            RouteKind.LOGIN: self.login_address,
            RouteKind.REGISTER: self.registration,
        }
        return LimitPolicies(
            by_kind={kind: parsed_rates(text) for kind, text in by_kind.items()},
            login_account=parsed_rates(self.login_account),
            login_anywhere=parsed_rates(self.login_anywhere),
        )
