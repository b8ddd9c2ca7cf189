import hashlib
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.stored_response import StoredResponse
from watchkeeper.foundation.core.unit_of_work import DeferringUnitOfWork
from watchkeeper.foundation.idempotency.errors import IdempotencyKeyReusedError
from watchkeeper.foundation.idempotency.packing import packed, unpacked
from watchkeeper.foundation.idempotency.repository import (
    IdempotencyKeyRepository,
    KeyedRequest,
    StoredIdempotentResponse,
)

STORED_FOR = timedelta(hours=24)

_TRIMS_A_QUOTA = 128
_SPARE = 16
"""A sum reads all responses of an account, so it is taken at random, about 128 times while a quota is stored. It makes
room for a sixteenth of the quota: an account hardly ever stores that between two sums."""

_rng = random.Random()  # noqa: S311 - nothing secret is made of it

_BATCH = 1000
_MAX_BATCHES = 100


class Idempotency:
    """Runs requests with an idempotency key once: a repeated request gets the stored response of the first one.

    Responses are stored for 24 hours (`STORED_FOR`), and `max_bytes` of them an account: then the oldest go.
    """

    def __init__(
        self, *, unit_of_work: DeferringUnitOfWork, keys: IdempotencyKeyRepository, secret: str, max_bytes: int
    ) -> None:
        self._unit_of_work = unit_of_work
        self._keys = keys
        self._max_bytes = max_bytes
        self._secret = hashlib.sha256(b"watchkeeper idempotency:" + secret.encode()).digest()

    async def respond_once(
        self, request: KeyedRequest, handle: Callable[[], Awaitable[StoredResponse]]
    ) -> StoredResponse:
        """Return the stored response of a request, or call `handle` and store its response with its effect.

        Both are committed in one transaction. An error that `handle` raises is not stored, and leaves the key unused.
        Raises IdempotencyKeyReusedError if the key was used for another request, and IdempotencyKeyInUseError while
        another request with the key is being committed.
        """
        earlier = await self._find_response(request)
        if earlier is not None:
            return earlier

        async def claim_key() -> None:
            await self._keys.lock(request.user_id, request.key)
            concurrent = await self._find_response(request)
            if concurrent is not None:
                raise _ConcurrentResponseError(concurrent)

        try:
            async with self._unit_of_work.defer_commit(claim_key):
                response = await handle()
                await self._store_response(request, response)
        except _ConcurrentResponseError as error:
            return error.response
        return response

    async def remove_old(self) -> int:
        """Remove the responses older than 24 hours, in batches; return how many were removed."""
        before, removed = now() - STORED_FOR, 0
        for _ in range(_MAX_BATCHES):
            count = await self._keys.remove_older(before, _BATCH)
            removed += count
            if count < _BATCH:
                break
        return removed

    async def _find_response(self, request: KeyedRequest) -> StoredResponse | None:
        stored = await self._keys.find(request.user_id, request.key, now() - STORED_FOR)
        if stored is None:
            return None
        if stored.fingerprint != request.fingerprint(self._secret):
            raise IdempotencyKeyReusedError
        return replace(unpacked(stored.response), is_replayed=True)

    async def _store_response(self, request: KeyedRequest, response: StoredResponse) -> None:
        stored = StoredIdempotentResponse(request.fingerprint(self._secret), packed(response))
        async with self._unit_of_work.transaction():
            if response.is_secret:
                raise ValueError(f"The response to {request.method} {request.path} is secret")
            await self._keys.store(request.user_id, request.key, stored, now())
            if _rng.random() < _TRIMS_A_QUOTA * len(stored.response.body) / self._max_bytes:
                await self._keys.trim(request.user_id, self._max_bytes - self._max_bytes // _SPARE)


class _ConcurrentResponseError(Exception):
    """Another request with the same key was committed after the key was looked up and before it was locked."""

    def __init__(self, response: StoredResponse) -> None:
        super().__init__()
        self.response = response
