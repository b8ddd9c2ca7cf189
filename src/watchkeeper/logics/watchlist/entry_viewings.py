from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from uuid import UUID

from watchkeeper.logics.watchlist.play_recording import PlayRecording, new_play
from watchkeeper.logics.watchlist.watched_on import now_in, past
from watchkeeper.models.dtos.said_dtos import SaidInput
from watchkeeper.models.entities.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.when import When
from watchkeeper.repositories.watchlist.play_repository import ViewingDates, WatchingRepository


@dataclass(kw_only=True, eq=False)
class EntryViewings:
    """Stores what the body of a watch entry says of its viewing: when it began and ended, and a play."""

    watchings: WatchingRepository
    recording: PlayRecording

    async def lock(self, user_id: UUID, entry_id: UUID) -> None:
        """Lock account and title before the entry, for a play. Raises WatchEntryNotFoundError."""
        await self.watchings.lock(user_id, await self.watchings.find_title(user_id, entry_id))

    async def store(self, entry: WatchEntryEntity, said: SaidInput, zone: tzinfo) -> None:
        """Store what was said of a stored entry, which is locked. Needs a transaction. Raises InTheFutureError."""
        await self.store_many([(entry, said)], zone)

    async def store_many(self, said: Sequence[tuple[WatchEntryEntity, SaidInput]], zone: tzinfo) -> None:
        """Store what was said of several entries of one person, as `store` does."""
        dates = {entry.title_id: _dates(one, zone) for entry, one in said}
        sent = {title_id: one for title_id, one in dates.items() if not one.is_empty}
        if sent:
            await self.watchings.set_dates(said[0][0].user_id, sent)
        for entry, one in said:
            if dates[entry.title_id].removes_one:
                await self.recording.work_out(entry.user_id, entry.title_id, zone)
            if one.log_play:
                await self._log(entry, one, zone)

    async def _log(self, entry: WatchEntryEntity, said: SaidInput, zone: tzinfo) -> None:
        is_now = "watched_on" not in said.model_fields_set
        when = now_in(zone) if is_now else past(said.watched_on, "watched_on", zone)
        play = new_play(entry.user_id, entry.title_id, when, entry.updated_at)
        play.moves_status = not said.is_status_said
        await self.recording.record(play, when, None, zone)


def require_past(said: SaidInput, zone: tzinfo, place: str = "") -> None:
    """Raise InTheFutureError for a moment that has not come yet; `place` stands before the name of its member."""
    members = ("started_on", "finished_on", *(("watched_on",) if said.log_play else ()))
    for member in members:
        past(getattr(said, member), f"{place}{member}", zone)


def _dates(said: SaidInput, zone: tzinfo) -> ViewingDates:
    started_on, finished_on = (_said(said, member, zone) for member in ("started_on", "finished_on"))
    sent = said.model_fields_set
    until = None if finished_on is None else finished_on.ends_at(zone)
    return ViewingDates(started_on, finished_on, until, "started_on" in sent, "finished_on" in sent)


def _said(said: SaidInput, member: str, zone: tzinfo) -> When | None:
    when: When | None = getattr(said, member)
    return None if when is None else past(when, member, zone)
