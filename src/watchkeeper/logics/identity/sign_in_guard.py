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

    Wrong passwords count per name and address, and per name over all addresses that are new to the name. An address
    from which the name has signed in within 30 days is not new, so guesses from elsewhere do not lock it out. Names
    without an account are counted in the same way.

    `account_rates` limit wrong passwords per name and address, `anywhere_rates` per name over all new addresses.
    """

    def __init__(self, *, uses: BucketCounter, account_rates: Rates, anywhere_rates: Rates) -> None:
        self._uses = uses
        self._account_rates = account_rates
        self._anywhere_rates = anywhere_rates

    def sign_in(self, name: str) -> AbstractAsyncContextManager[None]:
        """Return a context manager that counts a sign-in, and refunds it unless it raises InvalidCredentialsError.

        The use is counted before the password is verified, so that concurrent guesses can't exceed the rates. Entering
        raises RateLimitedError.
        """
        return _SignIn(self._uses, _digest(name), self._account_rates, self._anywhere_rates)

    def password_check(self, user_id: UUID) -> AbstractAsyncContextManager[None]:
        """Return a context manager for the password check of a signed-in user. As `sign_in`, per account."""
        return _Attempt(self._uses, ((f"password|{user_id}", self._account_rates),))

    async def register(self, *names: str) -> None:
        """Count an attempt to register these names, over all addresses. Raises RateLimitedError."""
        buckets = tuple((f"register-name|{_digest(name)}", self._anywhere_rates) for name in names)
        await self._uses.consume(buckets, must_count_locally=True)


class _Attempt:
    """Consumes the buckets on entry, and refunds them on exit unless the credentials were wrong."""

    def __init__(self, uses: BucketCounter, buckets: Buckets) -> None:
        self._uses = uses
        self._buckets = buckets

    async def __aenter__(self) -> None:
        await self._uses.consume(self._buckets, must_count_locally=True)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not isinstance(error, InvalidCredentialsError):
            await self._uses.refund(self._buckets)


class _SignIn(_Attempt):
    def __init__(self, uses: BucketCounter, name: str, account_rates: Rates, anywhere_rates: Rates) -> None:
        address = subscriber_of(current_request().client_address)
        super().__init__(uses, ((f"login-account|{name}|{address}", account_rates),))
        self._anywhere = (f"login-anywhere|{name}", anywhere_rates)
        self._known_address = f"login-known|{name}|{address}"

    async def __aenter__(self) -> None:
        if self._anywhere[1] and not await self._uses.is_remembered(self._known_address, _REMEMBERED):
            self._buckets += (self._anywhere,)
        await super().__aenter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await super().__aexit__(kind, error, trace)
        if error is None and self._anywhere in self._buckets:
            await self._uses.remember(self._known_address, _REMEMBERED)


def _digest(name: str) -> str:
    """Return the digest of a name for keys, because Redis must not contain names."""
    return blake2b(case_key(name).encode(), digest_size=16).hexdigest()
