import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from watchkeeper.models.errors.idempotency_errors import IdempotencyKeyReusedError
from watchkeeper.models.types.answer import Answer
from watchkeeper.models.types.idempotency import MOST_KEPT_BYTES, KeptAnswer, KeyedRequest
from watchkeeper.repositories.database.unit_of_work import HoldingUnitOfWork
from watchkeeper.repositories.operations.idempotency_key_repository import IdempotencyKeyRepository
from watchkeeper.utils.clock import now

KEPT_FOR = timedelta(hours=24)

_BATCH = 1000
_MOST_BATCHES = 100


class IdempotencyLogic:
    """Requests that are sent again under the same key have their effect once, and get the first answer again."""

    def __init__(self, *, unit_of_work: HoldingUnitOfWork, keys: IdempotencyKeyRepository, secret: str) -> None:
        self._unit_of_work = unit_of_work
        self._keys = keys
        self._secret = hashlib.sha256(b"watchkeeper idempotency:" + secret.encode()).digest()

    async def answer_once(self, request: KeyedRequest, act: Callable[[], Awaitable[Answer]]) -> Answer:
        """Return the answer kept for a request, or what `act` answers, kept in the very transaction of its effect.

        A refusal that `act` raises is not kept: the key stays free. Raises IdempotencyKeyReusedError for another
        request under the same key, and IdempotencyKeyInUseError while one with this key is storing its effect.
        """
        earlier = await self._find_answer(request)
        if earlier is not None:
            return earlier

        async def claim_key() -> None:
            await self._keys.hold(request.user_id, request.key)
            meanwhile = await self._find_answer(request)
            if meanwhile is not None:
                raise _AnsweredMeanwhileError(meanwhile)

        try:
            async with self._unit_of_work.hold_commit(claim_key):
                answer = await act()
                await self._keep(request, answer)
        except _AnsweredMeanwhileError as overtaken:
            return overtaken.answer
        return answer

    async def remove_old(self) -> int:
        """Remove what was kept for 24 hours, in small steps; return how much that was."""
        before, removed = now() - KEPT_FOR, 0
        for _ in range(_MOST_BATCHES):
            count = await self._keys.remove_older(before, _BATCH)
            removed += count
            if count < _BATCH:
                break
        return removed

    async def _find_answer(self, request: KeyedRequest) -> Answer | None:
        kept = await self._keys.find(request.user_id, request.key, now() - KEPT_FOR)
        if kept is None:
            return None
        if kept.fingerprint != request.fingerprint(self._secret):
            raise IdempotencyKeyReusedError
        return replace(kept.answer, is_replayed=True)

    async def _keep(self, request: KeyedRequest, answer: Answer) -> None:
        kept = KeptAnswer(request.fingerprint(self._secret), answer)
        async with self._unit_of_work.transaction():
            if answer.is_secret or len(answer.body) > MOST_KEPT_BYTES:
                raise ValueError(f"{request.method} {request.path} gives an answer that can't be kept")
            await self._keys.keep(request.user_id, request.key, kept, now())


class _AnsweredMeanwhileError(Exception):
    """A request with the same key was answered between the look at the key and the claim of it."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer
