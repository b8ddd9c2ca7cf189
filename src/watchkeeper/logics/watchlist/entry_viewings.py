from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.logics.undo.operation_logic import OperationLogic
from watchkeeper.logics.watchlist.play_writing import PlayWriting
from watchkeeper.logics.watchlist.watched_on import now_in, past
from watchkeeper.logics.watchlist.whole_title import add_whole_title, left_to_see
from watchkeeper.models.dtos.watchlist.entry_viewing_dtos import EntryViewingInput
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.undo.operation import ChangedRow, OperationSubject, RowKind, StoredEntry
from watchkeeper.models.types.watchlist.locked_rows import RowWrites
from watchkeeper.models.types.watchlist.when import When
from watchkeeper.repositories.watchlist.play_repository import ViewingDates, WatchingRepository

EntryBodies = Sequence[tuple[WatchEntryEntity, EntryViewingInput]]


@dataclass(kw_only=True, eq=False)
class EntryViewings:
    """Stores what the body of a watch entry says of its viewing: when it began and ended, and plays."""

    watchings: WatchingRepository
    writing: PlayWriting
    operations: OperationLogic

    async def lock(self, user_id: UUID, entry_id: UUID) -> StoredEntry:
        """Lock account, title and entry for a play, and return the entry. Raises WatchEntryNotFoundError."""
        title_id = await self.watchings.find_title(user_id, entry_id)
        await self.watchings.lock(user_id, title_id)
        return await self.watchings.find_entry(user_id, title_id)

    async def store(
        self, entry: WatchEntryEntity, body: EntryViewingInput, zone: tzinfo, before: StoredEntry | None
    ) -> UUID | None:
        """Store what was said of a stored entry, which is locked. Needs a transaction. Raises InTheFutureError.

        Plays are an operation that can be undone, with what became of the entry that there was `before`. Return it.
        """
        plays = await self.store_many([(entry, body)], zone)
        if before is None:
            return None
        rows = before.changed_rows(await self.watchings.find_entry(entry.user_id, entry.title_id))
        return await self.operations.record_several(entry.user_id, [*rows, *plays], OperationSubject(entry.title_id))

    async def store_many(self, body: EntryBodies, zone: tzinfo) -> list[ChangedRow]:
        """Store what was said of several entries of one person, as `store` does, and return the plays for an undo."""
        if not body:
            return []
        user_id = body[0][0].user_id
        dates = {entry.title_id: _dates(one, zone) for entry, one in body}
        sent = {title_id: one for title_id, one in dates.items() if not one.is_empty}
        if sent:
            await self.watchings.set_dates(user_id, sent)
        await self.writing.recompute_status(
            user_id, [title_id for title_id, one in sent.items() if one.removes_one], zone
        )
        return await self._log(user_id, [(entry, one) for entry, one in body if one.log_play], zone)

    async def _log(self, user_id: UUID, body: EntryBodies, zone: tzinfo) -> list[ChangedRow]:
        """Log plays of titles; of those whose episodes are known, of all that has aired and was not seen."""
        if not body:
            return []
        title_ids = [entry.title_id for entry, _ in body]
        await self.writing.sets.lock(user_id, title_ids)
        titles = await self.writing.sets.read(user_id, title_ids)
        shows = [title_id for title_id in title_ids if titles[title_id].watching.media_type != MediaType.MOVIE]
        regular = await self.writing.sets.regular_episodes(shows) if shows else {}
        plays: list[PlayEntity] = []
        for entry, one in body:
            title, known = titles[entry.title_id], regular.get(entry.title_id)
            episodes = None if known is None else left_to_see(title, known, now(), zone)
            plays += add_whole_title(title, entry, _watched_on(one, zone), episodes, keeps_status=one.sets_status)
        await self.writing.store(user_id, RowWrites(plays, [], []), titles.values(), zone)
        return [ChangedRow(RowKind.PLAY, play.id, None, play.edited_at) for play in plays]


def _watched_on(body: EntryViewingInput, zone: tzinfo) -> When:
    return past(body.watched_on, "watched_on", zone) if "watched_on" in body.model_fields_set else now_in(zone)


def require_past(body: EntryViewingInput, zone: tzinfo, place: str = "") -> None:
    """Raise InTheFutureError for a moment that has not come yet; `place` stands before the name of its member."""
    for member in ("started_on", "finished_on", "watched_on"):
        past(getattr(body, member), f"{place}{member}", zone)


def _dates(body: EntryViewingInput, zone: tzinfo) -> ViewingDates:
    started_on, finished_on = (_past_member(body, member, zone) for member in ("started_on", "finished_on"))
    sent = body.model_fields_set
    until = None if finished_on is None else finished_on.ends_at(zone)
    return ViewingDates(started_on, finished_on, until, "started_on" in sent, "finished_on" in sent)


def _past_member(body: EntryViewingInput, member: str, zone: tzinfo) -> When | None:
    when: When | None = getattr(body, member)
    return None if when is None else past(when, member, zone)
