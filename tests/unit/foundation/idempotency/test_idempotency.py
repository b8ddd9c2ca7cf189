"""Answering once a key, on keys and transactions in memory."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from structlog.testing import capture_logs

from tests.support.unit_of_work import InMemoryUnitOfWork
from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import DatabaseUnavailableError
from watchkeeper.foundation.core.stored_response import StoredResponse
from watchkeeper.foundation.idempotency.errors import IdempotencyKeyInUseError, IdempotencyKeyReusedError
from watchkeeper.foundation.idempotency.idempotency import STORED_FOR, Idempotency
from watchkeeper.foundation.idempotency.repository import KeyedRequest, StoredIdempotentResponse
from watchkeeper.foundation.jobs.background_task import BackgroundTask
from watchkeeper.foundation.postgres.deferred_commit import Callback, DeferredCommit
from watchkeeper.models.errors.watchlist_errors import AlreadyInWatchlistError

REQUEST = KeyedRequest(uuid4(), "key", "POST", "/api/v1/genres", b"", b'{"name":"Noir"}')
ANSWER = StoredResponse(201, (("content-type", "application/json"), ("location", "/api/v1/genres/1")), b'{"id":1}')
SECRET = "a secret of this test"
MAX_BYTES = 64 * 1024 * 1024

Kept = dict[tuple[UUID, str], tuple[StoredIdempotentResponse, datetime]]


class Keys:
    """Keys in memory. `meanwhile` happens when a key is held: what others did since it was looked for."""

    def __init__(self) -> None:
        self.stored: Kept = {}
        self.held_by_others: set[tuple[UUID, str]] = set()
        self.meanwhile: Callable[[], None] = lambda: None

    async def find(self, user_id: UUID, key: str, since: datetime) -> StoredIdempotentResponse | None:
        stored, at = self.stored.get((user_id, key), (None, now()))
        return stored if at >= since else None

    async def lock(self, user_id: UUID, key: str) -> None:
        if (user_id, key) in self.held_by_others:
            raise IdempotencyKeyInUseError
        self.meanwhile()

    async def store(self, user_id: UUID, key: str, stored: StoredIdempotentResponse, at: datetime) -> None:
        self.stored[user_id, key] = (stored, at)

    async def trim(self, user_id: UUID, max_bytes: int) -> int:
        raise NotImplementedError

    async def remove_older(self, before: datetime, limit: int) -> int:
        old = sorted((at, place) for place, (_, at) in self.stored.items() if at < before)[:limit]
        for _, place in old:
            del self.stored[place]
        return len(old)


class DeferringUnitOfWork(InMemoryUnitOfWork):
    """Transactions over dictionaries whose commit can be held."""

    held: DeferredCommit | None = None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        async with super().transaction() if self.held is None else self.held.block():
            yield

    statement = transaction

    @asynccontextmanager
    async def defer_commit(self, begin: Callback) -> AsyncIterator[None]:
        self.held = DeferredCommit(super().transaction, begin)
        try:
            async with self.held.until_done():
                yield
        finally:
            self.held = None


class Stage:
    """A logic whose act stores a genre, and how often it did."""

    def __init__(self) -> None:
        self.keys = Keys()
        self.genres: dict[int, str] = {}
        self.unit_of_work = DeferringUnitOfWork(self.keys.stored, self.genres)
        self.logic = Idempotency(unit_of_work=self.unit_of_work, keys=self.keys, secret=SECRET, max_bytes=MAX_BYTES)
        self.response = ANSWER
        self.refusal: Exception | None = None

    async def handle(self) -> StoredResponse:
        async with self.unit_of_work.transaction():
            self.genres[len(self.genres)] = "Noir"
            if self.refusal is not None:
                raise self.refusal
        return self.response

    async def send(self, request: KeyedRequest = REQUEST) -> StoredResponse:
        return await self.logic.respond_once(request, self.handle)

    def others_answer(self) -> None:
        stored = StoredIdempotentResponse(REQUEST.fingerprint(self.logic._secret), ANSWER)
        self.keys.stored[REQUEST.user_id, REQUEST.key] = (stored, now())


@pytest.fixture
def stage() -> Stage:
    return Stage()


async def test_first_answer_is_given_again_without_acting(stage: Stage) -> None:
    assert await stage.send() == ANSWER
    assert await stage.send() == replace(ANSWER, is_replayed=True)
    assert len(stage.genres) == 1


async def test_effect_and_answer_are_one_transaction(stage: Stage) -> None:
    await stage.send()
    assert (stage.unit_of_work.commits, stage.unit_of_work.rollbacks) == (1, 0)
    assert len(stage.keys.stored) == len(stage.genres) == 1


@pytest.mark.parametrize(
    "changed", [{"path": "/api/v1/platforms"}, {"query": b"a"}, {"body": b"{}"}, {"method": "PUT"}], ids=str
)
async def test_key_of_another_request_is_refused(changed: dict[str, str], stage: Stage) -> None:
    await stage.send()
    with pytest.raises(IdempotencyKeyReusedError):
        await stage.send(replace(REQUEST, **changed))  # type: ignore[arg-type]
    assert len(stage.genres) == 1


def test_parts_of_a_request_do_not_run_into_each_other() -> None:
    shifted = replace(REQUEST, query=b"a", body=b"b"), replace(REQUEST, query=b"ab", body=b"")
    assert len({request.fingerprint(b"secret") for request in shifted}) == 2
    assert REQUEST.fingerprint(b"secret") != REQUEST.fingerprint(b"another")


async def test_key_of_somebody_else_is_another_key(stage: Stage) -> None:
    await stage.send()
    assert not (await stage.send(replace(REQUEST, user_id=uuid4()))).is_replayed
    assert len(stage.genres) == 2


async def test_refusal_is_not_kept(stage: Stage) -> None:
    stage.refusal = AlreadyInWatchlistError()
    with pytest.raises(AlreadyInWatchlistError):
        await stage.send()
    assert not stage.genres
    assert not stage.keys.stored
    stage.refusal = None
    assert await stage.send() == ANSWER


async def test_key_that_another_transaction_holds_is_refused_before_anything_is_done(stage: Stage) -> None:
    stage.keys.held_by_others.add((REQUEST.user_id, REQUEST.key))
    with pytest.raises(IdempotencyKeyInUseError):
        await stage.send()
    assert not stage.genres
    assert not stage.keys.stored


async def test_answer_that_came_between_the_look_and_the_claim_is_given_again(stage: Stage) -> None:
    stage.keys.meanwhile = stage.others_answer
    assert await stage.send() == replace(ANSWER, is_replayed=True)
    assert stage.genres == {}


async def test_another_request_that_came_between_is_refused(stage: Stage) -> None:
    stage.keys.meanwhile = stage.others_answer
    with pytest.raises(IdempotencyKeyReusedError):
        await stage.send(replace(REQUEST, body=b"{}"))
    assert stage.genres == {}


async def test_answer_without_a_transaction_is_kept_too(stage: Stage) -> None:
    async def handle() -> StoredResponse:
        return ANSWER

    await stage.logic.respond_once(REQUEST, handle)
    assert (await stage.send()).is_replayed


async def test_secret_answer_can_not_be_kept_and_takes_its_effect_along(stage: Stage) -> None:
    stage.response = replace(ANSWER, headers=(("cache-control", "no-store"),))
    with pytest.raises(ValueError, match="POST /api/v1/genres"):
        await stage.send()
    assert not stage.genres
    assert not stage.keys.stored


async def test_answer_is_kept_for_a_day(stage: Stage) -> None:
    await stage.send()
    (place, (stored, at)) = next(iter(stage.keys.stored.items()))
    stage.keys.stored[place] = (stored, at - STORED_FOR - timedelta(seconds=1))
    assert not (await stage.send()).is_replayed
    assert len(stage.genres) == 2


async def test_what_is_older_than_a_day_is_removed_in_steps(stage: Stage) -> None:
    stored, at = StoredIdempotentResponse(b"", ANSWER), now()
    old = {(REQUEST.user_id, str(number)): (stored, at - STORED_FOR - timedelta(minutes=1)) for number in range(2500)}
    stage.keys.stored |= old | {(REQUEST.user_id, "young"): (stored, at)}
    assert await stage.logic.remove_old() == 2500
    assert list(stage.keys.stored) == [(REQUEST.user_id, "young")]
    assert await stage.logic.remove_old() == 0


class Failing(Keys):
    """Keys whose removal fails as often as there are failures, and tells when it has worked."""

    def __init__(self) -> None:
        super().__init__()
        self.failures: list[Exception] = [DatabaseUnavailableError(), RuntimeError("unforeseen")]
        self.is_done = asyncio.Event()

    async def trim(self, user_id: UUID, max_bytes: int) -> int:
        raise NotImplementedError

    async def remove_older(self, before: datetime, limit: int) -> int:
        if self.failures:
            raise self.failures.pop(0)
        self.is_done.set()
        return 0


async def test_background_removal_goes_on_after_failures_and_stops_when_told() -> None:
    keys = Failing()
    logic = Idempotency(unit_of_work=DeferringUnitOfWork(), keys=keys, secret=SECRET, max_bytes=MAX_BYTES)
    removal = BackgroundTask("key-removal", logic.remove_old, pause_seconds=0.001)
    before = asyncio.all_tasks()

    with capture_logs() as logs:
        await removal.start()
        async with asyncio.timeout(10):
            await keys.is_done.wait()
        await removal.stop()

    assert [entry["event"] for entry in logs] == ["task_postponed", "task_failed"]
    assert asyncio.all_tasks() <= before
