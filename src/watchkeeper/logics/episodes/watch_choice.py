"""Selects the episodes that a request to watch or unwatch means, and the time of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from watchkeeper.logics.watchlist.watched_on import past
from watchkeeper.models.dtos.episodes.watch_dtos import (
    PlaysToRemove,
    SelectEpisodesInput,
    UnwatchEpisodesInput,
    WatchEpisodesInput,
)
from watchkeeper.models.errors.catalogue_errors import EpisodeNotFoundError, SeasonNotFoundError
from watchkeeper.models.types.episodes.watched_episodes import ListedPlay, SelectableEpisode
from watchkeeper.models.types.watchlist.watching import WatchedEpisode
from watchkeeper.models.types.watchlist.when import When, WhenPrecision

_USUAL_RUNTIME = 30  # minutes, where nobody knows it
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Clock:
    """The current time of a person."""

    now: datetime
    today: date


def chosen(
    selection: SelectEpisodesInput, episodes: Sequence[SelectableEpisode], up_to: WatchedEpisode | None
) -> Sequence[SelectableEpisode]:
    """Return the selected episodes, in their order. Raises EpisodeNotFoundError, SeasonNotFoundError."""
    if selection.episode_ids is not None:
        by_id = {one.id: one for one in episodes}
        if not by_id.keys() >= set(selection.episode_ids):
            raise EpisodeNotFoundError
        named = set(selection.episode_ids)
        return [one for one in episodes if one.id in named]
    if selection.season is not None:
        found = [one for one in episodes if one.season == selection.season]
        if not found:
            raise SeasonNotFoundError
        return found
    if up_to is None:
        return episodes
    if up_to.id is None:
        raise EpisodeNotFoundError
    return [one for one in episodes if one.place <= (up_to.season, up_to.number)]


def result_of(one: SelectableEpisode, watch: WatchEpisodesInput, clock: Clock) -> str:
    """Return what becomes of an episode: `added`, or why it is left out."""
    is_named = watch.episode_ids is not None or watch.season is not None
    if one.season == 0 and not is_named and not watch.specials:
        return "special"
    if one.is_seen and not watch.again:
        return "seen"
    if not watch.unaired and not one.is_seen and not _has_aired(one, clock):
        return "unaired"
    return "added"


def _has_aired(one: SelectableEpisode, clock: Clock) -> bool:
    if one.was_played:
        return True
    if one.airs_at is not None:
        return one.airs_at <= clock.now
    return one.air_date is not None and one.air_date < clock.today


def times_of(episodes: Sequence[SelectableEpisode], watch: WatchEpisodesInput, when: When, zone: tzinfo) -> list[When]:
    """Return when each episode was watched. Raises InTheFutureError for one that airs on a day to come."""
    if watch.watched_on == "air_date":
        return [past(_air_day(one, zone), "watched_on", zone) for one in episodes]
    if not watch.is_apart:
        return [when] * len(episodes)
    times: list[When] = []
    before = timedelta(0)
    for one in reversed(episodes):
        times.append(when.before(before))
        before += timedelta(minutes=one.runtime_minutes or _USUAL_RUNTIME)
    return times[::-1]


def _air_day(one: SelectableEpisode, zone: tzinfo) -> When | None:
    """Return the day on which an episode aired: that of its origin, else that of the person."""
    day = one.air_date or (one.airs_at and one.airs_at.astimezone(zone).date())
    return None if day is None else When(WhenPrecision.DAY, day=day)


def removed_plays(
    unwatch: UnwatchEpisodesInput, plays: Sequence[ListedPlay], viewing: int, up_to: WatchedEpisode | None
) -> Sequence[ListedPlay]:
    """Return the plays that an unwatch removes, of those of a title in the order of their dates."""
    matching = [one for one in plays if one.season is not None and _is_matched(one, unwatch, up_to)]
    if unwatch.plays is PlaysToRemove.ALL:
        return matching
    now = [one for one in matching if one.viewing == viewing]
    if unwatch.plays is PlaysToRemove.VIEWING:
        return now
    return list({one.episode_id or (one.season, one.number): one for one in now}.values())


def _is_matched(one: ListedPlay, unwatch: UnwatchEpisodesInput, up_to: WatchedEpisode | None) -> bool:
    if one.season is None or one.number is None:
        return False
    if unwatch.episode_ids is not None:
        return one.episode_id in unwatch.episode_ids
    if unwatch.season is not None:
        return one.season == unwatch.season
    return up_to is None or (one.season > 0 and (one.season, one.number) <= (up_to.season, up_to.number))


def plays_beyond(plays: Sequence[ListedPlay], seen: Sequence[SelectableEpisode], viewing: int) -> Sequence[ListedPlay]:
    """Return the plays of a viewing that are of other regular episodes than those seen."""
    among = {one.id for one in seen}
    return [one for one in plays if one.viewing == viewing and one.season and one.episode_id not in among]
