"""JSON that is nearly right: recorded answers with one or more of their members made wrong."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from hypothesis import strategies

Place = tuple[str | int, ...]

_MAX_PLACES = 400

WRONG_VALUES = strategies.one_of(
    strategies.none(),
    strategies.booleans(),
    strategies.integers(),
    strategies.floats(),
    strategies.text(),
    strategies.sampled_from(
        ["", "0", "\x00", "2024-02-30", "2024-13", "../..", "/../x", "javascript:alert(1)", "x" * 20_000]
    ),
    strategies.sampled_from([2**31, 2**64, -1, 0, 10**400]),
    strategies.lists(
        strategies.one_of(strategies.none(), strategies.integers(), strategies.text(max_size=5)), max_size=3
    ),
    strategies.dictionaries(strategies.text(max_size=5), strategies.none() | strategies.text(max_size=5), max_size=3),
)


def places_in(value: Any) -> list[Place]:
    """Return where something stands in a JSON value, the value itself included; at most some hundred places."""
    return [place for place, _ in zip(_walk(value, ()), range(_MAX_PLACES), strict=False)]


def _walk(value: Any, place: Place) -> Iterator[Place]:
    yield place
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _walk(member, (*place, name))
    elif isinstance(value, list):
        for position, member in enumerate(value[:3]):
            yield from _walk(member, (*place, position))


def changed(value: Any, place: Place, wrong: Any) -> Any:
    """Return a copy of `value` with something else at a place."""
    if not place:
        return wrong
    copy = deepcopy(value)
    holder = copy
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = wrong
    return copy


def without(value: Any, place: Place) -> Any:
    """Return a copy of `value` that lacks what is at a place."""
    if not place:
        return None
    copy = deepcopy(value)
    holder = copy
    for step in place[:-1]:
        holder = holder[step]
    del holder[place[-1]]
    return copy
