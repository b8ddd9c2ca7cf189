"""ETags that are known: as long as nothing has changed, and not too many of them."""

from collections.abc import Callable, Mapping

from watchkeeper.foundation.response_cache.etag_memory import KnownTag, KnownTagLogic
from watchkeeper.foundation.response_cache.remembered_content_versions import (
    RememberedContentVersionAdapter,
)
from watchkeeper.models.types.cache_tag import CacheTag


class Clock:
    def __init__(self) -> None:
        self.now: int | None = 1

    def reading(self) -> int | None:
        return self.now


class Versions:
    """Each reading is of its own; `during` happens meanwhile."""

    def __init__(self) -> None:
        self.reads = 0
        self.during: Callable[[], None] = _nothing

    async def read(self) -> Mapping[str, str]:
        self.reads += 1
        self.during()
        return {CacheTag.TITLES: str(self.reads)}

    async def compact(self) -> int:
        return 7


def _nothing() -> None:
    pass


def known(tag: str) -> KnownTag:
    return KnownTag(tag, ())


def test_tag_is_known_as_long_as_nothing_changes() -> None:
    clock = Clock()
    logic = KnownTagLogic(clock=clock)
    assert logic.reading() == 1
    assert logic.get("a", 1) is None
    logic.note("a", 1, known("x"))
    assert logic.get("a", 1) == known("x")
    assert logic.get("a", 2) is None


def test_answer_that_was_overtaken_is_not_noted() -> None:
    clock = Clock()
    logic = KnownTagLogic(clock=clock)
    clock.now = 2
    logic.note("a", 1, known("x"))
    assert logic.get("a", 1) is None
    clock.now = None
    logic.note("a", 2, known("x"))
    assert logic.get("a", 2) is None


def test_nothing_noted_before_a_change_is_left_after_it() -> None:
    clock = Clock()
    logic = KnownTagLogic(clock=clock)
    logic.note("a", 1, known("x"))
    clock.now = 2
    logic.note("b", 2, known("y"))
    assert logic.get("a", 2) is None
    assert logic.get("a", 1) is None
    assert logic.get("b", 2) == known("y")


def test_what_was_not_asked_for_longest_goes_first() -> None:
    logic = KnownTagLogic(clock=Clock(), most=3)
    for key in ("a", "b", "c"):
        logic.note(key, 1, known(key))
    assert logic.get("a", 1) == known("a")
    logic.note("d", 1, known("d"))
    assert [key for key in ("a", "b", "c", "d") if logic.get(key, 1) is None] == ["b"]


async def test_versions_are_read_once_as_long_as_nothing_changes() -> None:
    clock, versions = Clock(), Versions()
    remembered = RememberedContentVersionAdapter(versions, clock)
    assert [await remembered.read(), await remembered.read()] == [{CacheTag.TITLES: "1"}] * 2
    clock.now = 2
    assert await remembered.read() == {CacheTag.TITLES: "2"}
    clock.now = None
    assert await remembered.read() == {CacheTag.TITLES: "3"}
    assert await remembered.read() == {CacheTag.TITLES: "4"}
    assert await remembered.compact() == 7


async def test_versions_that_a_change_overtook_are_not_remembered() -> None:
    clock, versions = Clock(), Versions()
    remembered = RememberedContentVersionAdapter(versions, clock)

    def change() -> None:
        clock.now = 2

    versions.during = change
    await remembered.read()
    assert await remembered.read() == {CacheTag.TITLES: "2"}
