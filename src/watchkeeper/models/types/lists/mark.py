"""Marks of titles: favourites, and titles that a person never wants to see."""

from dataclasses import dataclass
from enum import StrEnum

from watchkeeper.foundation.core.read_model import StampedReadModel
from watchkeeper.models.types.catalogue.title_summary import TitleSummary


class MarkKind(StrEnum):
    FAVORITE = "favorite"
    NOT_INTERESTED = "not_interested"


class Mark(StampedReadModel, frozen=True, gc=False):
    """A mark with its title."""

    title: TitleSummary
    mark: str
    rank: int
    note: str | None


@dataclass(frozen=True, slots=True)
class RankInterval:
    """The ranks of two neighbours among the marks of a kind; None is the end of the list."""

    low: int | None
    high: int | None

    def has(self, rank: int) -> bool:
        """Whether a rank lies between them."""
        return (self.low is None or self.low < rank) and (self.high is None or rank < self.high)
