"""Ranks leave room between neighbours, and say when there is none left."""

import random

from watchkeeper.foundation.core.ranks import RANK_STEP, rank_between


def test_first_rank_and_those_at_both_ends_are_a_step_apart() -> None:
    assert rank_between(None, None) == RANK_STEP
    assert rank_between(RANK_STEP, None) == 2 * RANK_STEP
    assert rank_between(None, RANK_STEP) == 0
    assert rank_between(None, 0) == -RANK_STEP


def test_neighbours_without_a_number_between_them_have_no_room() -> None:
    assert rank_between(4, 6) == 5
    assert rank_between(-2, 0) == -1
    assert rank_between(4, 5) is None
    assert rank_between(4, 4) is None


def test_ranks_stay_whole_numbers_of_every_json_reader() -> None:
    assert rank_between(2**52 - 1, None) is None
    assert rank_between(None, 1 - 2**52) is None
    assert rank_between(2**52 - 2 * RANK_STEP, None) == 2**52 - RANK_STEP


def test_a_thousand_rows_at_random_places_stay_in_order() -> None:
    ranks: list[int] = []
    order = random.Random(7)
    while len(ranks) < 1000:
        place = order.choice((0, len(ranks) // 2, len(ranks)))
        low, high = ranks[place - 1] if place else None, ranks[place] if place < len(ranks) else None
        rank = rank_between(low, high)
        if rank is None:
            ranks = [number * RANK_STEP for number in range(1, len(ranks) + 1)]
        else:
            ranks.insert(place, rank)
        assert ranks == sorted(set(ranks))
