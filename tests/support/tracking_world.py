"""What happens to titles while somebody uses them: a provider brings episodes, an admin merges two titles."""

import random
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import httpx

from tests.support.accounts import Person
from tests.support.episode_refreshing import refreshed, season_of
from tests.support.lists import all_items
from tests.support.tracking_model import Json
from watchkeeper.configs.container import Container

TITLES = "/api/v1/titles"


@dataclass
class World:
    """Changes titles at random. `episodes` are those of each show, and are read again after a change."""

    container: Container
    admin: Person
    chance: random.Random
    episodes: MutableMapping[str, Sequence[Json]]
    growing: UUID
    """A show that its provider brings ever more episodes of."""
    twins: list[tuple[UUID, UUID]]
    """Titles of one work: the first of each is merged into the second."""
    said: list[str] = field(default_factory=list)

    async def act(self) -> tuple[str, str] | None:
        """Do one of both. Return the merged title and the other one if it was a merge."""
        if self.twins and self.chance.random() < 0.5:
            return await self.merge(*self.twins.pop(self.chance.randrange(len(self.twins))))
        await self.refresh()
        return None

    async def refresh(self) -> None:
        """Take a season one episode longer than the last, or as long."""
        there = len(self.episodes[str(self.growing)])
        last = there + self.chance.randint(0, 1) if there else self.chance.randint(1, 4)
        await refreshed(self.container, self.growing, *season_of(last))
        self.said.append(f"refresh of {self.growing}: {last} episodes")
        await self._read_again(self.growing)

    async def merge(self, merged: UUID, into: UUID) -> tuple[str, str]:
        answer = await self.admin.http.post(f"{TITLES}/{merged}/merge", json={"into_id": str(into)})
        assert answer.status_code == httpx.codes.OK, answer.text
        self.said.append(f"merge of {merged} into {into}")
        if self.episodes.pop(str(merged), None) is not None:
            await self._read_again(into)
        return str(merged), str(into)

    async def _read_again(self, show: UUID) -> None:
        self.episodes[str(show)] = await all_items(self.admin.http, f"{TITLES}/{show}/episodes")
