"""Combines the rows of one upload about one title."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Final

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
_EARLIEST: Final = datetime.min.replace(tzinfo=UTC)


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
    plays = tuple(_viewings([play for record in records for play in record.plays]))
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
        added=next((record.added for record in records if record.added != UNKNOWN), UNKNOWN),
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


def _viewings(plays: Sequence[ImportedPlay]) -> Iterator[ImportedPlay]:
    """Yield the distinct viewings, in the order of season, episode and time, those of unknown date last."""
    ordered = sorted(plays, key=_place)
    has_episodes = any(play.is_of_episode for play in plays)
    for _, group in groupby(ordered, key=_place):
        of_one = list(group)
        yield from _of_one([play for play in of_one if play.is_event or play.is_of_episode or not has_episodes])


def _of_one(plays: Sequence[ImportedPlay]) -> Iterator[ImportedPlay]:
    """Yield the viewings of a title, or of one of its episodes: n that are stated, of which d have a date."""
    events = distinct_events([play for play in plays if play.is_event])
    dated = [play for play in events if play.when != UNKNOWN]
    undated = [play for play in events if play.when == UNKNOWN]
    if not dated:
        dated = [play for play in plays if not play.is_event and play.when != UNKNOWN][:1]
    stated = max((play.times for play in plays), default=0)
    missing = max(stated - len(dated), len(undated))
    blank = next(iter(undated), next(iter(plays), None))
    yield from (play if play.times == 1 else replace(play, times=1) for play in (*dated, *undated))
    if blank is not None and missing > len(undated):
        rest = replace(blank, when=UNKNOWN, times=1, key=None, note=None, is_event=False, rating=None)
        yield from [rest] * (missing - len(undated))


def distinct_events(events: Sequence[ImportedPlay]) -> list[ImportedPlay]:
    """Return each viewing once: those of one key, of one time without a key, or close to each other are one.

    Of events that a service doubled the first stands, of sittings the last: then the title was over.
    """
    found: dict[object, ImportedPlay] = {}
    are_sittings = any(one.once_within is not None and one.key is None for one in events)
    for place, play in enumerate(sorted(events, key=_time, reverse=are_sittings)):
        key = play.key if play.key is not None else place if play.when == UNKNOWN else play.when
        if not any(_is_repeated(play, other) for other in found.values()):
            found[key] = _joined(found[key], play) if key in found else play
    return list(found.values())


def _joined(play: ImportedPlay, other: ImportedPlay) -> ImportedPlay:
    """Merge two rows about one viewing."""
    tags = tuple(sorted({*play.tags, *other.tags}))
    return replace(play, tags=tags, note=play.note or other.note, rating=play.rating or other.rating)


def _is_repeated(play: ImportedPlay, other: ImportedPlay) -> bool:
    if play.once_within is None or play.when.instant is None or other.when.instant is None:
        return False
    return abs(play.when.instant - other.when.instant) <= play.once_within


def _place(play: ImportedPlay) -> tuple[int, int, str]:
    """Return what tells episodes apart: their numbers, and where there is none their title or ids."""
    season = -1 if play.season is None else play.season
    if play.number is not None:
        return season, play.number, ""
    return season, -1, play.episode_title or " ".join(map(":".join, sorted(play.external_ids.items())))


def _time(play: ImportedPlay) -> tuple[datetime, str]:
    return play.when.sorted_at or _EARLIEST, play.key or ""


def _written(review: ImportedReview) -> tuple[bool, datetime]:
    return not review.is_superseded, review.written.sorted_at or _EARLIEST


def _precedence(rating: ImportedRating) -> tuple[bool, datetime, float]:
    return not rating.is_of_that_day, rating.rated.sorted_at or _EARLIEST, rating.score or 0
