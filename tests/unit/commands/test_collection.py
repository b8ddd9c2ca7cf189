import gc
from collections.abc import Iterator

import pytest

from watchkeeper.commands.collection import collect_seldom


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_what_is_there_is_walked_through_no_more() -> None:
    collect_seldom()

    assert gc.get_freeze_count() > 0
    assert gc.get_threshold()[0] >= 10_000


def test_what_comes_later_is_still_collected() -> None:
    collect_seldom()
    cycle: list[object] = []
    cycle.append(cycle)
    del cycle

    assert gc.isenabled()
    assert gc.collect() > 0
