"""Reads the progress and the start of a viewing, where a service has them without naming episodes."""

from watchkeeper.models.types.imports.import_fact import ImportedViewing
from watchkeeper.models.types.watchlist.viewing_state import ViewingState
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.when import UNKNOWN, When, WhenPrecision


def stated_run(status: WatchStatus | None, started: When, episodes: int | None) -> tuple[ImportedViewing, ...]:
    """Return the run through a title that has begun, nothing where the file says nothing of it.

    How many episodes a completed title has is the catalogue's to say.
    """
    is_finished = status is WatchStatus.COMPLETED
    seen = None if is_finished else episodes or None
    if status in {None, WatchStatus.PLANNED} or (started == UNKNOWN and seen is None):
        return ()
    state = ViewingState.FINISHED if is_finished else ViewingState.CURRENT
    return (ImportedViewing(number=1, state=state, started=_day_of(started), episodes_seen=seen),)


def _day_of(started: When) -> When:
    if started.instant is None:
        return started
    return When(WhenPrecision.DAY, day=started.day or started.instant.date())
