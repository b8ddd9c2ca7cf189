"""What is made of many short windows on a machine whose speed changes: lower quartiles, and ratios of pairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

MAX_DISAGREEMENT = 0.2
"""By which part the two ways of forming a ratio may differ before it says nothing."""


def lower_quartile(values: Sequence[float]) -> float:
    """Return the value a quarter of the way up, interpolated. Raises ValueError without values."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    position = (len(ordered) - 1) / 4
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


class Verdict(StrEnum):
    AMBITIOUS = "ambitious"
    GOAL = "goal"
    MISSED = "missed"
    UNCLEAR = "not judged"
    FAILED = "failed"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times `value` is what it is compared with: of the lower quartiles, and the median of paired windows."""

    value: float
    paired: float

    @property
    def is_clear(self) -> bool:
        return abs(self.value - self.paired) <= MAX_DISAGREEMENT * min(self.value, self.paired)


def ratio_of(values: Sequence[float], yardstick: Sequence[float]) -> Ratio:
    """Return the ratio of two series whose values of the same place were measured in the same round."""
    pairs = [value / other for value, other in zip(values, yardstick, strict=True) if other > 0]
    return Ratio(lower_quartile(values) / lower_quartile(yardstick), median(pairs))


@dataclass(frozen=True, slots=True)
class Goal:
    """The floor and what is aimed at. Without `is_least`, less is better."""

    goal: float
    ambitious: float
    is_least: bool = False

    def verdict(self, value: float) -> Verdict:
        for limit, verdict in ((self.ambitious, Verdict.AMBITIOUS), (self.goal, Verdict.GOAL)):
            if value >= limit if self.is_least else value <= limit:
                return verdict
        return Verdict.MISSED

    def judge(self, ratio: Ratio) -> Verdict:
        """Return the verdict, unless the two ways of forming the ratio disagree."""
        return self.verdict(ratio.value) if ratio.is_clear else Verdict.UNCLEAR
