"""New plays and the entries that they make, and the members of plays that belong together."""

from datetime import datetime
from uuid import UUID

from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.feedback.rating import half_steps_of
from watchkeeper.models.types.watchlist.status_origin import StatusOrigin
from watchkeeper.models.types.watchlist.watching import TitleStatus, WatchedEpisode
from watchkeeper.models.types.watchlist.when import NEVER, When


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
