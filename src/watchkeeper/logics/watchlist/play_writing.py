from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.logics.watchlist.play_entities import new_entry
from watchkeeper.logics.watchlist.title_statuses import status_after
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.undo.operation import ChangedRow, RowKind, changed_viewings
from watchkeeper.models.types.watchlist.locked_rows import RowWrites
from watchkeeper.models.types.watchlist.status_origin import StatusOrigin
from watchkeeper.models.types.watchlist.title_plays import TitlePlays
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.watching import TitleStatus
from watchkeeper.models.types.watchlist.when import UNKNOWN
from watchkeeper.repositories.watchlist.play_set_repository import PlaySetRepository, ViewingEnd

_STEP = timedelta(microseconds=1)


@dataclass(kw_only=True, eq=False)
class PlayWriting:
    """Writes many plays of one person as sets, with the statuses that follow from them, whatever the number of titles.

    Bulk requests, imports and undo use it. In a transaction that has locked the account: `sets.lock` and `sets.read`
    the titles, make the changes in their `TitlePlays` (`TitlePlays.new` for a title that is entered with them), then
    `store`. What is left to the caller: the titles, the operation, and that no more entries are made than may be.
    """

    sets: PlaySetRepository

    async def store(
        self,
        user_id: UUID,
        plays: RowWrites[PlayEntity],
        titles: Iterable[TitlePlays],
        zone: tzinfo,
        *,
        is_import: bool = False,
        is_edit: bool = True,
    ) -> list[ChangedRow]:
        """Store changes of plays that were made in `titles`, too, and the statuses that they lead to.

        Return the viewings and entries for an undo: of entries those that were removed with their last play. Entries
        that plays made or moved follow the plays that an undo leaves. What is no edit of the person's leaves
        `edited_at` of entries.
        """
        changes = _StatusChanges(user_id, now(), is_edit=is_edit)
        touched = [title for title in titles if title.is_touched]
        for title in touched:
            changes.add_title(title, status_after(title, zone, is_import=is_import))
        if not (plays.is_empty and changes.entries.is_empty):
            await self.sets.write(user_id, plays, changes.entries, changes.ends)
            removed = [(play.title_id, play.viewing, play.episode_id) for play in plays.removed]
            await self.sets.forget_stated_unseen(user_id, removed)
        return [*changed_viewings({title.title_id: title.viewing for title in touched}), *changes.rows]

    async def recompute_status(
        self, user_id: UUID, title_ids: Collection[UUID], zone: tzinfo, *, is_edit: bool = True
    ) -> frozenset[UUID]:
        """Set the statuses of titles to where the plays of the current viewing lead, starting at the status that the
        person set last.

        Entries that plays made go with the last play, unless the person touched them; return the ids of these.
        """
        if not title_ids:
            return frozenset()
        await self.sets.lock(user_id, title_ids)
        titles = await self.sets.read(user_id, title_ids)
        for title in titles.values():
            title.is_reworked = True
        rows = await self.store(user_id, RowWrites([], [], []), titles.values(), zone, is_edit=is_edit)
        return frozenset(row.row_id for row in rows if row.kind is RowKind.WATCH_ENTRY)


@dataclass(slots=True)
class _StatusChanges:
    """The entries and viewings to be stored."""

    user_id: UUID
    at: datetime
    is_edit: bool
    entries: RowWrites[WatchEntryEntity] = field(default_factory=lambda: RowWrites([], [], []))
    ends: list[ViewingEnd] = field(default_factory=list)
    rows: list[ChangedRow] = field(default_factory=list)

    def add_title(self, title: TitlePlays, after: TitleStatus) -> None:
        entry = title.entry
        if entry is None:
            self._add(title, after)
        elif after.status is None and title.watching.is_untouched and title.image is not None:
            self.entries.removed.append(entry)
            self.rows.append(ChangedRow.removed(RowKind.WATCH_ENTRY, entry.id, title.image))
        else:
            self._change(entry, title, after)
        has_end = after.finished_by is not None or after.done_until != title.watching.title_status.done_until
        if (title.is_reworked and entry is not None) or has_end:
            self.ends.append(_end_of(title, after))

    def _add(self, title: TitlePlays, after: TitleStatus) -> None:
        if after.status is None:
            return
        entry = new_entry(next(iter(title.added.values())), after)
        entry.edited_at = entry.updated_at
        self.entries.added.append(entry)

    def _change(self, entry: WatchEntryEntity, title: TitlePlays, after: TitleStatus) -> None:
        """Touch an entry, whose counts have changed, and set its status."""
        before, explicit = title.watching.title_status, title.watching.explicit_status
        is_moved = after.by is StatusOrigin.PLAY
        entry.status, entry.completed_at = after.status or WatchStatus.PLANNED, after.completed_at
        if (after.status, after.set_at) != (before.status, before.set_at):
            entry.status_set_at, entry.status_by = after.set_at or entry.created_at, after.by
            entry.said_status = explicit.status if is_moved else None
            entry.said_at = explicit.set_at if is_moved else None
            entry.said_done_until = explicit.done_until if is_moved else None
        entry.updated_at = max(self.at, entry.updated_at + _STEP)
        if self.is_edit and entry.status != before.status:
            entry.edited_at = entry.updated_at
        self.entries.changed.append(entry)


def _end_of(title: TitlePlays, after: TitleStatus) -> ViewingEnd:
    by = after.finished_by
    when = UNKNOWN if by is None else by.when
    finished_until = None if by is None else after.done_until
    completed_at = after.completed_at if after.status is WatchStatus.COMPLETED else after.done_until
    return ViewingEnd(title.title_id, title.watching.viewing, when, finished_until, completed_at)
