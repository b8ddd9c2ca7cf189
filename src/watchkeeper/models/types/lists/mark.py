"""Marks of titles: favourites, and titles that a person never wants to see."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from watchkeeper.foundation.core.read_model import ReadModel, StampedReadModel


class MarkKind(StrEnum):
    FAVORITE = "favorite"
    NOT_INTERESTED = "not_interested"


class MarkedTitle(ReadModel, frozen=True, gc=False):
    """The title in a mark."""

    id: UUID
    media_type: str
    title: str
    release_date: date | None
    poster_url: str | None


class Mark(StampedReadModel, frozen=True, gc=False):
    """A mark with its title."""

    title: MarkedTitle
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
