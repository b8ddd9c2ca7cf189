"""Years of a provider's changes over what somebody has watched: nothing seen is lost or becomes another episode."""

import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.episodes.episode_matching import changes_of
from watchkeeper.models.types.episode_refresh import (
    Airing,
    KnownEpisode,
    Position,
    ProvidedEpisode,
    ProvidedShow,
)
from watchkeeper.models.types.episode_state import EpisodeState

_DAY = timedelta(days=1)
_START = datetime(2020, 1, 1, tzinfo=UTC)
_HALF = 0.5


@dataclass
class Work:
    """What was filmed: it keeps its name, whatever numbers and ids its provider gives it."""

    name: str
    external_id: str
    air_date: date


class Provider:
    """A provider that changes its mind."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._made = 0
        self.places: dict[Position, Work] = {}
        self.removed: list[Work] = []
        for number in range(1, 9):
            self.places[1, number] = self._filmed()

    def change(self) -> None:
        self._chance.choice([self._air, self._swap, self._renumber, self._remove, self._bring_back, self._new_ids])()

    def answer(self) -> ProvidedShow:
        episodes = [
            ProvidedEpisode(*place, work.external_id, work.name, air_date=work.air_date)
            for place, work in sorted(self.places.items())
        ]
        is_complete = self._chance.random() < _HALF
        told = episodes if is_complete else self._chance.sample(episodes, len(episodes) // 2)
        return ProvidedShow("tmdb", Airing.AIRING, [], told, is_complete)

    def _filmed(self) -> Work:
        self._made += 1
        return Work(f"Work {self._made} of it", f"id-{self._made}", date(2020, 1, 1) + 7 * self._made * _DAY)

    def _air(self) -> None:
        season = self._chance.randint(1, 3)
        number = max((place[1] for place in self.places if place[0] == season), default=0) + 1
        self.places[season, number] = self._filmed()

    def _swap(self) -> None:
        if len(self.places) > 1:
            one, two = self._chance.sample(sorted(self.places), 2)
            self.places[one], self.places[two] = self.places[two], self.places[one]

    def _renumber(self) -> None:
        works = [self.places[place] for place in sorted(self.places)]
        split = self._chance.randint(1, max(1, len(works)))
        self.places = {(1, at + 1): work for at, work in enumerate(works[:split])}
        self.places |= {(2, at + 1): work for at, work in enumerate(works[split:])}

    def _remove(self) -> None:
        if len(self.places) > 1:
            self.removed.append(self.places.pop(self._chance.choice(sorted(self.places))))

    def _bring_back(self) -> None:
        if self.removed:
            self.places[1, max(place[1] for place in [*self.places, (1, 0)]) + 1] = self.removed.pop()

    def _new_ids(self) -> None:
        """Enter an episode anew: it gets another id at the same place."""
        work = self.places[self._chance.choice(sorted(self.places))]
        self._made += 1
        work.external_id = f"id-{self._made}"


class Catalogue:
    """What is stored: as a refresh stores it, in memory."""

    def __init__(self) -> None:
        self.episodes: dict[UUID, KnownEpisode] = {}

    def refresh(self, show: ProvidedShow, at: datetime) -> None:
        changes = changes_of(list(self.episodes.values()), show, at, gone_after=_DAY)
        for known in changes.missing:
            self.episodes[known.id] = replace(known, missing_since=at)
        for known, _ in changes.gone:
            self.episodes[known.id] = replace(known, state=EpisodeState.GONE)
        for known, one in changes.found:
            self.episodes[known.id] = _stored(known.id, one)
        for one in changes.added:
            new = _stored(uuid7(), one)
            self.episodes[new.id] = new


def _stored(id_: UUID, one: ProvidedEpisode) -> KnownEpisode:
    return KnownEpisode(
        id_, one.season, one.number, one.title, one.air_date, external_ids={"tmdb": one.external_id or ""}
    )


@given(st.integers(0, 2**32))
@settings(deadline=None, max_examples=60)
def test_nothing_seen_is_lost_or_becomes_another_episode(seed: int) -> None:
    chance = random.Random(seed)
    provider, catalogue = Provider(chance), Catalogue()
    seen: dict[UUID, str | None] = {}
    for week in range(100):
        if chance.random() < _HALF:
            provider.change()
        catalogue.refresh(provider.answer(), _START + 7 * week * _DAY)
        current = [one for one in catalogue.episodes.values() if not one.is_gone]
        assert len({one.position for one in current}) == len(current)
        assert {id_: catalogue.episodes[id_].title for id_ in seen} == seen
        watched = chance.choice(current)
        seen[watched.id] = watched.title
