"""Titles of a page as they are written into an answer.

They have the members of `TitleOutput`, in its order, and hold what the database has checked: making the models of a
page and writing them took half of the time of a search. A test compares what both write.
"""

from dataclasses import dataclass
from datetime import date, datetime

from watchkeeper.models.dtos.title_dtos import ViewerOutput
from watchkeeper.models.types.row_id import RowId


@dataclass(slots=True)
class ListedReference:
    """A genre or a platform of a title."""

    id: str
    name: str


@dataclass(slots=True)
class ListedRatingSummary:
    """What people think of a title."""

    average: float | None
    weighted: float | None
    count: int
    distribution: dict[str, int]


@dataclass(slots=True)
class ListedTitle:
    """A movie, show or anime."""

    id: RowId
    created_at: datetime
    updated_at: datetime
    media_type: str
    title: str
    original_title: str | None
    overview: str | None
    release_date: date | None
    release_date_precision: str
    runtime_minutes: int | None
    poster_url: str | None
    is_active: bool
    metadata_pending: bool
    metadata_vanished: bool
    genres: tuple[ListedReference, ...]
    platforms: tuple[ListedReference, ...]
    external_ids: dict[str, str]
    rating: ListedRatingSummary
    reviews_count: int


@dataclass(slots=True)
class ViewedTitle(ListedTitle):
    """A title with what the caller has to do with it."""

    viewer: ViewerOutput
