"""Reviews as they are read: finished rows, columns selected for the answer."""

from dataclasses import dataclass
from datetime import datetime

from watchkeeper.models.types.row_id import RowId


@dataclass(frozen=True, slots=True)
class Author:
    id: RowId
    username: str


@dataclass(frozen=True, slots=True)
class Review:
    """A review with its author; `rating` is the author's score of the title, None where it was taken back."""

    id: RowId
    created_at: datetime
    updated_at: datetime
    title_id: RowId
    author: Author
    rating: float | None
    body: str
    contains_spoilers: bool


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """Which reviews are wanted: those that meet every condition that is not None."""

    rating: float | None = None
    contains_spoilers: bool | None = None
