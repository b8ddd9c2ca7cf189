"""Plays of whole titles whose episodes are known."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from watchkeeper.logics.watchlist.play_entities import new_play, set_episode
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.watchlist.title_plays import TitlePlays
from watchkeeper.models.types.watchlist.watching import LoggedPlay, WatchedEpisode
from watchkeeper.models.types.watchlist.when import When


def add_whole_title(
    title: TitlePlays,
    entry: WatchEntryEntity,
    when: When,
    episodes: Sequence[WatchedEpisode] | None,
    *,
    keeps_status: bool,
) -> list[PlayEntity]:
    """Add plays to a title, made with its entry: one of the title, or of each of the `episodes`, if any are known.

    `keeps_status` says that they leave the status alone.
    """
    plays = []
    for episode in [None] if episodes is None else episodes:
        play = new_play(entry.user_id, entry.title_id, when, entry.updated_at)
        set_episode(play, episode)
        play.moves_status = not keeps_status
        title.add(play, LoggedPlay(play.created_at, when, episode, play.moves_status))
        plays.append(play)
    return plays


def left_to_see(
    title: TitlePlays, regular: Sequence[WatchedEpisode], at: datetime, zone: tzinfo
) -> list[WatchedEpisode]:
    """Return the episodes that have aired, and that the current viewing has not seen.

    What was played in any viewing has aired, whatever its date.
    """
    seen = {one.logged.episode.key for one in title.run() if one.logged.episode is not None}
    played = {one.logged.episode.key for one in title.plays.values() if one.logged.episode is not None}
    return [one for one in regular if one.key not in seen and (one.key in played or _has_aired(one, at, zone))]


def _has_aired(episode: WatchedEpisode, at: datetime, zone: tzinfo) -> bool:
    if episode.airs_at is not None:
        return episode.airs_at <= at
    return episode.air_date is not None and episode.air_date < at.astimezone(zone).date()
