"""Permits of writes: few at once, first come, first served, and none is lost, whichever write is cancelled when."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchkeeper.foundation.rate_limiting.concurrency import ConcurrencyLimiter

ADA, BOB = uuid4(), uuid4()
MOST = 2
SETTLED = 5
"""Rounds of the event loop in which whatever can go on does."""


class Desk:
    """Writes that go on until a test says so, and what of them is under way."""

    def __init__(self, most: int = MOST) -> None:
        self.concurrency = ConcurrencyLimiter(most)
        self.under_way: list[int] = []
        self.begun: list[int] = []
        self._ends: dict[int, asyncio.Event] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def come(self, account: UUID = ADA) -> int:
        """Let a write come in, and return its number."""
        number = len(self._tasks)
        self._ends[number] = asyncio.Event()
        self._tasks[number] = asyncio.create_task(self._write(number, account))
        return number

    def end(self, number: int) -> None:
        self._ends[number].set()

    def give_up(self, number: int) -> None:
        self._tasks[number].cancel()

    def is_over(self, number: int) -> bool:
        return self._tasks[number].done()

    async def finish(self) -> None:
        """End whatever there is."""
        for number in self._ends:
            self.end(number)
        async with asyncio.timeout(5):
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _write(self, number: int, account: UUID) -> None:
        async with self.concurrency.of(account):
            self.begun.append(number)
            self.under_way.append(number)
            try:
                await self._ends[number].wait()
            finally:
                self.under_way.remove(number)


@asynccontextmanager
async def desk(most: int = MOST) -> AsyncIterator[Desk]:
    """Give a desk of which nothing must be left in the end."""
    desk = Desk(most)
    yield desk
    await desk.finish()
    assert_nothing_is_kept(desk.concurrency)


def assert_nothing_is_kept(concurrency: ConcurrencyLimiter) -> None:
    assert (concurrency._permits, concurrency.waiting) == ({}, 0)


async def settle(rounds: int = SETTLED) -> None:
    for _ in range(rounds):
        await asyncio.sleep(0)


async def test_no_more_than_that_are_under_way_and_the_others_follow_as_they_came() -> None:
    async with desk() as ada:
        for _ in range(5):
            ada.come()
        await settle()
        assert (ada.under_way, ada.concurrency.waiting) == ([0, 1], 3)
        ada.end(1)
        await settle()
        assert (ada.under_way, ada.concurrency.waiting) == ([0, 2], 2)
        ada.end(0)
        ada.end(2)
        await settle()
        assert (ada.under_way, ada.concurrency.waiting) == ([3, 4], 0)


async def test_turn_that_is_left_is_taken_without_waiting_for_anything() -> None:
    concurrency = ConcurrencyLimiter(1)
    entering = concurrency.of(ADA).__aenter__()
    with pytest.raises(StopIteration):
        entering.send(None)
    concurrency.release(ADA)
    assert_nothing_is_kept(concurrency)


async def test_accounts_do_not_wait_for_each_other() -> None:
    async with desk() as both:
        hers = [both.come(ADA) for _ in range(4)]
        his = [both.come(BOB) for _ in range(2)]
        await settle()
        assert both.under_way == hers[:2] + his


async def test_nobody_waits_where_that_is_switched_off() -> None:
    async with desk(0) as ada:
        for _ in range(100):
            ada.come()
        await settle()
        assert (len(ada.under_way), ada.concurrency.waiting) == (100, 0)


async def test_newcomer_does_not_overtake_who_was_given_a_turn_and_has_not_begun() -> None:
    async with desk(1) as ada:
        first, second = ada.come(), ada.come()
        await settle()
        ada.end(first)
        await asyncio.sleep(0)  # the first ends in this round, and the turn is the second's
        third = ada.come()
        await settle()
        assert (ada.under_way, ada.concurrency.waiting) == ([second], 1)
        ada.end(second)
        await settle()
        assert ada.under_way == [third]


async def test_newcomer_takes_a_turn_that_is_left_beside_who_was_given_one_and_has_not_begun() -> None:
    async with desk(2) as ada:
        first, second, third = (ada.come() for _ in range(3))
        await settle()
        ada.end(first)
        ada.end(second)
        fourth = ada.come()
        await settle()
        assert ada.under_way == [third, fourth]


@pytest.mark.parametrize("most", [1, 2])
async def test_write_that_fails_or_is_cancelled_gives_its_turn_back(most: int) -> None:
    concurrency = ConcurrencyLimiter(most)
    with pytest.raises(LookupError):
        async with concurrency.of(ADA):
            raise LookupError
    assert_nothing_is_kept(concurrency)
    async with desk(most) as ada:
        numbers = [ada.come() for _ in range(most + 1)]
        await settle()
        ada.give_up(numbers[0])
        await settle()
        assert ada.under_way == numbers[1:]


async def test_who_gives_up_waiting_is_passed_over() -> None:
    async with desk(1) as ada:
        first, second, third = ada.come(), ada.come(), ada.come()
        await settle()
        ada.give_up(second)
        await settle()
        assert ada.concurrency.waiting == 1
        ada.end(first)
        await settle()
        assert ada.begun == [first, third]


@pytest.mark.parametrize("is_given_up_first", [True, False])
async def test_turn_that_comes_in_the_moment_of_giving_up_goes_to_the_next(*, is_given_up_first: bool) -> None:
    concurrency = ConcurrencyLimiter(1)
    await concurrency.acquire(ADA)
    second, third = (asyncio.create_task(concurrency.acquire(ADA)) for _ in range(2))
    await settle()
    if is_given_up_first:
        second.cancel()
    concurrency.release(ADA)
    second.cancel()
    await settle()
    assert second.cancelled()
    assert third.done()
    concurrency.release(ADA)
    assert_nothing_is_kept(concurrency)


async def test_turn_whose_every_heir_gives_up_in_that_moment_is_free_again() -> None:
    concurrency = ConcurrencyLimiter(1)
    await concurrency.acquire(ADA)
    heirs = [asyncio.create_task(concurrency.acquire(ADA)) for _ in range(3)]
    await settle()
    concurrency.release(ADA)
    for heir in heirs:
        heir.cancel()
    await settle()
    assert all(heir.cancelled() for heir in heirs)
    assert_nothing_is_kept(concurrency)


ACTS = st.lists(
    st.tuples(st.sampled_from(["come", "come", "end", "give_up", "pass"]), st.integers(0, 30)), min_size=1, max_size=80
)


@settings(max_examples=300, deadline=None)
@given(st.integers(1, 3), ACTS)
def test_whatever_happens_turns_are_kept_busy_in_order_and_none_is_lost(most: int, acts: list[tuple[str, int]]) -> None:
    asyncio.run(_play(most, acts))


async def _play(most: int, acts: list[tuple[str, int]]) -> None:
    """Do these acts, several within one round of the event loop, and look at what must hold at any time."""
    async with desk(most) as ada:
        came: list[int] = []
        for act, choice in acts:
            number = came[choice % len(came)] if came else -1
            if act == "come":
                came.append(ada.come())
            elif act == "pass":
                await asyncio.sleep(0)
            elif number >= 0:
                getattr(ada, act)(number)
            assert len(ada.under_way) <= most
        await settle(len(acts) + SETTLED)
        unfinished = [number for number in came if not ada.is_over(number)]
        assert len(ada.under_way) == min(most, len(unfinished))
        assert ada.concurrency.waiting == len(unfinished) - len(ada.under_way)
        assert ada.begun == sorted(ada.begun)
