"""Compares the viewings of a file with those of the library."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import blake2b
from typing import Final

from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.types.imports.import_fact import ImportedPlay
from watchkeeper.models.types.watchlist.when import When, WhenPrecision

MADE_KEY: Final = "~"
MADE_EPISODE_KEY: Final = "~~"
UNDATED_EVENT: Final = "event"
"""What keys begin with that the service has not given itself, and those of episodes without numbers."""
_SAME_MINUTE: Final = timedelta(minutes=1)


@dataclass(slots=True)
class ViewingChanges:
    """`known` are viewings with the plays that they are; `dated` those that give a play of unknown date its date.

    `removed` are plays that only said that a title was watched, whose episodes the file names.
    """

    known: list[tuple[ImportedPlay, PlayEntity]] = field(default_factory=list)
    dated: list[tuple[ImportedPlay, PlayEntity]] = field(default_factory=list)
    added: list[ImportedPlay] = field(default_factory=list)
    removed: list[PlayEntity] = field(default_factory=list)


def episode_label(play: ImportedPlay) -> str | None:
    """Return the label that identifies an episode without numbers; None for one with numbers and for a whole title."""
    if not play.is_of_episode or (play.season is not None and play.number is not None):
        return None
    ids = ", ".join(f"{source}:{one}" for source, one in sorted(play.external_ids.items()))
    number = None if play.number is None else f"Episode {play.number}"
    season = None if play.season is None else f"Season {play.season}"
    return ": ".join(filter(None, (season, number, play.episode_title))) or ids


def is_of_whole_title(play: PlayEntity) -> bool:
    """Whether a play is of no episode, also of none without numbers."""
    return play.season is None and not (play.source_key or "").startswith(MADE_EPISODE_KEY)


def short_key(text: str) -> str:
    """Return a key of a text of any length."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


def viewing_changes(source: str, viewings: Sequence[ImportedPlay], plays: Sequence[PlayEntity]) -> ViewingChanges:
    """Return what becomes of the viewings of a title that a file of a service states.

    A viewing on a day that already has a play, from any import or the person, is that play. n stated viewings, of which
    d have a date in the library or in the file, need n - d plays of unknown date; what imports made more of these gets
    the new dates. A viewing of which more is known than that it was needs a play of its own. That a title was watched
    adds nothing beside its episodes.
    """
    changes = ViewingChanges()
    stored: dict[Hashable, list[PlayEntity]] = defaultdict(list)
    for play in plays:
        stored[_place_of(play)].append(play)
    has_episodes = any(place is not None for place in stored)
    stated: dict[Hashable, list[ImportedPlay]] = defaultdict(list)
    for viewing in viewings:
        if viewing.is_event or viewing.is_of_episode or not has_episodes or _is_dated(viewing):
            stated[_place(viewing)].append(viewing)
    if any(place is not None for place in stated):
        changes.removed = [play for play in stored[None] if _is_statement(play)]
    for place, ones in stated.items():
        _compare(source, ones, [play for play in stored[place] if play not in changes.removed], changes)
    return changes


def _is_statement(play: PlayEntity) -> bool:
    """Whether a play stands for nothing but the word of a service that there was a viewing."""
    return _is_bare(play, ()) and _time_of_day(play) == ""


def _may_be_dated(play: PlayEntity, labels: Collection[str | None]) -> bool:
    """Whether a play of unknown date may be a viewing with a date: of nothing else is known which it was."""
    is_known_by_more = bool(play.tag_ids or play.place) and _time_of_day(play) == UNDATED_EVENT
    return _is_bare(play, labels) and not is_known_by_more


def _is_bare(play: PlayEntity, labels: Collection[str | None]) -> bool:
    """Whether a service gave a play no key, and nobody said more of it than its label."""
    is_made = (play.source_key or "").startswith(MADE_KEY)
    is_untouched = play.half_steps is None and play.edited_at == play.created_at
    return is_made and is_untouched and (not play.note or play.note in labels)


def _is_of_its_own(viewing: ImportedPlay) -> bool:
    """Whether a viewing without a date can be none of those with one: its service names it, or more is known of it."""
    more = (viewing.key, viewing.note, viewing.rating, viewing.tags, viewing.location)
    return viewing.is_event and not _is_dated(viewing) and any(more)


def _time_of_day(play: PlayEntity) -> str:
    """Return the time in a made key, which is between the second and the third slash."""
    return (play.source_key or "").partition("/")[2].partition("/")[2].partition("/")[0]


