from contextlib import AbstractAsyncContextManager
from hashlib import blake2b
from types import TracebackType
from uuid import UUID

from watchkeeper.foundation.core.networks import subscriber_of
from watchkeeper.foundation.core.rates import BucketCounter, Buckets, Rate, Rates
from watchkeeper.foundation.core.request_context import current_request
from watchkeeper.foundation.core.text import case_key
from watchkeeper.models.errors.identity_errors import InvalidCredentialsError

_REMEMBERED = Rate(amount=1, seconds=30 * 24 * 3600)


class SignInGuard:
    """Limits password guessing, from one address or from many, without letting attackers lock a user out.

    Wrong passwords count per account and address, and per account over all addresses that are new to it, whatever way
    they are tried: user name, e-mail address, or the password check of a signed-in user. An address from which a right
    password came within 30 days is not new, so guesses from elsewhere do not lock it out. Names without an account are
    counted in the same way, each by itself.

    `account_rates` limit wrong passwords per account and address, `anywhere_rates` per account over all new addresses.
    """

    def __init__(self, *, uses: BucketCounter, account_rates: Rates, anywhere_rates: Rates) -> None:
        self._uses = uses
        self._account_rates = account_rates
        self._anywhere_rates = anywhere_rates

    def password_attempt(self, account: UUID | str) -> AbstractAsyncContextManager[None]:
        """Return a context manager that counts an attempt, and refunds it unless it raises InvalidCredentialsError.

        `account` is the id of the account, or the name that was tried where no account has it. The use is counted
        before the password is verified, so that concurrent guesses can't exceed the rates. Entering raises
        RateLimitedError.
        """
        key = account.hex if isinstance(account, UUID) else _digest(account)
        return _Attempt(self._uses, key, self._account_rates, self._anywhere_rates)

    async def count_taken(self, name: str) -> None:
        """Count a sign-up with a name or e-mail address that is taken, over all addresses. Raises RateLimitedError.

        Sign-ups with free names are not counted, so that attackers can't block them.
        """
        buckets = ((f"register-name|{_digest(name)}", self._anywhere_rates),)
        await self._uses.consume(buckets, must_count_locally=True)


class _Attempt:
    """Consumes the buckets on entry, and refunds them on exit unless the credentials were wrong."""

    def __init__(self, uses: BucketCounter, account: str, account_rates: Rates, anywhere_rates: Rates) -> None:
        address = subscriber_of(current_request().client_address)
        self._uses = uses
        self._buckets: Buckets = ((f"login-account|{account}|{address}", account_rates),)
        self._anywhere = (f"login-anywhere|{account}", anywhere_rates)
        self._known_address = f"login-known|{account}|{address}"

    async def __aenter__(self) -> None:
        if self._anywhere[1] and not await self._uses.is_remembered(self._known_address, _REMEMBERED):
            self._buckets += (self._anywhere,)
        await self._uses.consume(self._buckets, must_count_locally=True)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not isinstance(error, InvalidCredentialsError):
            await self._uses.refund(self._buckets)
        if error is None and self._anywhere in self._buckets:
            await self._uses.remember(self._known_address, _REMEMBERED)


def _digest(name: str) -> str:
    """Return the digest of a name for keys, because Redis must not contain names."""
    return blake2b(case_key(name).encode(), digest_size=16).hexdigest()
