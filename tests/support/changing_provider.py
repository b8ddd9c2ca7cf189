"""A provider of episodes that changes its mind over the years."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from watchkeeper.models.types.episodes.episode_refresh import Airing, Position, ProvidedEpisode, ProvidedShow

_WEEK = timedelta(days=7)
_HALF = 0.5


@dataclass
class Work:
    """What was filmed: it keeps its name, whatever numbers and ids its provider gives it."""

    name: str
    external_id: str
    air_date: date


class ChangingProvider:
    """Renumbers, swaps, removes, brings back, splits and merges the episodes of one show, of which one airs a week."""

    def __init__(self, chance: random.Random, first: date) -> None:
        self._chance = chance
        self._first = first
        self._made = 0
        self.places: dict[Position, Work] = {}
        self.removed: list[Work] = []
        for number in range(1, 9):
            self.places[1, number] = self._filmed()

    def change(self) -> None:
        changes = [self._air, self._swap, self._renumber, self._remove, self._bring_back, self._enter_anew]
        self._chance.choice([*changes, self._split, self._merge])()

    def answer(self) -> ProvidedShow:
        """Return all episodes, or half of them."""
        episodes = [
            ProvidedEpisode(*place, work.external_id, work.name, air_date=work.air_date)
            for place, work in sorted(self.places.items())
        ]
        is_complete = self._chance.random() < _HALF
        told = episodes if is_complete else self._chance.sample(episodes, len(episodes) // 2)
        return ProvidedShow("tmdb", Airing.AIRING, [], told, is_complete)

    def _filmed(self) -> Work:
        self._made += 1
        return Work(f"Work {self._made} of it", f"id-{self._made}", self._first + self._made * _WEEK)

    def _add(self, season: int, work: Work) -> None:
        number = max((place[1] for place in self.places if place[0] == season), default=0) + 1
        self.places[season, number] = work

    def _air(self) -> None:
        self._add(self._chance.randint(0, 3), self._filmed())

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
            self._add(1, self.removed.pop())

    def _enter_anew(self) -> None:
        """Give an episode another id at the same place."""
        work = self.places[self._chance.choice(sorted(self.places))]
        self._made += 1
        work.external_id = f"id-{self._made}"

    def _split(self) -> None:
        """List an episode twice."""
        work = self.places[self._chance.choice(sorted(self.places))]
        self._made += 1
        self._add(1, Work(work.name, f"id-{self._made}", work.air_date))

    def _merge(self) -> None:
        """List but once what is listed twice."""
        names = [work.name for work in self.places.values()]
        doubled = [place for place, work in sorted(self.places.items()) if names.count(work.name) > 1]
        if doubled:
            self.places.pop(self._chance.choice(doubled))
