"""UUIDv7: in the order of their making, also among threads."""

import time
from concurrent.futures import ThreadPoolExecutor

from watchkeeper.foundation.core.uuid7 import uuid7


def test_id_is_of_version_seven_and_of_its_time() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7()
    after = time.time_ns() // 1_000_000
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert before <= made.int >> 80 <= after + 1


def test_each_id_is_greater_than_the_one_before() -> None:
    ids = [uuid7() for _ in range(10_000)]
    assert ids == sorted(set(ids))


def test_threads_never_get_the_same_id() -> None:
    with ThreadPoolExecutor(8) as pool:
        batches = list(pool.map(lambda _: [uuid7() for _ in range(1000)], range(8)))
    ids = [made for batch in batches for made in batch]
    assert len(set(ids)) == len(ids)
    assert all(batch == sorted(batch) for batch in batches)
