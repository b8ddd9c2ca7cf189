"""Matches the episodes of a provider's response with known ones.

An episode is found by its id at the provider; else by its place, if its name is the same or it airs at most two days
apart. Of two places with one id, the place decides.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from watchkeeper.foundation.core.text import case_key
from watchkeeper.models.types.episodes.episode_refresh import (
    EpisodeChanges,
    KnownEpisode,
    Position,
    ProvidedEpisode,
    ProvidedShow,
)

_SAME_AIRING = timedelta(days=2)
_PLACEHOLDER = re.compile(r"(episode|folge|épisode|episodio|tba|tbd)?\s*#?\d*\.?", re.IGNORECASE)

OneT = TypeVar("OneT")
_Pairs = list[tuple[KnownEpisode, ProvidedEpisode]]


def changes_of(
    known: Sequence[KnownEpisode], show: ProvidedShow, at: datetime, *, gone_after: timedelta
) -> EpisodeChanges:
    """Return what an answer changes.

    What a complete answer lacks is gone when another one, `gone_after` later, lacks it too, or at once when another
    episode has its place. An incomplete answer, and one without any episode, moves and removes nothing.
    """
    provided, repeated = _one_a_position(show.episodes)
    pairs = _by_id(known, provided, show.source)
    pairs += _by_place(*_left(known, provided, pairs))
    rest, new = _left(known, provided, pairs)
    if not show.is_complete or not provided:
        return _of_incomplete(known, pairs, new, repeated)
    taken = {one.position for one in provided}
    lacked = [one for one in rest if not one.is_gone]
    gone = [one for one in lacked if one.position in taken or _is_missing_for_good(one, at, gone_after)]
    missing = [one for one in lacked if one not in gone and one.missing_since is None]
    names = _names(pairs)
    return EpisodeChanges(new, pairs, missing, [(one, _replacement_of(one, names)) for one in gone], repeated)


def _of_incomplete(
    known: Iterable[KnownEpisode], pairs: _Pairs, new: list[ProvidedEpisode], repeated: list[ProvidedEpisode]
) -> EpisodeChanges:
    """Return changes that need no place of an episode that is there."""
    occupied = {one.position for one in known if not one.is_gone}
    stay = [(one, other) for one, other in pairs if one.position == other.position and not one.is_gone]
    unmatched = [other for one, other in pairs if (one, other) not in stay]
    unmatched += [one for one in new if one.position in occupied]
    return EpisodeChanges([one for one in new if one.position not in occupied], stay, unmatched=unmatched + repeated)


def _one_a_position(episodes: Iterable[ProvidedEpisode]) -> tuple[list[ProvidedEpisode], list[ProvidedEpisode]]:
    """Return the first episode of each position, and the others."""
    first: dict[Position, ProvidedEpisode] = {}
    repeated = [one for one in episodes if first.setdefault(one.position, one) is not one]
    return list(first.values()), repeated


def _by_id(known: Sequence[KnownEpisode], provided: Sequence[ProvidedEpisode], source: str) -> _Pairs:
    """Pair episodes by their id at the provider; where several have it, those of the same place."""
    by_id = _unique(known, lambda one: one.external_ids.get(source))
    by_external_id = _unique(provided, lambda one: one.external_id)
    pairs = [(by_id[id_], one) for id_, one in by_external_id.items() if id_ in by_id]
    rest, new = _left(known, provided, pairs)
    at_place = {(one.external_ids.get(source), one.position): one for one in rest}
    places = [(at_place.get((one.external_id, one.position)), one) for one in new if one.external_id is not None]
    return pairs + [(other, one) for other, one in places if other is not None]


def _unique(ones: Iterable[OneT], key: Callable[[OneT], str | None]) -> dict[str, OneT]:
    """Return those whose key no other one has, by it."""
    listed = [(key(one), one) for one in ones]
    counts = Counter(name for name, _ in listed)
    return {name: one for name, one in listed if name is not None and counts[name] == 1}


def _by_place(known: Iterable[KnownEpisode], provided: Iterable[ProvidedEpisode]) -> _Pairs:
    """Pair episodes by their place, current ones before gone ones, where they seem to be the same."""
    at_place: dict[Position, list[KnownEpisode]] = {}
    for there in sorted(known, key=lambda one: one.is_gone):
        at_place.setdefault(there.position, []).append(there)
    pairs: _Pairs = []
    for one in provided:
        same = next((other for other in at_place.get(one.position, ()) if _seem_the_same(other, one)), None)
        if same is not None:
            pairs.append((same, one))
    return pairs


def _seem_the_same(known: KnownEpisode, provided: ProvidedEpisode) -> bool:
    name, other = _name(known.title), _name(provided.title)
    if name is not None and name == other:
        return True
    if known.air_date is not None and provided.air_date is not None:
        return abs(known.air_date - provided.air_date) <= _SAME_AIRING
    return name is None and known.air_date is None  # nothing is known that could differ


def _name(title: str | None) -> str | None:
    """Return a name to compare, None for a placeholder."""
    return None if title is None or _PLACEHOLDER.fullmatch(title.strip()) else case_key(title.strip())


def _left(
    known: Iterable[KnownEpisode], provided: Iterable[ProvidedEpisode], pairs: _Pairs
) -> tuple[list[KnownEpisode], list[ProvidedEpisode]]:
    """Return the episodes of both sides that are in no pair."""
    found = {one.id for one, _ in pairs}
    taken = {one.position for _, one in pairs}
    return [one for one in known if one.id not in found], [one for one in provided if one.position not in taken]


def _is_missing_for_good(one: KnownEpisode, at: datetime, gone_after: timedelta) -> bool:
    return one.missing_since is not None and at - one.missing_since >= gone_after


def _names(pairs: _Pairs) -> Mapping[str, UUID]:
    """Return the episodes that are there by their names, where only one has it."""
    counts = Counter(_name(provided.title) for _, provided in pairs)
    return {name: known.id for known, provided in pairs if (name := _name(provided.title)) and counts[name] == 1}


def _replacement_of(gone: KnownEpisode, names: Mapping[str, UUID]) -> UUID | None:
    """Return the episode with the same name, which a gone one was merged into."""
    name = _name(gone.title)
    return None if name is None else names.get(name)
