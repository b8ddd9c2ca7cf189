"""Waiting can be begun, moved and ended, and ends when it should."""

import asyncio

import pytest

from watchkeeper.foundation.server.idle_timer import Patience


@pytest.fixture
async def patience() -> Patience:
    return Patience(asyncio.get_running_loop())


async def test_what_is_waited_for_is_called_once(patience: Patience) -> None:
    ended: list[str] = []
    patience.begin(0.02, lambda: ended.append("first"))
    assert patience.is_under_way
    await asyncio.sleep(0.1)
    assert ended == ["first"]
    assert not patience.is_under_way


async def test_what_was_stopped_is_not_called(patience: Patience) -> None:
    ended: list[str] = []
    patience.begin(0.02, lambda: ended.append("first"))
    patience.stop()
    await asyncio.sleep(0.1)
    assert ended == []


@pytest.mark.parametrize(("first", "second"), [(0.02, 0.2), (30.0, 0.05)])
async def test_later_beginning_replaces_the_earlier_one(first: float, second: float, patience: Patience) -> None:
    ended: list[str] = []
    loop = asyncio.get_running_loop()
    patience.begin(first, lambda: ended.append("first"))
    begun_at = loop.time()
    done = asyncio.Event()
    patience.begin(second, done.set)
    await asyncio.wait_for(done.wait(), 10)
    assert ended == []
    assert loop.time() - begun_at >= second * 0.9


async def test_it_can_be_begun_again_after_it_was_stopped(patience: Patience) -> None:
    done = asyncio.Event()
    patience.begin(0.02, lambda: None)
    patience.stop()
    await asyncio.sleep(0.05)
    patience.begin(0.02, done.set)
    await asyncio.wait_for(done.wait(), 10)


async def test_closed_it_holds_on_to_nothing(patience: Patience) -> None:
    ended: list[str] = []
    patience.begin(0.02, lambda: ended.append("first"))
    patience.close()
    await asyncio.sleep(0.1)
    assert ended == []