def _compare(
    source: str, viewings: Sequence[ImportedPlay], plays: Sequence[PlayEntity], changes: ViewingChanges
) -> None:
    """Add the changes of a title, or of one of its episodes."""
    left = sorted(plays, key=lambda play: play.source == source)
    new, dated_now, known_blanks = [], 0, 0
    for viewing in sorted(viewings, key=lambda one: one.key is None):
        found = next((play for play in left if _is_same(source, viewing, play)), None)
        if found is None:
            new.append(viewing)
            continue
        left.remove(found)
        was_blank = found.precision == WhenPrecision.UNKNOWN
        gets_date = _is_dated(viewing) if was_blank else _is_later_sitting(viewing, found)
        (changes.dated if gets_date else changes.known).append((viewing, found))
        dated_now += was_blank and gets_date
        known_blanks += was_blank and not gets_date
    dated = [one for one in new if _is_dated(one)]
    blanks = sorted((one for one in new if not _is_dated(one)), key=_is_of_its_own, reverse=True)
    number_dated = sum(play.precision != WhenPrecision.UNKNOWN for play in plays) + dated_now + len(dated)
    needed = max(len(viewings) - number_dated, sum(map(_is_of_its_own, viewings))) - known_blanks
    free = [play for play in left if play.precision == WhenPrecision.UNKNOWN]
    covered = max(0, min(needed, len(free)))
    changes.known += zip(blanks, free[:covered], strict=False)
    changes.added += blanks[covered : max(needed, covered)]
    labels = {episode_label(viewing) for viewing in viewings}
    spare = iter([play for play in free[covered:] if _may_be_dated(play, labels)])
    for viewing in dated:
        play = next(spare, None)
        if play is None:
            changes.added.append(viewing)
        else:
            changes.dated.append((viewing, play))


def _is_same(source: str, viewing: ImportedPlay, play: PlayEntity) -> bool:
    """Whether a viewing is a play: by its key, else by when it was; two keys of one service are two viewings."""
    keys = {source: viewing.key}
    if viewing.origin is not None:
        keys |= {viewing.origin.source: viewing.origin.key}
    named = keys.get(play.source or "")
    if named is not None and play.source_key is not None:
        if named == play.source_key:
            return True
        if not named.startswith(MADE_KEY) and not play.source_key.startswith(MADE_KEY):
            return False
    if not _is_dated(viewing) or play.precision == WhenPrecision.UNKNOWN:
        return False
    is_sitting = viewing.once_within is not None and viewing.key is None and play.source == source
    return _is_same_time(viewing.when, play, viewing.once_within if is_sitting else None)


def _is_later_sitting(viewing: ImportedPlay, play: PlayEntity) -> bool:
    """Whether a viewing went on after the play that it is: then the title was over."""
    if viewing.once_within is None or viewing.when.instant is None or play.precision != WhenPrecision.INSTANT:
        return False
    return viewing.when.instant > play.sorted_at + _SAME_MINUTE


def _is_same_time(when: When, play: PlayEntity, once_within: timedelta | None) -> bool:
    if when.instant is not None and play.precision == WhenPrecision.INSTANT:
        return abs(when.instant - play.sorted_at) <= (once_within or _SAME_MINUTE)
    is_whole_day = {when.precision, play.precision} <= {WhenPrecision.INSTANT, WhenPrecision.DAY}
    return play.first_day == when.day if is_whole_day else play.watched_on == when.text


def _is_dated(viewing: ImportedPlay) -> bool:
    return viewing.when.precision is not WhenPrecision.UNKNOWN


def _place(viewing: ImportedPlay) -> Hashable:
    if viewing.origin is not None and (viewing.origin.key or "").startswith(MADE_EPISODE_KEY):
        return _label_key(viewing.origin.key)
    label = episode_label(viewing)
    if label is not None:
        return short_key(label)
    return None if viewing.season is None else (viewing.season, viewing.number)


def _place_of(play: PlayEntity) -> Hashable:
    if (play.source_key or "").startswith(MADE_EPISODE_KEY):
        return _label_key(play.source_key)
    return None if play.season is None else (play.season, play.number)


def _label_key(made: str | None) -> Hashable:
    """Return the key of the label in the key of a play of an episode without numbers."""
    return (made or "").partition("/")[2].partition("/")[0]
