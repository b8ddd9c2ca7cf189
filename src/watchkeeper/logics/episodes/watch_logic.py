from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from functools import partial
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.core.read_model import Changed
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.catalogue.merged_titles import MergedTitles
from watchkeeper.logics.episodes.watch_choice import Clock, chosen, plays_beyond, removed_plays, result_of, times_of
from watchkeeper.logics.undo.operation_logic import OperationLogic
from watchkeeper.logics.watchlist.episode_finding import EpisodeFinding
from watchkeeper.logics.watchlist.play_entities import new_entry, new_play, set_episode
from watchkeeper.logics.watchlist.play_writing import PlayWriting
from watchkeeper.logics.watchlist.watched_on import now_in, past
from watchkeeper.models.dtos.episodes.watch_dtos import (
    SelectEpisodesInput,
    SetProgressInput,
    UnwatchEpisodesInput,
    WatchEpisodesInput,
)
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.errors.tracking_errors import EpisodesUnknownError, InstantNeededError, NoProgressOfMovieError
from watchkeeper.models.types.episodes.watched_episodes import (
    SelectableEpisode,
    Skipped,
    Unwatched,
    Watched,
    WatchedItem,
)
from watchkeeper.models.types.identity.time_zone import time_zone
from watchkeeper.models.types.undo.operation import ChangedRow, OperationKind, OperationSubject, RowKind
from watchkeeper.models.types.watchlist.status_origin import StatusOrigin
from watchkeeper.models.types.watchlist.watch_entry import WatchEntry
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.watching import TitleStatus, WatchedEpisode, Watching
from watchkeeper.models.types.watchlist.when import UNKNOWN, When
from watchkeeper.repositories.episodes.watched_episode_repository import WatchedEpisodeRepository
from watchkeeper.repositories.identity.account_lock_repository import AccountLockRepository
from watchkeeper.repositories.watchlist.play_repository import WatchingRepository
from watchkeeper.repositories.watchlist.watch_entry_repository import WatchEntryRepository


