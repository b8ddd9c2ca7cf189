"""Creating and changing play entities from requests."""

from collections.abc import Sequence
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.logics.watchlist.play_entities import new_play, set_episode, set_score, set_when
from watchkeeper.models.dtos.watchlist.play_dtos import CreatePlayInput, LogPlayInput, UpdatePlayInput
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.types.feedback.rating import half_steps_of
from watchkeeper.models.types.watchlist.status_effect import StatusEffect
from watchkeeper.models.types.watchlist.title_plays import TitlePlays
from watchkeeper.models.types.watchlist.watching import LoggedPlay, WatchedEpisode
from watchkeeper.models.types.watchlist.when import When


def logged_play(
    user_id: UUID, title_id: UUID, play: LogPlayInput, when: When, episode: WatchedEpisode | None
) -> PlayEntity:
    """Return the play that a request tells of, without its tags."""
    entity = new_play(user_id, title_id, when, now())
    set_episode(entity, episode)
    set_score(entity, play.score)
    entity.note, entity.place = play.note, play.place
    entity.source, entity.source_key = play.source, play.source_key
    entity.moves_status = play.status is StatusEffect.AUTO
    return entity


def add_play(
    title: TitlePlays,
    user_id: UUID,
    play: LogPlayInput,
    when: When,
    episode: WatchedEpisode | None,
    tag_ids: list[UUID],
) -> PlayEntity:
    """Return the play that a request tells of, added to the current viewing of a title in memory."""
    entity = logged_play(user_id, title.title_id, play, when, episode)
    entity.tag_ids = tag_ids
    title.add(entity, LoggedPlay(entity.created_at, when, episode, entity.moves_status))
    return entity


def replace_play(
    entity: PlayEntity,
    play: CreatePlayInput,
    when: When | None,
    tag_ids: Sequence[UUID],
    episode: WatchedEpisode | None,
) -> None:
    """Set all that a request tells; a moment that it does not tell stays. An equal score keeps its original."""
    entity.note, entity.place = play.note, play.place
    entity.tag_ids = list(tag_ids)
    entity.moves_status = play.status is StatusEffect.AUTO
    if when is not None:
        set_when(entity, when)
    if play.score is None or entity.half_steps != half_steps_of(play.score):
        set_score(entity, play.score)
    set_episode(entity, episode)


def update_play(
    entity: PlayEntity,
    change: UpdatePlayInput,
    when: When | None,
    tag_ids: Sequence[UUID],
    episode: WatchedEpisode | None,
) -> None:
    """Set the members that were sent; `when`, tags and episode are their resolved values."""
    entity.note = change.note if change.is_set("note") else entity.note
    entity.place = change.place if change.is_set("place") else entity.place
    if change.is_set("tags"):
        entity.tag_ids = list(tag_ids)
    if when is not None:
        set_when(entity, when)
    if change.is_set("score"):
        set_score(entity, change.score)
    if change.is_set("episode_id"):
        set_episode(entity, episode)
    if change.is_set("viewing"):
        entity.viewing = change.viewing
