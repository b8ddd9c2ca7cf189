"""Read models of watch entries, and their filter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from watchkeeper.foundation.core.read_model import ReadModel, StampedReadModel


class WatchEntryTitle(ReadModel, frozen=True, gc=False):
    """The title in a watch entry; `average_rating` is None without ratings."""

    id: UUID
    media_type: str
    title: str
    release_date: date | None
    poster_url: str | None
    average_rating: float | None


class WatchEntry(StampedReadModel, frozen=True, gc=False):
    """A watch entry with its title; `rating` is the owner's score, or None."""

    user_id: UUID
    status: str
    notes: str | None
    completed_at: datetime | None
    title: WatchEntryTitle
    rating: float | None


@dataclass(frozen=True, slots=True)
class WatchlistFilter:
    """A filter of watch entries; None means any value."""

    statuses: Sequence[str] | None = None
    media_type: str | None = None
    genre_id: UUID | None = None
    q: str | None = None
    """Each word is a prefix of a word of the title or the original title."""
