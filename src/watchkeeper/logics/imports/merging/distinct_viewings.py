"""The distinct viewings that the rows of one upload state of one title."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Final

from watchkeeper.models.types.imports.import_fact import ImportedPlay
from watchkeeper.models.types.watchlist.when import UNKNOWN, When

_EARLIEST: Final = datetime.min.replace(tzinfo=UTC)


def sorted_at(when: When) -> datetime:
    """Return what moments are ordered by, unknown ones first."""
    return when.sorted_at or _EARLIEST


def distinct_viewings(plays: Sequence[ImportedPlay]) -> Iterator[ImportedPlay]:
    """Yield the distinct viewings, in the order of season, episode and time, those of unknown date last."""
    ordered = sorted(plays, key=_place)
    has_episodes = any(play.is_of_episode for play in plays)
    for _, group in groupby(ordered, key=_place):
        of_one = list(group)
        yield from _of_one([play for play in of_one if play.is_event or play.is_of_episode or not has_episodes])


def _of_one(plays: Sequence[ImportedPlay]) -> Iterator[ImportedPlay]:
    """Yield the viewings of a title, or of one of its episodes: n that are stated, of which d have a date."""
    events = distinct_events([play for play in plays if play.is_event])
    dated = [play for play in events if play.when != UNKNOWN]
    undated = [play for play in events if play.when == UNKNOWN]
    if not dated:
        dated = [play for play in plays if not play.is_event and play.when != UNKNOWN][:1]
    stated = max((play.times for play in plays), default=0)
    missing = max(stated - len(dated), len(undated))
    blank = next(iter(undated), next(iter(plays), None))
    yield from (play if play.times == 1 else replace(play, times=1) for play in (*dated, *undated))
    if blank is not None and missing > len(undated):
        rest = replace(blank, when=UNKNOWN, times=1, key=None, note=None, is_event=False, rating=None)
        yield from [rest] * (missing - len(undated))


def distinct_events(events: Sequence[ImportedPlay]) -> list[ImportedPlay]:
    """Return each viewing once: those of one key, of one time without a key, or close to each other are one.

    Of events that a service doubled the first stands, of sittings the last: then the title was over.
    """
    found: dict[object, ImportedPlay] = {}
    are_sittings = any(one.once_within is not None and one.key is None for one in events)
    for place, play in enumerate(sorted(events, key=_time, reverse=are_sittings)):
        key = play.key if play.key is not None else place if play.when == UNKNOWN else play.when
        if not any(_is_repeated(play, other) for other in found.values()):
            found[key] = _joined(found[key], play) if key in found else play
    return list(found.values())


def _joined(play: ImportedPlay, other: ImportedPlay) -> ImportedPlay:
    """Merge two rows about one viewing."""
    tags = tuple(sorted({*play.tags, *other.tags}))
    found = {name: getattr(play, name) or getattr(other, name) for name in ("note", "rating", "location")}
    return replace(play, tags=tags, **found)


def _is_repeated(play: ImportedPlay, other: ImportedPlay) -> bool:
    if play.once_within is None or play.when.instant is None or other.when.instant is None:
        return False
    return abs(play.when.instant - other.when.instant) <= play.once_within


def _place(play: ImportedPlay) -> tuple[int, int, str]:
    """Return what tells episodes apart: their numbers, and where there is none their title or ids."""
    season = -1 if play.season is None else play.season
    if play.number is not None:
        return season, play.number, ""
    return season, -1, play.episode_title or " ".join(map(":".join, sorted(play.external_ids.items())))


def _time(play: ImportedPlay) -> tuple[datetime, str]:
    return sorted_at(play.when), play.key or ""
