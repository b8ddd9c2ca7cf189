"""Read models of reviews, and their filter."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from watchkeeper.foundation.core.read_model import ReadModel, StampedReadModel


class Author(ReadModel, frozen=True, gc=False):
    id: UUID
    username: str


class Review(StampedReadModel, frozen=True, gc=False):
    """A review with its author; `rating` is the author's score of the title, or None if it was deleted.

    `superseded` is the older one of two that a merge of titles has brought together.
    """

    title_id: UUID
    author: Author
    rating: float | None
    body: str
    contains_spoilers: bool
    superseded: bool


class RatingOfDeletedReview(StrEnum):
    """What becomes of the author's rating when a review is deleted."""

    KEEP = "keep"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """A filter of reviews; None means any value."""

    rating: float | None = None
    contains_spoilers: bool | None = None
