"""Merges the status, notes and tags that a file has of an entry."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.imports.merging.library_edits import LibraryEdits
from watchkeeper.logics.imports.merging.stated_viewings import end_viewing, fill_viewing, state_viewings
from watchkeeper.logics.imports.merging.title_history import TitleHistory
from watchkeeper.logics.imports.merging.viewing_changes import episode_label
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.discovery.hidden_place import HiddenPlace
from watchkeeper.models.types.imports.import_library import Fact, LibraryTitle
from watchkeeper.models.types.watchlist.status_origin import StatusOrigin
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.when import When

_ORDER: Final = {WatchStatus.PLANNED: 0, WatchStatus.COMPLETED: 2}
_MIDDLE: Final = 1
LISTED: Final[Fact] = ("listed",)
_LONGEST_NOTES: Final = 5000
_MAX_TAGS: Final = 50


def merge_entry(
    edits: LibraryEdits, title: LibraryTitle, history: TitleHistory, tags: Sequence[UUID], *, is_stated: bool
) -> None:
    """Merge what a file says of the entry of a title. `is_stated` is whether the status is the file's own word, and not
    where its viewings lead."""
    status = history.status or (WatchStatus.PLANNED if history.notes or tags else None)
    origin = StatusOrigin.IMPORT if is_stated or history.status is None else StatusOrigin.PLAY
    is_known = title.entry is not None or bool(title.plays)
    if title.entry is None:
        if status is not None:
            title.entry = _new_entry(edits, title, history)
            state_viewings(edits, title, history)
            _set_status(edits, title, title.entry, status, origin, history)
    elif status is not None and _moves(edits, title.entry, status, origin):
        edits.edit(title, title.entry, edits.writes.entries)
        _set_status(edits, title, title.entry, status, origin, history)
    if title.entry is not None:
        if is_known and not history.is_complete:
            fill_viewing(edits, title, history)
        _list_earlier(edits, title, title.entry, history.added)
        _merge_notes(edits, title, title.entry, history.notes)
        _merge_tags(edits, title, title.entry, tags)


def _new_entry(edits: LibraryEdits, title: LibraryTitle, history: TitleHistory) -> WatchEntryEntity:
    entry = WatchEntryEntity(
        id=uuid7(),
        user_id=edits.user_id,
        title_id=title.title_id,
        status=WatchStatus.PLANNED,
        status_set_at=edits.at,
        status_by=StatusOrigin.IMPORT,
        hidden_from=[place for place in history.hidden_from if place in set(HiddenPlace)],
        include_specials=history.include_specials,
        tag_ids=[],
        created_at=edits.time_of(history.added),
        updated_at=edits.at,
        edited_at=edits.at,
    )
    edits.writes.entries.added.append(entry)
    edits.changed["entry"] += 1
    return entry


def _moves(edits: LibraryEdits, entry: WatchEntryEntity, status: WatchStatus, origin: StatusOrigin) -> bool:
    """Whether a status is further than that of an entry. In the middle the file's own word beats what episodes suggest,
    and an overwriting import any other word."""
    before = WatchStatus(entry.status)
    ahead = _ORDER.get(status, _MIDDLE) - _ORDER.get(before, _MIDDLE)
    if ahead or status is before:
        return ahead > 0
    is_suggested = entry.status_by == StatusOrigin.PLAY
    if origin is StatusOrigin.IMPORT and not is_suggested:
        edits.differing.add(("status", status))
    return origin is StatusOrigin.IMPORT and (is_suggested or edits.overwrites)


def _set_status(
    edits: LibraryEdits,
    title: LibraryTitle,
    entry: WatchEntryEntity,
    status: WatchStatus,
    origin: StatusOrigin,
    history: TitleHistory,
) -> None:
    edits.changed["status", status] += 1
    is_explicit = entry.status_by != StatusOrigin.PLAY and entry.id in title.images
    if origin is StatusOrigin.IMPORT:
        entry.said_status = entry.said_at = entry.said_done_until = None
    elif is_explicit:
        entry.said_status, entry.said_at, entry.said_done_until = entry.status, entry.status_set_at, None
    elif all(episode_label(play) is not None for play in history.plays):  # plays of which none moves a status
        entry.said_status, entry.said_at = status, edits.at
    entry.status, entry.status_by, entry.status_set_at = status, origin, edits.at
    entry.completed_at = edits.time_of(history.completed) if status is WatchStatus.COMPLETED else None
    if status is WatchStatus.COMPLETED:
        end_viewing(edits, title, history, title.viewing)


def _list_earlier(edits: LibraryEdits, title: LibraryTitle, entry: WatchEntryEntity, added: When) -> None:
    """Take the earliest day on which a title was listed, unless its entry is the person's own."""
    listed = edits.time_of(added)
    if listed < entry.created_at and entry.status_by != StatusOrigin.PERSON:
        edits.edit(title, entry, edits.writes.entries)
        entry.created_at = listed
        edits.changed[LISTED] += 1


def _merge_notes(edits: LibraryEdits, title: LibraryTitle, entry: WatchEntryEntity, notes: str | None) -> None:
    """Add notes to those that are there."""
    known = entry.notes or ""
    new = [one for one in (notes or "").split("\n\n") if one and one not in known] if known else [notes or ""]
    if not any(new):
        return
    joined = "\n\n".join([*([known] if known else []), *new])
    if len(joined) > _LONGEST_NOTES and known:
        edits.differing.add(("notes",))
        return
    edits.edit(title, entry, edits.writes.entries)
    entry.notes = joined[:_LONGEST_NOTES]
    edits.changed[("notes",)] += 1


def _merge_tags(edits: LibraryEdits, title: LibraryTitle, entry: WatchEntryEntity, tags: Sequence[UUID]) -> None:
    merged = list(dict.fromkeys([*(entry.tag_ids or ()), *tags]))[:_MAX_TAGS]
    if len(merged) > len(entry.tag_ids or ()):
        edits.edit(title, entry, edits.writes.entries)
        entry.tag_ids = merged
        edits.changed[("tags",)] += 1