@dataclass(kw_only=True, eq=False)
class WatchLogic:
    """Marks many episodes watched at once, or unwatched. Each is an operation that can be undone."""

    unit_of_work: UnitOfWork
    accounts: AccountLockRepository
    watchings: WatchingRepository
    episodes: WatchedEpisodeRepository
    finding: EpisodeFinding
    writing: PlayWriting
    entries: WatchEntryRepository
    operations: OperationLogic
    merged_titles: MergedTitles

    async def watch(self, caller: Principal, title_id: UUID, watch: WatchEpisodesInput) -> Watched:
        """Log plays of the selected episodes that have aired and that this viewing has not seen.

        Raises TitleNotFoundError, EpisodesUnknownError, EpisodeNotFoundError, SeasonNotFoundError,
        EpisodeAmbiguousError, InstantNeededError, InTheFutureError, QuotaExceededError.
        """
        zone = time_zone(caller.time_zone)
        when = _when(watch, zone)
        if watch.is_apart and when.instant is None:
            raise InstantNeededError
        act = partial(self._watch, caller.user_id, watch=watch, when=when, zone=zone)
        return await self.merged_titles.follow(title_id, act)

    async def _watch(
        self, user_id: UUID, title_id: UUID, *, watch: WatchEpisodesInput, when: When, zone: tzinfo
    ) -> Watched:
        at = now()
        clock = Clock(at, at.astimezone(zone).date())
        async with self.unit_of_work.transaction():
            await self._lock(user_id, title_id, for_new=True)
            watching = await self.watchings.read(user_id, title_id)
            known = await self.episodes.find_episodes(user_id, title_id, watching.viewing)
            if not known:
                raise EpisodesUnknownError
            matching = chosen(watch, known, await self._up_to(title_id, watch))
            results = {one.id: result_of(one, watch, clock) for one in matching}
            added = [one for one in matching if results[one.id] == "added"]
            times = times_of(added, watch, when, zone)
            plays = new_plays(user_id, title_id, added, times, watching.viewing, watch.note)
            is_stored = bool(plays) and not watch.dry_run
            operation_id = await self._store(plays, watching, zone) if is_stored else None
            entry = await self._entry(user_id, title_id)
        stored = {} if watch.dry_run else {play.episode_id: play.id for play in plays}
        items = [WatchedItem(one.id, stored.get(one.id), results[one.id]) for one in matching]
        counts = Counter(results.values())
        skipped = Skipped(counts["seen"], counts["unaired"], counts["special"])
        return Watched(operation_id, counts["added"], skipped, items, entry)

    async def _store(self, plays: Sequence[PlayEntity], watching: Watching, zone: tzinfo) -> UUID:
        """Store plays of one title, with the entry that the title needs, and return the operation."""
        first = plays[0]
        before = await self.watchings.find_entry(first.user_id, first.title_id)
        if watching.entry_id is None:
            await self.entries.add(new_entry(first, TitleStatus(WatchStatus.WATCHING, first.created_at)))
        await self.episodes.add(plays)
        await self.writing.recompute_status(first.user_id, [first.title_id], zone)
        made = watching.entry_id is None
        after = await self.watchings.find_entry(first.user_id, first.title_id) if made else before
        rows = [
            *before.changed_rows(after),
            *(ChangedRow(RowKind.PLAY, play.id, None, play.edited_at) for play in plays),
        ]
        return await self.operations.record_watch(first.user_id, rows, OperationSubject(first.title_id))

    async def unwatch(self, caller: Principal, title_id: UUID, unwatch: UnwatchEpisodesInput) -> Unwatched:
        """Remove plays of the selected episodes. Raises TitleNotFoundError, EpisodeNotFoundError,
        EpisodeAmbiguousError."""
        act = partial(self._unwatch, caller.user_id, unwatch=unwatch, zone=time_zone(caller.time_zone))
        return await self.merged_titles.follow(title_id, act)

    async def _unwatch(
        self, user_id: UUID, title_id: UUID, *, unwatch: UnwatchEpisodesInput, zone: tzinfo
    ) -> Unwatched:
        async with self.unit_of_work.transaction():
            await self._lock(user_id, title_id, for_new=False)
            watching = await self.watchings.read(user_id, title_id)
            plays = await self.episodes.find_plays(user_id, title_id)
            if not plays and watching.entry_id is None:
                await self.watchings.lock(user_id, title_id, for_new=True)  # Must be visible
            matching = removed_plays(unwatch, plays, watching.viewing, await self._up_to(title_id, unwatch))
            operation_id = None
            if matching:
                entry = await self.watchings.find_entry(user_id, title_id)
                removed = await self.episodes.remove(user_id, [one.id for one in matching])
                taken_back = [(title_id, one.viewing, one.episode_id) for one in matching]
                await self.writing.sets.forget_stated_unseen(user_id, taken_back)
                await self.writing.recompute_status(user_id, [title_id], zone)
                rows = entry.changed_rows(await self.watchings.find_entry(user_id, title_id))
                rows += [ChangedRow.removed(RowKind.PLAY, one.id, one.image) for one in removed]
                about = OperationSubject(title_id)
                operation_id = await self.operations.record_watch(user_id, rows, about, OperationKind.UNWATCH)
            return Unwatched(operation_id, len(matching), await self._entry(user_id, title_id))

    async def set_progress(
        self, caller: Principal, entry_id: UUID, progress: SetProgressInput, precondition: Precondition
    ) -> Changed[WatchEntry]:
        """Make the first episodes the ones that this viewing has seen: plays are added and removed, and episodes that
        counted as seen because the title had been completed no longer do.

        Without known episodes the number is stored. Raises WatchEntryNotFoundError, PreconditionFailedError,
        InTheFutureError, NoProgressOfMovieError.
        """
        zone = time_zone(caller.time_zone)
        when = past(progress.watched_on, "watched_on", zone)
        user_id = caller.user_id
        async with self.unit_of_work.transaction():
            title_id = await self.watchings.find_title(user_id, entry_id)
            await self._lock(user_id, title_id, for_new=False)
            precondition.verify((await self.entries.require(user_id, entry_id)).updated_at)
            watching = await self.watchings.read(user_id, title_id)
            if watching.is_movie:
                raise NoProgressOfMovieError
            before = await self.watchings.find_entry(user_id, title_id)
            regular = await self._say_progress(user_id, title_id, watching, progress.seen)
            plays: list[ChangedRow] = []
            if regular:
                plays = await self._set_seen(user_id, title_id, watching, regular[: progress.seen], when)
            else:
                await self.episodes.state_seen(user_id, title_id, watching.viewing, progress.seen)
            await self.writing.recompute_status(user_id, [title_id], zone)
            rows = before.changed_rows(await self.watchings.find_entry(user_id, title_id))
            operation_id = None
            if rows or plays:
                about = OperationSubject(title_id)
                operation_id = await self.operations.record_watch(user_id, [*rows, *plays], about)
            return Changed(await self.entries.require(user_id, entry_id), operation_id)

    async def _say_progress(
        self, user_id: UUID, title_id: UUID, watching: Watching, seen: int
    ) -> Sequence[SelectableEpisode]:
        """Set the status that a number says, and forget the end of a viewing that is none; return the regular episodes.

        A number begins what was planned, and takes back that everything was seen; none keeps the entry.
        """
        regular = await self._regular(user_id, title_id, watching)
        is_taken_back = any(one.is_seen for one in regular[seen:])
        is_planned = watching.title_status.status is WatchStatus.PLANNED and seen
        is_done = watching.explicit_status.status is WatchStatus.COMPLETED and is_taken_back
        if is_planned or is_done or (watching.is_untouched and not seen):
            title_status = TitleStatus(
                WatchStatus.WATCHING if seen else WatchStatus.PLANNED, now(), StatusOrigin.PERSON
            )
            await self.watchings.save_status(user_id, title_id, watching, title_status)
        if not is_taken_back:
            return regular
        await self.episodes.forget_end(user_id, title_id, watching.viewing)
        return await self._regular(user_id, title_id, watching)

    async def _regular(self, user_id: UUID, title_id: UUID, watching: Watching) -> Sequence[SelectableEpisode]:
        known = await self.episodes.find_episodes(user_id, title_id, watching.viewing)
        return [one for one in known if one.season > 0]

    async def _set_seen(
        self, user_id: UUID, title_id: UUID, watching: Watching, seen: Sequence[SelectableEpisode], when: When
    ) -> list[ChangedRow]:
        await self.episodes.forget_stated(user_id, title_id, watching.viewing)
        plays = await self.episodes.find_plays(user_id, title_id)
        beyond = plays_beyond(plays, seen, watching.viewing)
        removed = await self.episodes.remove(user_id, [one.id for one in beyond]) if beyond else []
        unseen = [one for one in seen if not one.is_seen]
        added = new_plays(user_id, title_id, unseen, [when] * len(unseen), watching.viewing)
        if added:
            await self.episodes.add(added)
        rows = [ChangedRow.removed(RowKind.PLAY, one.id, one.image) for one in removed]
        return rows + [ChangedRow(RowKind.PLAY, play.id, None, play.edited_at) for play in added]

    async def _lock(self, user_id: UUID, title_id: UUID, *, for_new: bool) -> None:
        await self.accounts.lock(user_id)
        await self.watchings.lock(user_id, title_id, for_new=for_new)

    async def _up_to(self, title_id: UUID, selection: SelectEpisodesInput) -> WatchedEpisode | None:
        if selection.up_to is None:
            return None
        return await self.finding.find(title_id, selection.up_to.episode_id, selection.up_to.episode)

    async def _entry(self, user_id: UUID, title_id: UUID) -> WatchEntry | None:
        entry_id = await self.episodes.find_entry_id(user_id, title_id)
        return None if entry_id is None else await self.entries.require(user_id, entry_id)


def _when(watch: WatchEpisodesInput, zone: tzinfo) -> When:
    if watch.is_now:
        return now_in(zone)
    if watch.watched_on == "air_date":
        return UNKNOWN
    return past(watch.watched_on, "watched_on", zone)


def new_plays(
    user_id: UUID,
    title_id: UUID,
    episodes: Sequence[SelectableEpisode],
    times: Sequence[When],
    viewing: int,
    note: str | None = None,
) -> list[PlayEntity]:
    """Return plays of episodes of one title."""
    at = now()
    plays = []
    for episode, time in zip(episodes, times, strict=True):
        play = new_play(user_id, title_id, time, at)
        set_episode(play, WatchedEpisode(episode.id, episode.season, episode.number))
        play.viewing, play.note = viewing, note
        plays.append(play)
    return plays
