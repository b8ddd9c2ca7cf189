"""Requests end when their time is over, each when its own is, and a cancellation from elsewhere stays one."""

import asyncio

import pytest

from watchkeeper.foundation.core.operations_errors import RequestTimeoutError
from watchkeeper.foundation.http.middleware.request_timeout import Deadline, Deadlines

NEVER = 60.0


async def late(deadlines: Deadlines, seconds: float) -> str:
    with Deadline(deadlines):
        await asyncio.sleep(seconds)
    return "in time"


async def test_what_takes_too_long_is_ended() -> None:
    with pytest.raises(RequestTimeoutError):
        await late(Deadlines(0.02), NEVER)


async def test_what_is_in_time_is_not() -> None:
    deadlines = Deadlines(NEVER)
    assert await asyncio.gather(*(late(deadlines, 0) for _ in range(50))) == ["in time"] * 50


async def test_each_has_its_own_time() -> None:
    deadlines = Deadlines(0.3)
    first = asyncio.create_task(late(deadlines, NEVER))
    await asyncio.sleep(0.2)
    second = asyncio.create_task(late(deadlines, 0.2))
    third = asyncio.create_task(late(deadlines, NEVER))
    assert await second == "in time"
    assert first.done()
    with pytest.raises(RequestTimeoutError):
        await third


async def test_after_all_have_ended_another_one_is_watched_again() -> None:
    deadlines = Deadlines(0.05)
    with pytest.raises(RequestTimeoutError):
        await late(deadlines, NEVER)
    await asyncio.sleep(0.1)
    with pytest.raises(RequestTimeoutError):
        await late(deadlines, NEVER)


async def test_cancellation_from_elsewhere_stays_one() -> None:
    task = asyncio.create_task(late(Deadlines(NEVER), NEVER))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_error_that_answers_the_cancellation_is_not_hidden() -> None:
    async def stubborn() -> None:
        with Deadline(Deadlines(0.02)):
            try:
                await asyncio.sleep(NEVER)
            except asyncio.CancelledError:
                raise LookupError from None

    with pytest.raises(LookupError):
        await stubborn()
