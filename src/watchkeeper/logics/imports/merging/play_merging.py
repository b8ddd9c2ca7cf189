"""Merges the viewings of a file into the plays of a library."""

from itertools import count
from typing import Final

from watchkeeper.logics.imports.merging.library_edits import LibraryEdits
from watchkeeper.logics.imports.merging.title_history import TitleHistory
from watchkeeper.logics.imports.merging.viewing_changes import (
    MADE_EPISODE_KEY,
    MADE_KEY,
    UNDATED_EVENT,
    episode_label,
    short_key,
    viewing_changes,
)
from watchkeeper.logics.watchlist.play_entities import new_play, set_when
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity
from watchkeeper.models.types.imports.import_fact import ImportedPlay, ImportedRating
from watchkeeper.models.types.imports.import_library import Fact, LibraryTitle
from watchkeeper.models.types.watchlist.play import PlayKey
from watchkeeper.models.types.watchlist.status_origin import StatusOrigin
from watchkeeper.models.types.watchlist.when import UNKNOWN

_LONGEST_KEY: Final = 200
_LONGEST_NOTE: Final = 10_000
_LONGEST_PLACE: Final = 200
LONGEST_VALUE: Final = 32
"""Of ratings and scales as they were imported."""
_MAX_TAGS: Final = 50


def merge_plays(edits: LibraryEdits, title: LibraryTitle, history: TitleHistory) -> None:
    """Merge the viewings that a file has of a title into its plays."""
    edits.taken_keys |= {_stored_key(play) for play in title.plays}
    changes = viewing_changes(edits.source, history.plays, title.plays)
    for play in changes.removed:
        title.plays.remove(play)
        edits.remove(title, play, edits.writes.plays)
    for viewing, play in changes.known:
        _fill(edits, title, play, viewing)
    for viewing, play in changes.dated:
        edits.edit(title, play, edits.writes.plays)
        set_when(play, viewing.when.in_zone(edits.zone))
        _set_key(edits, title, play, viewing)
        _fill(edits, title, play, viewing)
        edits.changed[play_fact(viewing)] += 1
    for viewing in changes.added:
        _add(edits, title, viewing)


def play_stated(edits: LibraryEdits, title: LibraryTitle, history: TitleHistory, stated_before: int | None) -> None:
    """Turn a further number of episodes seen in the current viewing into plays of unknown date, of those that are
    known, unless the file has all plays itself."""
    stated = title.stated_count or 0
    if history.is_complete or stated <= (stated_before or 0):
        return
    regular = sorted({(one.season, one.number) for one in title.episodes.values() if one.season > 0})
    played = {(play.season, play.number) for play in title.plays if play.viewing == title.viewing}
    for season, number in regular[:stated]:
        if (season, number) not in played:
            _add(edits, title, ImportedPlay(when=UNKNOWN, season=season, number=number))


def play_fact(viewing: ImportedPlay) -> Fact:
    """Return the fact of a viewing."""
    return "play", viewing.season, viewing.number, episode_label(viewing), viewing.key or viewing.when.text


def half_steps(rating: ImportedRating | None) -> int | None:
    """Return a score in half steps, None of a scale without numbers."""
    score = None if rating is None else rating.score
    return None if score is None else round(score * 2)


def _add(edits: LibraryEdits, title: LibraryTitle, viewing: ImportedPlay) -> None:
    when = viewing.when.in_zone(edits.zone)
    play = new_play(edits.user_id, title.title_id, when, edits.at)
    play.viewing = min(viewing.viewing or title.viewing, title.viewing)
    _set_key(edits, title, play, viewing)
    _set_episode(title, play, viewing)
    label = episode_label(viewing)
    is_led_by_plays = title.entry is not None and title.entry.status_by == StatusOrigin.PLAY
    play.moves_status = is_led_by_plays and (label is None or play.season is not None)
    notes = [one for one in (label if play.season is None else None, viewing.note) if one]
    play.note = "\n".join(notes)[:_LONGEST_NOTE] or None
    play.place = None if viewing.location is None else viewing.location[:_LONGEST_PLACE]
    play.tag_ids = edits.tag_ids(viewing.tags)[:_MAX_TAGS]
    if viewing.rating is not None:
        _set_rating(play, viewing.rating)
    title.plays.append(play)
    edits.writes.plays.added.append(play)
    edits.changed[play_fact(viewing)] += 1


