"""Between rows and where a person stands with a title."""

from datetime import date
from typing import Any

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.postgres.database import Row
from watchkeeper.models.types.watchlist.status_origin import StatusOrigin
from watchkeeper.models.types.watchlist.viewing_state import ViewingState
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.watching import TitleStatus, WatchedEpisode, Watching
from watchkeeper.models.types.watchlist.when import UNKNOWN, When, WhenPrecision


def when_of(watched_on: str | None, first_day: date | None) -> When:
    """Return a stored moment."""
    if watched_on is None:
        return UNKNOWN
    when = When.parse(watched_on)
    return When(WhenPrecision.INSTANT, when.instant, first_day) if when.instant is not None else when


def episode_of(row: Row) -> WatchedEpisode:
    return WatchedEpisode(row["episode_id"], row["season"], row["number"], row["airs_at"], row["air_date"])


def watching_of(row: Row) -> Watching:
    title_status = TitleStatus()
    if row["entry_id"] is not None:
        origin = StatusOrigin(row["status_by"])
        times = row["status_set_at"], origin, row["completed_at"], row["done_until"]
        title_status = TitleStatus(WatchStatus(row["status"]), *times, is_end_explicit=row["is_end_explicit"])
    return Watching(
        row["entry_id"],
        title_status,
        title_status if title_status.by is not StatusOrigin.PLAY else _explicit_status(row),
        row["is_untouched"] and row["said_status"] is None and title_status.by is StatusOrigin.PLAY,
        row["viewing"],
        row["plays_count"],
        row["media_type"],
        row["airing"],
        row["entry_version"],
        row["entered_at"],
    )


def _explicit_status(row: Row) -> TitleStatus:
    if row["said_status"] is None:
        return TitleStatus()
    status = WatchStatus(row["said_status"])
    completed_at = row["said_at"] if status is WatchStatus.COMPLETED else None
    return TitleStatus(status, row["said_at"], StatusOrigin.PERSON, completed_at, row["said_done_until"])


def status_values(watching: Watching, title_status: TitleStatus, *, sets_end: bool) -> dict[str, Any]:
    """Return the parameters of `entry_status_update` and `viewing_end_update`.

    With `sets_end` a viewing has the end of the play that completed it, or none; what is not completed was done when
    it was before the plays.
    """
    explicit = watching.explicit_status
    is_moved = title_status.by is StatusOrigin.PLAY
    return {
        "status": title_status.status,
        "status_set_at": title_status.set_at,
        "status_by": title_status.by,
        "completed_at": title_status.completed_at,
        "is_moved": (title_status.status, title_status.by) != (watching.title_status.status, watching.title_status.by),
        "said_status": explicit.status if is_moved else None,
        "said_at": explicit.set_at if is_moved else None,
        "said_done_until": explicit.done_until if is_moved else None,
        "entry_version": watching.version,
        "current_viewing": watching.viewing,
        **end_values(title_status, sets_end=sets_end),
        "updated_at": now(),
    }


def end_values(title_status: TitleStatus, *, sets_end: bool) -> dict[str, Any]:
    """Return the parameters of `viewing_end_update` but for the viewing, as `status_values` does."""
    end = title_status.finished_by
    when = end.when if end is not None else UNKNOWN
    is_completed = title_status.status is WatchStatus.COMPLETED
    return {
        "sets_end": sets_end,
        "end_state": ViewingState.FINISHED if is_completed else ViewingState.CURRENT,
        "end_finished_on": when.text,
        "end_finished_sorted_at": when.sorted_at,
        "end_finished_until": title_status.done_until if end is not None else None,
        "end_completed_at": title_status.completed_at if is_completed else title_status.done_until,
    }
