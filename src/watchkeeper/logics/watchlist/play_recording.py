from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, tzinfo
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.feedback.scoring import new_rating, rescore
from watchkeeper.logics.watchlist.play_rules import Seen, status_after_play
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.feedback.rating import half_steps_of
from watchkeeper.models.types.watchlist.play import Play
from watchkeeper.models.types.watchlist.status_origin import StatusOrigin
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.watching import LoggedPlay, TitleStatus, WatchedEpisode, Watching
from watchkeeper.models.types.watchlist.when import NEVER, When
from watchkeeper.repositories.feedback.rating_repository import RatingRepository
from watchkeeper.repositories.watchlist.play_repository import PlayRepository


@dataclass(kw_only=True, eq=False)
class PlayRecording:
    """Stores plays of locked titles, and the status that follows from them. Needs a transaction."""

    plays: PlayRepository
    ratings: RatingRepository

    async def record(
        self,
        entity: PlayEntity,
        when: When,
        episode: WatchedEpisode | None,
        zone: tzinfo,
        watching: Watching,
        *,
        is_seen: bool,
    ) -> Play:
        """Store a play in the current viewing, and return it; `is_seen` says whether that has seen the episode.

        Raises AlreadyInWatchlistError and QuotaExceededError for an entry, and TransactionConflictError if that has
        changed since it was read.
        """
        entity.viewing = watching.viewing
        play = LoggedPlay(entity.created_at, when, episode, entity.moves_status)
        title_status = await self._status_after(watching, entity, play, zone, is_seen=is_seen)
        if title_status.status is None:
            return await self.plays.add(entity, None, watching)
        if watching.entry_id is None:
            return await self.plays.add_with_entry(entity, new_entry(entity, title_status), title_status, watching)
        return await self.plays.add(entity, title_status, watching)

    async def _status_after(
        self, watching: Watching, entity: PlayEntity, play: LoggedPlay, zone: tzinfo, *, is_seen: bool
    ) -> TitleStatus:
        before = watching.title_status
        keys: set[object] = set()
        regular: Collection[WatchedEpisode] | None = None
        if play.episode is not None and is_seen:
            keys = {play.episode.key}
        elif play.episode is not None and before.status is WatchStatus.WATCHING and watching.is_over:
            listed = await self.plays.find_regular(entity.user_id, entity.title_id, watching.viewing)
            keys = {episode.key for episode, has_been_seen in listed if has_been_seen}
            regular = [episode for episode, _ in listed]
        return status_after_play(before, play, Seen(keys, regular), zone)

    async def rate(self, user_id: UUID, title_id: UUID, score: float) -> None:
        """Make a score the rating of a title."""
        rating = await self.ratings.find_for_update(user_id, title_id)
        if rating is None:
            await self.ratings.add(new_rating(user_id, title_id, score, now()))
        elif rescore(rating, score):
            await self.ratings.save(rating)


def new_play(user_id: UUID, title_id: UUID, when: When, at: datetime) -> PlayEntity:
    """Return a play of a whole title in its first viewing."""
    entity = PlayEntity(
        id=uuid7(),
        user_id=user_id,
        title_id=title_id,
        viewing=1,
        moves_status=True,
        tag_ids=[],
        edited_at=at,
        created_at=at,
        updated_at=at,
    )
    set_when(entity, when)
    return entity


def set_when(entity: PlayEntity, when: When) -> None:
    """Set the moment of a play."""
    entity.watched_on = when.text
    entity.precision = when.precision
    entity.first_day, entity.last_day = when.day, when.last_day
    entity.sorted_at = when.sorted_at or NEVER


def set_episode(entity: PlayEntity, episode: WatchedEpisode | None) -> None:
    """Set the episode; None for the whole title."""
    entity.episode_id = entity.season = entity.number = None
    if episode is not None:
        entity.episode_id, entity.season, entity.number = episode.id, episode.season, episode.number


def set_score(entity: PlayEntity, score: float | None) -> None:
    """Set the score of a play, and forget the imported original."""
    entity.half_steps = None if score is None else half_steps_of(score)
    entity.original_value = entity.original_scale = None


def new_entry(play: PlayEntity, title_status: TitleStatus) -> WatchEntryEntity:
    """Return the entry that a play makes."""
    return WatchEntryEntity(
        id=uuid7(),
        user_id=play.user_id,
        title_id=play.title_id,
        status=title_status.status,
        completed_at=title_status.completed_at,
        status_set_at=title_status.set_at,
        status_by=StatusOrigin.PLAY,
        hidden_from=[],
        include_specials=False,
        tag_ids=[],
        created_at=play.created_at,
        updated_at=play.created_at,
    )
