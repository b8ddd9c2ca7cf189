"""Watch entries as they are read: finished rows, columns selected for the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from watchkeeper.foundation.core.read_model import ReadModel, StampedReadModel


class WatchEntryTitle(ReadModel, frozen=True, gc=False):
    """What an entry shows of its title; `average_rating` is None without ratings."""

    id: UUID
    media_type: str
    title: str
    release_date: date | None
    poster_url: str | None
    average_rating: float | None


class WatchEntry(StampedReadModel, frozen=True, gc=False):
    """An entry together with its title; `rating` is the owner's own score, or None."""

    user_id: UUID
    status: str
    notes: str | None
    completed_at: datetime | None
    title: WatchEntryTitle
    rating: float | None


@dataclass(frozen=True, slots=True)
class WatchlistFilter:
    """Which entries of a watchlist are wanted: those that meet every condition that is not None."""

    statuses: Sequence[str] | None = None
    media_type: str | None = None
    genre_id: UUID | None = None
    q: str | None = None
    """Each word of it begins a word of the title or the original title."""
