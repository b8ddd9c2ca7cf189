from dataclasses import dataclass
from datetime import tzinfo
from typing import NamedTuple
from uuid import UUID

from watchkeeper.foundation.core.errors import TransactionConflictError
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.watchlist.episode_finding import chosen_episode
from watchkeeper.logics.watchlist.play_changes import logged_play
from watchkeeper.logics.watchlist.play_recording import PlayRecording, set_episode
from watchkeeper.models.dtos.watchlist.play_dtos import LogPlayInput
from watchkeeper.models.errors.catalogue_errors import QuotaExceededError
from watchkeeper.models.errors.tracking_errors import MovieHasNoEpisodesError, SourceKeyReusedError
from watchkeeper.models.errors.watchlist_errors import AlreadyInWatchlistError
from watchkeeper.models.types.watchlist.play import Play
from watchkeeper.models.types.watchlist.play_context import PlayContext
from watchkeeper.models.types.watchlist.status_effect import StatusEffect
from watchkeeper.models.types.watchlist.watching import WatchedEpisode
from watchkeeper.models.types.watchlist.when import When
from watchkeeper.repositories.watchlist.play_context_repository import PlayContextRepository
from watchkeeper.repositories.watchlist.play_repository import PlayRepository
from watchkeeper.repositories.watchlist.play_set_repository import PlayKey


class LoggedOnce(NamedTuple):
    """A play, and whether it is new."""

    play: Play
    is_new: bool


@dataclass(kw_only=True, eq=False)
class PlayAttempt:
    """Logs a play with one statement that reads and one that writes, as nearly every play can be.

    Nothing is locked between them: the write stores nothing if the watch entry has changed since it was read.
    """

    unit_of_work: UnitOfWork
    plays: PlayRepository
    contexts: PlayContextRepository
    recording: PlayRecording

    async def log(
        self, user_id: UUID, play: LogPlayInput, when: When, zone: tzinfo, title_id: UUID
    ) -> LoggedOnce | None:
        """Return None if the play has to be logged under locks: another request came between, or there is more to
        read or to write.

        Raises MovieHasNoEpisodesError, EpisodeNotFoundError, EpisodeAmbiguousError, SourceKeyReusedError.
        """
        if not _is_plain(play):
            return None
        context = await self._read(user_id, play, title_id)
        if context is None or (context.watching.entry_id is None and play.status is StatusEffect.KEEP):
            return None
        episode = _episode(play, context)
        if context.known is not None:
            if context.known.title_id != title_id:
                raise SourceKeyReusedError
            return LoggedOnce(await self.plays.require(user_id, context.known.id), is_new=False)
        entity = logged_play(user_id, title_id, play, when)
        set_episode(entity, episode)
        is_seen = episode is not None and episode.key in context.seen
        try:
            async with self.unit_of_work.statement():
                stored = await self.recording.record(entity, when, episode, zone, context.watching, is_seen=is_seen)
        except (TransactionConflictError, AlreadyInWatchlistError, QuotaExceededError):
            return None
        return LoggedOnce(stored, is_new=True)

    async def _read(self, user_id: UUID, play: LogPlayInput, title_id: UUID) -> PlayContext | None:
        named = play.episode
        place = None if named is None or named.season is None or named.number is None else (named.season, named.number)
        key = None if play.source is None or play.source_key is None else PlayKey(play.source, play.source_key)
        return await self.contexts.find(user_id, title_id, episode_id=play.episode_id, place=place, key=key)


def _is_plain(play: LogPlayInput) -> bool:
    """Whether a play is all that is stored, and one statement finds its episode and what is there already."""
    is_found = play.episode is None or play.episode.season is not None
    return is_found and not play.tags and not play.set_rating and play.unless_within_minutes is None


def _episode(play: LogPlayInput, context: PlayContext) -> WatchedEpisode | None:
    if play.episode is not None and context.watching.is_movie:
        raise MovieHasNoEpisodesError
    if play.episode is None and play.episode_id is None:
        return None
    return chosen_episode(play.episode, context.episodes)