def _set_episode(title: LibraryTitle, play: PlayEntity, viewing: ImportedPlay) -> None:
    """Set what was watched: the episode with one of the ids, else that of the numbers, which stay as the file has
    them."""
    keys = [*sorted(viewing.external_ids.items()), (viewing.season, viewing.number)]
    episode = next((title.episodes[key] for key in keys if key in title.episodes), None)
    if viewing.season is not None and viewing.number is not None:
        play.season, play.number = viewing.season, viewing.number
    elif episode is not None:
        play.season, play.number = episode.season, episode.number
    play.episode_id = None if episode is None else episode.id


def _set_rating(play: PlayEntity, rating: ImportedRating) -> None:
    play.half_steps = half_steps(rating)
    play.original_value, play.original_scale = (
        (rating.value[:LONGEST_VALUE], rating.scale[:LONGEST_VALUE]) if rating.has_original else (None, None)
    )


def _fill(edits: LibraryEdits, title: LibraryTitle, play: PlayEntity, viewing: ImportedPlay) -> None:
    """Give a play the rating, the note, the place and the tags that it lacks."""
    if viewing.rating is not None and play.original_value is None and play.half_steps is None:
        edits.edit(title, play, edits.writes.plays)
        _set_rating(play, viewing.rating)
        edits.changed[play_fact(viewing)] += 1
    if viewing.note is not None and not play.note:
        edits.edit(title, play, edits.writes.plays)
        play.note = viewing.note[:_LONGEST_NOTE]
        edits.changed[play_fact(viewing)] += 1
    if viewing.location is not None and play.place is None:
        edits.edit(title, play, edits.writes.plays)
        play.place = viewing.location[:_LONGEST_PLACE]
        edits.changed[play_fact(viewing)] += 1
    if viewing.tags and not play.tag_ids:
        edits.edit(title, play, edits.writes.plays)
        play.tag_ids = edits.tag_ids(viewing.tags)[:_MAX_TAGS]
        edits.changed[play_fact(viewing)] += 1


def key_at_service(source: str, viewing: ImportedPlay) -> PlayKey | None:
    """Return the key that a viewing has at a service: that of the file, or that where the file has it from."""
    if viewing.origin is not None:
        return None if viewing.origin.key is None else PlayKey(viewing.origin.source, viewing.origin.key)
    if viewing.key is None or episode_label(viewing) is not None:
        return None
    return PlayKey(source, viewing.key if len(viewing.key) <= _LONGEST_KEY else short_key(viewing.key))


def _set_key(edits: LibraryEdits, title: LibraryTitle, play: PlayEntity, viewing: ImportedPlay) -> None:
    """Give a play the key that it has at its service, or one that is made where it has none, or another play has it."""
    edits.taken_keys.discard(_stored_key(play))
    key = key_at_service(edits.source, viewing)
    if key is None and viewing.origin is not None:
        play.source, play.source_key = viewing.origin.source, None
        return
    if key is None or key in edits.taken_keys:
        key = PlayKey(edits.source, _made_key(edits, title, viewing))
    play.source, play.source_key = key
    edits.taken_keys.add(key)


def _stored_key(play: PlayEntity) -> PlayKey:
    return PlayKey(play.source or "", play.source_key or "")


def _made_key(edits: LibraryEdits, title: LibraryTitle, viewing: ImportedPlay) -> str:
    """Return a key that is made of what the file says of a viewing."""
    label = episode_label(viewing)
    place = "" if viewing.season is None or viewing.number is None else f"{viewing.season}x{viewing.number}"
    start = MADE_KEY if label is None else MADE_EPISODE_KEY
    made = f"{start}{title.title_id}/{place if label is None else short_key(label)}/{_time(viewing)}"
    return next(f"{made}/{number}" for number in count(1) if (edits.source, f"{made}/{number}") not in edits.taken_keys)


def _time(viewing: ImportedPlay) -> str:
    return viewing.when.text or (UNDATED_EVENT if viewing.is_event else "")
