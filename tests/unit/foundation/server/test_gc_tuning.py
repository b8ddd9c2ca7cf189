import gc
from collections.abc import Iterator

import pytest

from watchkeeper.foundation.server.gc_tuning import tune_garbage_collector


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """The collector as Python starts with it, and afterwards as the run of the tests has it."""
    before = gc.get_threshold()
    gc.unfreeze()
    yield
    gc.freeze()
    gc.set_threshold(*before)


def test_what_is_there_is_walked_through_no_more() -> None:
    tune_garbage_collector()

    assert gc.get_freeze_count() > 0
    assert gc.get_threshold()[0] >= 10_000


def test_what_comes_later_is_still_collected() -> None:
    tune_garbage_collector()
    cycle: list[object] = []
    cycle.append(cycle)
    del cycle

    assert gc.isenabled()
    assert gc.collect() > 0
