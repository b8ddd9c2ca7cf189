"""How late an answer may be: what is required was there no longer ago than the bound."""

import random

from watchkeeper.foundation.postgres.replica.replication_tokens import LatestPosition

BOUND = 10.0


def test_first_position_is_required_at_once() -> None:
    latest = LatestPosition(BOUND)
    latest.note(100, 0.0)
    assert latest.required == 100


def test_position_of_a_moment_ago_is_not_required() -> None:
    latest = LatestPosition(BOUND)
    latest.note(100, 0.0)
    latest.note(200, 4.9)
    latest.note(300, 9.9)
    assert latest.required == 100


def test_newest_position_is_required_where_nobody_asked_for_long() -> None:
    latest = LatestPosition(BOUND)
    latest.note(100, 0.0)
    latest.note(900, 10.1)
    assert latest.required == 900


def test_what_is_required_never_shrinks_and_is_never_older_than_the_bound() -> None:
    for seed in range(200):
        chance = random.Random(seed)
        latest, at, before = LatestPosition(BOUND), 0.0, 0
        for _ in range(100):
            at += chance.expovariate(1 / chance.choice([0.1, 3.0, 8.0]))
            latest.note(int(at * 1000), at)
            assert latest.required >= before
            assert latest.required >= int((at - BOUND) * 1000)
            before = latest.required
