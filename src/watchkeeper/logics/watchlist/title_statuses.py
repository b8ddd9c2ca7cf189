"""The status that follows from the plays of a title, which are all in memory."""

from collections.abc import Hashable
from dataclasses import replace
from datetime import tzinfo

from watchkeeper.logics.watchlist.play_rules import (
    Seen,
    completed_with_play,
    is_forward,
    status_after_play,
    status_after_plays,
)
from watchkeeper.models.types.watchlist.status_origin import StatusOrigin
from watchkeeper.models.types.watchlist.title_plays import TitlePlays
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.watching import LoggedPlay, TitleStatus, Watching


def status_after(title: TitlePlays, zone: tzinfo, *, is_import: bool = False) -> TitleStatus:
    """Return the status of a title after the changes of its plays.

    Plays that are only added move the status from where it is. Where some were changed or removed, all of them are
    applied again, starting at the status that the person set last. A title without an entry is moved by new plays
    alone. An import moves no status backwards: plays of it that would do so leave the status alone, and will do so for
    ever.
    """
    if title.is_reworked and title.entry is not None:
        watching, log = title.watching, (one.logged for one in title.run())
        return status_after_plays(_first_status(watching), log, title.regular, zone, watching.entered_at)
    keys: set[Hashable] = set()
    title_status = title.watching.title_status
    for one in title.run():
        after = title_status
        if one.id in title.added:
            after = _status_after(title_status, one.logged, Seen(keys, title.regular), zone)
        if is_import and _is_back(title_status, after):
            title.keep_status(one.id)
            after = title_status
        title_status = after
        keys |= {one.logged.episode.key} if one.logged.episode is not None else set()
    return title_status


def _first_status(watching: Watching) -> TitleStatus:
    """Return the status that the person set last, with the day of the end if the person has set it."""
    current = watching.title_status
    if not current.is_end_explicit:
        return watching.explicit_status
    return replace(watching.explicit_status, done_until=current.done_until, is_end_explicit=True)


def _is_back(before: TitleStatus, after: TitleStatus) -> bool:
    return before.status != after.status and not is_forward(before.status, after.status)


def _status_after(before: TitleStatus, play: LoggedPlay, seen: Seen, zone: tzinfo) -> TitleStatus:
    """Return the status after a play. One that was logged with a completion by the person finishes the title."""
    is_explicit = before.status is WatchStatus.COMPLETED and before.by is StatusOrigin.PERSON
    return (
        completed_with_play(before, play, zone)
        if is_explicit and before.set_at == play.created_at
        else status_after_play(before, play, seen, zone)
    )
