"""Combines the rows of one upload about one title."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from watchkeeper.logics.imports.merging.distinct_viewings import distinct_viewings, sorted_at
from watchkeeper.models.types.imports.import_fact import ImportedPlay, ImportedRating, ImportedReview, ImportedViewing
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.when import UNKNOWN, When

_RANKS: Final = {
    WatchStatus.PLANNED: 0,
    WatchStatus.WATCHING: 1,
    WatchStatus.ON_HOLD: 2,
    WatchStatus.DROPPED: 3,
    WatchStatus.COMPLETED: 4,
}


@dataclass(frozen=True, slots=True)
class TitleHistory:
    """A title's status, plays (each a single viewing), present rating, latest review, the older ones, and its notes.

    What follows the notes are members of its entry, which our own form has.
    """

    status: WatchStatus | None
    plays: tuple[ImportedPlay, ...]
    rating: ImportedRating | None
    review: ImportedReview | None
    older_reviews: tuple[ImportedReview, ...]
    notes: str | None
    hidden_from: tuple[str, ...] = ()
    include_specials: bool = False
    viewings: tuple[ImportedViewing, ...] = ()
    added: When = UNKNOWN
    completed: When = UNKNOWN
    is_complete: bool = False


def title_history(records: Sequence[ImportRecord]) -> TitleHistory:
    """Combine the ready records of one title. Their order does not matter."""
    records = sorted(records, key=lambda record: (record.member, record.row))
    plays = tuple(distinct_viewings([play for record in records for play in record.plays]))
    status = _status(records, plays)
    is_only_rated = status is WatchStatus.COMPLETED and not plays and any(one.is_status_implied for one in records)
    reviews = sorted((one.review for one in records if one.review is not None), key=_written, reverse=True)
    ratings = [record.rating for record in records if record.rating is not None]
    return TitleHistory(
        status=status,
        plays=(ImportedPlay(),) if is_only_rated else plays,
        rating=max(ratings, key=_precedence, default=None),
        review=reviews[0] if reviews else None,
        older_reviews=tuple(reviews[1:]),
        notes="\n\n".join(dict.fromkeys(record.notes for record in records if record.notes)) or None,
        hidden_from=tuple(sorted({place for record in records for place in record.hidden_from})),
        include_specials=any(record.include_specials for record in records),
        viewings=next((record.viewings for record in records if record.viewings), ()),
        added=min((record.added for record in records if record.added != UNKNOWN), key=sorted_at, default=UNKNOWN),
        completed=next((record.completed for record in records if record.completed != UNKNOWN), UNKNOWN),
        is_complete=any(record.is_complete for record in records),
    )


def _status(records: Iterable[ImportRecord], plays: Sequence[ImportedPlay]) -> WatchStatus | None:
    """Return the status: the file's own word, but that a planned title was watched; rated means watched where the file
    says nothing else."""
    explicit = [one.status for one in records if one.status is not None and not one.is_status_implied]
    stated = max(explicit, key=_RANKS.__getitem__, default=None)
    if stated not in {None, WatchStatus.PLANNED} or any(one.is_complete for one in records):
        return stated
    if plays:
        return WatchStatus.WATCHING if all(play.is_of_episode for play in plays) else WatchStatus.COMPLETED
    return stated or (WatchStatus.COMPLETED if any(one.is_status_implied and one.status for one in records) else None)


def _written(review: ImportedReview) -> tuple[bool, datetime]:
    return not review.is_superseded, sorted_at(review.written)


def _precedence(rating: ImportedRating) -> tuple[bool, datetime, float]:
    return not rating.is_of_that_day, sorted_at(rating.rated), rating.score or 0
