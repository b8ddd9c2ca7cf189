"""The runs through a title that a file states, and when they ended."""

from typing import Final

from watchkeeper.logics.imports.merging.library_edits import LibraryEdits
from watchkeeper.logics.imports.merging.title_history import TitleHistory
from watchkeeper.logics.imports.merging.viewing_changes import is_of_whole_title
from watchkeeper.models.types.imports.import_fact import ImportedViewing
from watchkeeper.models.types.imports.import_library import Fact, LibraryTitle, StatedEnd, StatedViewing
from watchkeeper.models.types.watchlist.status_origin import StatusOrigin
from watchkeeper.models.types.watchlist.viewing_state import ViewingState
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.when import UNKNOWN, When, WhenPrecision

PROGRESS: Final[Fact] = ("progress",)


def state_viewings(edits: LibraryEdits, title: LibraryTitle, history: TitleHistory) -> None:
    """Give a title that is new to the library the viewings that the file states."""
    if not history.viewings or title.viewing > 1 or title.plays:
        return
    for viewing in sorted(history.viewings, key=lambda one: one.number):
        edits.writes.viewings.append(_stated(edits, title, viewing))
        if viewing.state == ViewingState.FINISHED and viewing.finished == UNKNOWN:
            end_viewing(edits, title, history, viewing.number)
    title.viewing = max(one.number for one in history.viewings)
    _remember(title, history.viewings[-1])


def fill_viewing(edits: LibraryEdits, title: LibraryTitle, history: TitleHistory) -> None:
    """Let the first viewing of a title that is entered already have the start that it lacks, and the further number of
    episodes: so an older and a newer file end in the same, in any order."""
    stated = next((one for one in history.viewings if one.number == title.viewing == 1), None)
    if stated is None:
        return
    is_further = (stated.episodes_seen or 0) > (title.stated_count or 0)
    if is_further or (stated.started != UNKNOWN and not title.has_start):
        edits.writes.filled_viewings.append(_stated(edits, title, stated))
        edits.changed[PROGRESS] += 1
        _remember(title, stated)


def _remember(title: LibraryTitle, stated: ImportedViewing) -> None:
    title.stated_count = max(title.stated_count or 0, stated.episodes_seen or 0) or None
    title.has_start = title.has_start or stated.started != UNKNOWN


def end_viewing(edits: LibraryEdits, title: LibraryTitle, history: TitleHistory, number: int) -> None:
    """Let a viewing end with its last one of the whole title that has a date."""
    whole = [one.when for one in history.plays if not one.is_of_episode and one.viewing in (None, number)]
    dated = [when.in_zone(edits.zone) for when in whole if when.precision is not WhenPrecision.UNKNOWN]
    last = max(dated, key=lambda when: when.sorted_at or edits.at, default=None)
    if last is not None:
        edits.writes.ends.append(StatedEnd(title.title_id, number, last, last.ends_at(edits.zone)))


def end_with_plays(edits: LibraryEdits, title: LibraryTitle) -> None:
    """Let the current viewing of a title that was entered before end with its last play of the whole title that has a
    date, unless the person said that it is completed: so an older and a newer file end in the same, in any order."""
    entry = title.entry
    if entry is None or entry.id not in title.images or entry.status != WatchStatus.COMPLETED:
        return
    if entry.status_by == StatusOrigin.PERSON:
        return
    whole = [play for play in title.plays if play.viewing == title.viewing and is_of_whole_title(play)]
    dated = [play for play in whole if play.watched_on is not None]
    last = max(dated, key=lambda play: play.sorted_at, default=None)
    if last is None or last.watched_on is None:
        return
    ends = edits.writes.ends
    if ends and ends[-1].title_id == title.title_id:
        ends.pop()
    when = When.parse(last.watched_on)
    ends.append(StatedEnd(title.title_id, title.viewing, when, when.ends_at(edits.zone)))


def _stated(edits: LibraryEdits, title: LibraryTitle, viewing: ImportedViewing) -> StatedViewing:
    finished = viewing.finished.in_zone(edits.zone)
    is_known = viewing.state in set(ViewingState)
    return StatedViewing(
        title_id=title.title_id,
        number=viewing.number,
        state=viewing.state if is_known and viewing.state is not None else ViewingState.CURRENT,
        started_on=viewing.started.text,
        finished_on=finished,
        until=None if finished == UNKNOWN else finished.ends_at(edits.zone),
        completed_at=viewing.completed.instant,
        stated_count=viewing.episodes_seen,
    )
