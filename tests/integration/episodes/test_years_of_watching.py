"""Years of a provider's changes over somebody's watching, through the service and PostgreSQL.

No play is ever lost or becomes one of another episode's name, and progress is what a plain recount gives.
"""

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.changing_provider import ChangingProvider
from tests.support.recount import recounted
from tests.support.watchlist import added, address, stored_title
from watchkeeper.configs.container import Container
from watchkeeper.logics.episodes.episode_refresh_logic import EpisodeRefreshLogic
from watchkeeper.models.dtos.episodes.episode_dtos import RefreshEpisodesInput
from watchkeeper.models.errors.discovery_errors import ProviderTimeoutError
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.episodes.episode_refresh import ProvidedShow

API = "/api/v1"
_STEPS = 80
_RARELY = 0.1


class Provided:
    """The changing provider as the service asks it; at times it is too slow."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.provider = ChangingProvider(chance, datetime.now(UTC).date() - timedelta(weeks=20))

    def sources_of(self, media_type: MediaType, external_ids: Mapping[str, str]) -> list[str]:
        del media_type, external_ids
        return ["tmdb"]

    async def get_show(self, source: str, external_ids: Mapping[str, str]) -> ProvidedShow:
        del source, external_ids
        if self._chance.random() < _RARELY:
            raise ProviderTimeoutError
        return self.provider.answer()


class Years:
    """One person, one show, and what they should have."""

    def __init__(
        self,
        chance: random.Random,
        person: Person,
        title_id: UUID,
        connection: asyncpg.Connection,
        container: Container,
    ) -> None:
        self._chance = chance
        self._person = person
        self._title_id = title_id
        self._connection = connection
        self._provided = Provided(chance)
        self._refresh = EpisodeRefreshLogic(
            unit_of_work=container.unit_of_work(),
            provider=self._provided,
            episodes=container.episode_refreshes(),
            gone_after=0,
        )
        self._entry: dict[str, Any] = {}
        self._names: dict[str, str | None] = {}

    async def begin(self) -> None:
        self._entry = await added(self._person, self._title_id, status="watching")
        await self.refresh()

    async def step(self) -> None:
        acts = [self.refresh, self.refresh, self.watch, self.watch_many, self.forget, self.complete, self.see_again]
        acts += [self.want_specials, self.name_a_place, self.take_back, self.say_number]
        await self._chance.choice(acts)()
        await self._check()

    async def refresh(self) -> None:
        self._provided.provider.change()
        try:
            await self._refresh.refresh(self._title_id, RefreshEpisodesInput())
        except ProviderTimeoutError:
            return  # then nothing has changed

    async def watch(self) -> None:
        rows = await self._connection.fetch("SELECT id FROM episodes WHERE title_id = $1", self._title_id)
        if rows:
            await self._post("plays", episode_id=str(self._chance.choice(rows)["id"]))

    async def watch_many(self) -> None:
        some: dict[str, Any] = self._chance.choice([{"season": 1}, {"season": 2}, {"all": True}])
        answer = await self._person.http.post(f"{API}/titles/{self._title_id}/watch", json=some)
        assert answer.status_code in {200, 404, 409}, answer.text  # there may be no such season, or none yet

    async def forget(self) -> None:
        if self._names:
            play = self._chance.choice(sorted(self._names))
            assert (await self._person.http.delete(f"{API}/plays/{play}")).status_code == 204
            del self._names[play]

    async def name_a_place(self) -> None:
        """Watch what stands at a place, known or not."""
        place = {"season": self._chance.randint(0, 3), "number": self._chance.randint(1, 12)}
        await self._post("plays", title_id=str(self._title_id), episode=place)

    async def take_back(self) -> None:
        which = {"season": self._chance.randint(0, 3), "plays": self._chance.choice(["last", "viewing", "all"])}
        answer = await self._person.http.post(f"{API}/titles/{self._title_id}/unwatch", json=which)
        assert answer.status_code == 200, answer.text
        await self._forget_removed()

    async def say_number(self) -> None:
        if not await self._connection.fetchval("SELECT count(*) FROM episodes WHERE state = 'current' AND season > 0"):
            return
        number = {"seen": self._chance.randint(0, 12)}
        answer = await self._person.http.put(f"{address(self._entry)}/progress", json=number)
        assert answer.status_code == 200, answer.text
        await self._forget_removed()

    async def _forget_removed(self) -> None:
        rows = await self._connection.fetch("SELECT id FROM plays WHERE user_id = $1", self._person.id)
        there = {str(row["id"]) for row in rows}
        self._names = {id_: name for id_, name in self._names.items() if id_ in there}

    async def complete(self) -> None:
        status = self._chance.choice(["completed", "watching"])
        assert (await self._person.http.patch(address(self._entry), json={"status": status})).status_code == 200

    async def want_specials(self) -> None:
        wants = {"include_specials": self._chance.choice([False, True])}
        assert (await self._person.http.patch(address(self._entry), json=wants)).status_code == 200

    async def see_again(self) -> None:
        if self._chance.random() < _RARELY:
            answer = await self._person.http.post(f"{address(self._entry)}/rewatch")
            assert answer.status_code in {200, 409}, answer.text

    async def _post(self, place: str, **body: Any) -> None:
        answer = await self._person.http.post(f"{API}/{place}", json=body)
        assert answer.status_code == 201, answer.text

    async def _check(self) -> None:
        plays = await self._connection.fetch(
            "SELECT plays.id, title FROM plays LEFT JOIN episodes ON episodes.id = episode_id WHERE user_id = $1",
            self._person.id,
        )
        names = {str(row["id"]): row["title"] for row in plays}
        known = {id_: name for id_, name in self._names.items() if name is not None}
        assert names.keys() >= self._names.keys()
        assert {id_: names[id_] for id_ in known} == known
        self._names = names
        entry = (await self._person.http.get(address(self._entry))).json()
        status, progress = entry["status"], entry["progress"]
        wants = {"with_specials": entry["include_specials"]}
        expected = await recounted(self._connection, self._person.id, self._title_id, status, **wants)
        if expected["total"]:
            assert shown(progress) == expected
        everything = {"include": ["watching", "returned", "planned"]}
        up = (await self._person.http.get(f"{API}/next-up", params=everything)).json()["items"]
        assert [one["episode"]["id"] for one in up] == ([expected["next"]] if expected["next"] else [])


def shown(progress: dict[str, Any]) -> dict[str, Any]:
    """Return progress as the recount tells it."""
    places = {name: progress[f"{name}_episode"] and progress[f"{name}_episode"]["id"] for name in ("next", "last")}
    return {name: progress[name] for name in ("viewing", "seen", "aired", "total", "skipped", "state")} | places


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(12))
async def test_no_play_is_lost_or_of_another_episode_and_progress_is_right(
    accounts: Accounts, connection: asyncpg.Connection, container: Container, seed: int
) -> None:
    title_id = await stored_title(connection, "The Long Run", media_type="show", external_ids={"tmdb": str(seed + 1)})
    years = Years(random.Random(seed), await accounts.person(), title_id, connection, container)
    await years.begin()
    for _ in range(_STEPS):
        await years.step()
