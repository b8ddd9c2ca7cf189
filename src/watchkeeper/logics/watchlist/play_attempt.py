from dataclasses import dataclass
from datetime import tzinfo
from typing import NamedTuple
from uuid import UUID

from watchkeeper.foundation.core.errors import TransactionConflictError
from watchkeeper.foundation.core.read_model import Changed
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.undo.operation_logic import OperationLogic
from watchkeeper.logics.watchlist.episode_finding import chosen_episode
from watchkeeper.logics.watchlist.play_changes import logged_play
from watchkeeper.logics.watchlist.play_entities import new_entry
from watchkeeper.logics.watchlist.play_rules import Seen, status_after_play
from watchkeeper.models.dtos.watchlist.play_dtos import LogPlayInput
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.errors.catalogue_errors import QuotaExceededError
from watchkeeper.models.errors.tracking_errors import MovieHasNoEpisodesError, SourceKeyReusedError
from watchkeeper.models.errors.watchlist_errors import AlreadyInWatchlistError
from watchkeeper.models.types.watchlist.play import Play
from watchkeeper.models.types.watchlist.play_context import PlayContext
from watchkeeper.models.types.watchlist.status_effect import StatusEffect
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.watching import LoggedPlay, TitleStatus, WatchedEpisode
from watchkeeper.models.types.watchlist.when import When
from watchkeeper.repositories.watchlist.play_context_repository import PlayContextRepository
from watchkeeper.repositories.watchlist.play_repository import PlayRepository


class LoggedOnce(NamedTuple):
    """A play, and whether it is new, with the operation by which that is undone, if it made one."""

    play: Play
    is_new: bool
    operation_id: UUID | None = None


@dataclass(kw_only=True, eq=False)
class PlayAttempt:
    """Logs a play with one statement that reads and one that writes, as nearly every play can be; of a whole title with
    one that writes.

    Nothing is locked between them: the write stores nothing if the watch entry has changed since it was read.
    """

    unit_of_work: UnitOfWork
    plays: PlayRepository
    contexts: PlayContextRepository
    operations: OperationLogic

    async def log(
        self, user_id: UUID, play: LogPlayInput, when: When, zone: tzinfo, title_id: UUID
    ) -> LoggedOnce | None:
        """Return None if the play has to be logged under locks: another request came between, or there is more to
        read or to write.

        Raises MovieHasNoEpisodesError, EpisodeNotFoundError, EpisodeAmbiguousError, SourceKeyReusedError.
        """
        if not _is_plain(play):
            return None
        if _is_of_whole_title(play):
            return await self._log_whole(user_id, play, when, zone, title_id)
        context = await self._read(user_id, play, title_id)
        if context is None or (context.watching.entry_id is None and play.status is StatusEffect.KEEP):
            return None
        episode = _episode(play, context)
        if context.known is not None:
            if context.known.title_id != title_id:
                raise SourceKeyReusedError
            return LoggedOnce(await self.plays.require(user_id, context.known.id), is_new=False)
        entity = logged_play(user_id, title_id, play, when, episode)
        entity.viewing = context.watching.viewing
        logged = LoggedPlay(entity.created_at, when, episode, entity.moves_status)
        try:
            async with self.unit_of_work.statement():
                stored = await self._store(entity, logged, zone, context)
        except (TransactionConflictError, AlreadyInWatchlistError, QuotaExceededError):
            return None
        return LoggedOnce(stored.model, is_new=True, operation_id=stored.operation_id)

    async def _log_whole(
        self, user_id: UUID, play: LogPlayInput, when: When, zone: tzinfo, title_id: UUID
    ) -> LoggedOnce | None:
        """Log a play that completes the title, whatever its status is."""
        entity = logged_play(user_id, title_id, play, when, None)
        logged = LoggedPlay(entity.created_at, when, None, entity.moves_status)
        completed = status_after_play(TitleStatus(), logged, Seen(), zone)
        try:
            async with self.unit_of_work.statement():
                stored = await self.plays.add_of_whole_title(
                    entity, new_entry(entity, completed), completed, self.operations.new()
                )
        except AlreadyInWatchlistError:
            return None
        return None if stored is None else LoggedOnce(stored.model, is_new=True, operation_id=stored.operation_id)

    async def _read(self, user_id: UUID, play: LogPlayInput, title_id: UUID) -> PlayContext | None:
        named = play.episode
        place = None if named is None or named.season is None or named.number is None else (named.season, named.number)
        return await self.contexts.find(user_id, title_id, episode_id=play.episode_id, place=place, key=play.key)

    async def _store(self, entity: PlayEntity, logged: LoggedPlay, zone: tzinfo, context: PlayContext) -> Changed[Play]:
        """Store a play with the status that it leads to, and with the entry that it makes if there is none."""
        watching = context.watching
        seen = await self._seen(entity, logged.episode, context)
        title_status = status_after_play(watching.title_status, logged, seen, zone)
        if watching.entry_id is None:
            entry = new_entry(entity, title_status)
            return await self.plays.add_with_entry(entity, entry, title_status, watching, self.operations.new())
        return await self.plays.add(entity, title_status, watching, self.operations.new())

    async def _seen(self, entity: PlayEntity, episode: WatchedEpisode | None, context: PlayContext) -> Seen:
        """Return what the status after a play depends on: the regular episodes only where it may be the last one."""
        if episode is None:
            return Seen()
        if episode.key in context.seen:
            return Seen({episode.key})
        watching = context.watching
        if watching.title_status.status is not WatchStatus.WATCHING or not watching.is_over:
            return Seen()
        listed = await self.plays.find_regular(entity.user_id, entity.title_id, watching.viewing)
        return Seen({one.key for one, is_seen in listed if is_seen}, [one for one, _ in listed])


def _is_plain(play: LogPlayInput) -> bool:
    """Whether a play is all that is stored, and one statement finds its episode and what is there already."""
    is_found = play.episode is None or play.episode.season is not None
    return is_found and not play.tags and not play.set_rating and play.unless_within_minutes is None


def _is_of_whole_title(play: LogPlayInput) -> bool:
    """Whether a play is of no episode, moves the status, and can't be there already."""
    names_episode = play.episode is not None or play.episode_id is not None
    return not names_episode and play.key is None and play.status is StatusEffect.AUTO


def _episode(play: LogPlayInput, context: PlayContext) -> WatchedEpisode | None:
    if play.episode is not None and context.watching.is_movie:
        raise MovieHasNoEpisodesError
    if play.episode is None and play.episode_id is None:
        return None
    return chosen_episode(play.episode, context.episodes)
