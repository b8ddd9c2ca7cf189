"""The rules by which plays change the status of a title (docs/plays.md has the table)."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from watchkeeper.models.types.watchlist.status_origin import StatusOrigin
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.watching import LoggedPlay, TitleStatus, WatchedEpisode
from watchkeeper.models.types.watchlist.when import When, WhenPrecision, start_of

_NOT_BEGUN = (None, WatchStatus.PLANNED)
_PUT_AWAY = (WatchStatus.ON_HOLD, WatchStatus.DROPPED)
_ORDER: Mapping[WatchStatus | None, int] = {
    None: 0,
    WatchStatus.PLANNED: 1,
    **dict.fromkeys((WatchStatus.WATCHING, *_PUT_AWAY), 2),
    WatchStatus.COMPLETED: 3,
}


@dataclass(frozen=True, slots=True)
class Seen:
    """The episodes that a person has seen in a viewing before a play, and those there are.

    `regular` are the episodes of a title that has no further ones to come; None where there may be more.
    """

    keys: Collection[Hashable] = ()
    regular: Collection[WatchedEpisode] | None = None


def status_after_play(title_status: TitleStatus, play: LoggedPlay, seen: Seen, zone: tzinfo) -> TitleStatus:
    """Return the status of a title after a play. `zone` is where days begin for the person."""
    status = _status_after(title_status, play, seen, zone) if play.moves_status else title_status.status
    if status == title_status.status:
        return title_status
    is_end = status is WatchStatus.COMPLETED
    moves_end = is_end and not title_status.is_end_explicit
    return TitleStatus(
        status,
        play.created_at,
        StatusOrigin.PLAY,
        play.created_at if is_end else None,
        (play.when.ends_at(zone) or play.created_at) if moves_end else title_status.done_until,
        play if is_end else None,
        title_status.is_end_explicit,
    )


def is_forward(before: WatchStatus | None, after: WatchStatus | None) -> bool:
    """Whether a status is further than another: the only move that an import makes.

    What a person has put away is as far as what the person is watching.
    """
    return _ORDER[after] > _ORDER[before]


def status_after_plays(
    explicit: TitleStatus,
    plays: Iterable[LoggedPlay],
    regular: Collection[WatchedEpisode] | None,
    zone: tzinfo,
    entered_at: datetime | None = None,
) -> TitleStatus:
    """Return the status after the plays of a viewing, in order of creation, starting at the one that the person set
    last.

    Plays from before that, or from before there was the entry, count as seen, and move nothing.
    """
    title_status = explicit
    keys: set[Hashable] = set()
    for play in plays:
        if explicit.set_at is None and entered_at is not None:
            is_later = play.created_at >= entered_at
        else:
            is_later = explicit.set_at is None or play.created_at > explicit.set_at
        if is_later:
            title_status = status_after_play(title_status, play, Seen(keys, regular), zone)
        elif play.created_at == explicit.set_at and explicit.status is WatchStatus.COMPLETED:  # logged with the status
            title_status = completed_with_play(title_status, play, zone)
        keys |= {play.episode.key} if play.episode is not None else set()
    return title_status


def completed_with_play(title_status: TitleStatus, play: LoggedPlay, zone: tzinfo) -> TitleStatus:
    """Return the status of a title that the person set to completed, and logged a play with."""
    end = title_status.done_until if title_status.is_end_explicit else play.when.ends_at(zone)
    return replace(title_status, done_until=end or title_status.completed_at, finished_by=play)


def _status_after(title_status: TitleStatus, play: LoggedPlay, seen: Seen, zone: tzinfo) -> WatchStatus | None:
    if play.episode is None:
        return WatchStatus.COMPLETED
    if title_status.status in _NOT_BEGUN:
        return WatchStatus.WATCHING
    if title_status.status in _PUT_AWAY:
        return WatchStatus.WATCHING if _is_later(play.when, title_status.set_at, zone) else title_status.status
    if play.episode.key in seen.keys or _has_aired_by(play.episode, title_status.done_until, zone):
        return title_status.status
    if title_status.status is WatchStatus.COMPLETED:
        return title_status.status if _aired_at(play.episode, zone) is None else WatchStatus.WATCHING
    return WatchStatus.WATCHING if _leaves_something(play.episode, title_status, seen, zone) else WatchStatus.COMPLETED


def _leaves_something(episode: WatchedEpisode, title_status: TitleStatus, seen: Seen, zone: tzinfo) -> bool:
    """Whether regular episodes of the title are left to see, or may still come."""
    if not seen.regular:
        return True
    left = (one for one in seen.regular if one.key != episode.key and one.key not in seen.keys)
    return any(not _has_aired_by(one, title_status.done_until, zone) for one in left)


def _has_aired_by(episode: WatchedEpisode, until: datetime | None, zone: tzinfo) -> bool:
    """Whether an episode had aired by the time its title was completed, and so counts as seen."""
    aired_at = _aired_at(episode, zone)
    return until is not None and aired_at is not None and aired_at <= until


def _aired_at(episode: WatchedEpisode, zone: tzinfo) -> datetime | None:
    """Return when an episode has aired: of a day alone, when that is over."""
    if episode.airs_at is not None or episode.air_date is None:
        return episode.airs_at
    return start_of(episode.air_date + timedelta(days=1), zone)


def _is_later(when: When, than: datetime | None, zone: tzinfo) -> bool:
    """Whether a moment is that of a status or later: its day for a day, the whole of a month or year."""
    if than is None or when.day is None:
        return False
    if when.instant is not None:
        return when.instant >= than
    day = than.astimezone(zone).date()
    return when.day >= day if when.precision is WhenPrecision.DAY else when.day > day
