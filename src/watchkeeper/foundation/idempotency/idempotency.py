import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.stored_response import StoredResponse
from watchkeeper.foundation.idempotency.errors import IdempotencyKeyReusedError
from watchkeeper.foundation.idempotency.repository import (
    MAX_STORED_BYTES,
    IdempotencyKeyRepository,
    KeyedRequest,
    StoredIdempotentResponse,
)
from watchkeeper.foundation.postgres.unit_of_work import DeferringUnitOfWork

STORED_FOR = timedelta(hours=24)

_BATCH = 1000
_MAX_BATCHES = 100


class Idempotency:
    """Requests that are sent again under the same key have their effect once, and get the first answer again."""

    def __init__(self, *, unit_of_work: DeferringUnitOfWork, keys: IdempotencyKeyRepository, secret: str) -> None:
        self._unit_of_work = unit_of_work
        self._keys = keys
        self._secret = hashlib.sha256(b"watchkeeper idempotency:" + secret.encode()).digest()

    async def respond_once(
        self, request: KeyedRequest, handle: Callable[[], Awaitable[StoredResponse]]
    ) -> StoredResponse:
        """Return the answer kept for a request, or what `handle` answers, kept in the very transaction of its effect.

        A refusal that `handle` raises is not kept: the key stays free. Raises IdempotencyKeyReusedError for another
        request under the same key, and IdempotencyKeyInUseError while one with this key is storing its effect.
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
        except _ConcurrentResponseError as conflict:
            return conflict.response
        return response

    async def remove_old(self) -> int:
        """Remove what was kept for 24 hours, in small steps; return how much that was."""
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
        return replace(stored.response, is_replayed=True)

    async def _store_response(self, request: KeyedRequest, response: StoredResponse) -> None:
        stored = StoredIdempotentResponse(request.fingerprint(self._secret), response)
        async with self._unit_of_work.transaction():
            if response.is_secret or len(response.body) > MAX_STORED_BYTES:
                raise ValueError(f"{request.method} {request.path} gives an answer that can't be kept")
            await self._keys.store(request.user_id, request.key, stored, now())


class _ConcurrentResponseError(Exception):
    """A request with the same key was answered between the look at the key and the claim of it."""

    def __init__(self, response: StoredResponse) -> None:
        super().__init__()
        self.response = response
