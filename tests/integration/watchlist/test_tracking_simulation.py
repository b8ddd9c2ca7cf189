"""Somebody uses everything about watching at random; after each step all answers agree with a plain model.

The model is tests/support/tracking_model.py. Besides, a copy that follows the change feed stays equal to what the
service shows, and what was just done can be undone without a trace. Meanwhile providers bring episodes, admins merge
titles, and operations and imports of long ago are undone, as far as that goes.
"""

import random
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.changes import LATEST, Copy
from tests.support.lists import all_items, body_of
from tests.support.plays import stored_episode
from tests.support.tracking_acts import ANIME_ID, API, Acts
from tests.support.tracking_model import Json, Model, Rows
from tests.support.tracking_world import World
from tests.support.watchlist import stored_title
from watchkeeper.configs.container import Container

STEPS = 100
SEEDS = range(20)
KINDS = ("watchlist", "plays", "ratings", "lists", "tags", "marks")
AS_OF_THE_READING = {"progress", "title", "viewer", "tags"}
"""Members that change without a change of their row."""
RAISED = {"updated_at", "title", "viewer"}
FOLLOWS_PLAYS = {
    "status",
    "status_by",
    "status_set_at",
    "completed_at",
    "finished_on",
    "finished_on_precision",
    "progress",
}
"""Members of an entry that plays lead to."""
TODAY = datetime.now(UTC).date()
OFTEN = 0.4
SELDOM = 0.07


async def stored_shows(connection: asyncpg.Connection) -> list[UUID]:
    """Store a show that has ended, with specials; one that goes on; two whose episodes nobody knows; and an anime."""
    ended, running, unknown, twin = [
        await stored_title(connection, title, media_type="show") for title in ("Ended", "Running", "Unknown", "Twin")
    ]
    await connection.execute("INSERT INTO episode_refreshes (title_id, airing) VALUES ($1, 'ended')", ended)
    for season in (0, 1, 2):
        for number in (1, 2, 3):
            await stored_episode(connection, ended, season, number, air_date=date(2001 + season, 1, number))
    days = [TODAY - timedelta(days=1 + 7 * ago) for ago in (3, 2, 1, 0)] + [TODAY, TODAY + timedelta(days=7), None]
    for number, day in enumerate(days, start=1):
        await stored_episode(connection, running, 1, number, air_date=day)
    later = datetime.now(UTC) + timedelta(days=1)
    await stored_episode(connection, running, 2, 1, airs_at=later)
    await stored_episode(connection, running, 0, 1, airs_at=later - timedelta(days=9))
    anime = await stored_title(connection, "Anime", media_type="anime", external_ids={"myanimelist": ANIME_ID})
    for number in range(1, 6):
        await stored_episode(connection, anime, 1, number, airs_at=datetime(2001, 1, number, tzinfo=UTC))
    return [ended, running, unknown, twin, anime]


class Simulation:
    def __init__(self, person: Person, titles: list[UUID], world: World) -> None:
        self._person = person
        self._chance = world.chance
        self._world = world
        self._acts = Acts(person, self._chance, titles, world.episodes)
        self._acts.said = world.said
        self._model = Model(world.episodes)
        self._operations: list[str] = []
        self._copy = Copy(person)
        self._rows: dict[str, dict[str, Json]] = {}
        self._inexact: set[str] = set()
        """Titles whose status a merge, a late undo or a rollback has set: undoing plays works it out anew."""

    async def run(self) -> None:
        await self._check()
        try:
            for _ in range(STEPS):
                seldom = [self._world_changes, self._undo_late, self._roll_back]
                weights = [1 - len(seldom) * SELDOM, *[SELDOM] * len(seldom)]
                await self._chance.choices([self._step, *seldom], weights)[0]()
        except AssertionError as failure:
            failure.add_note("\n".join(self._acts.said[-12:]))
            raise

    async def _step(self) -> None:
        before, done = self._rows, dict(self._model.done)
        what = await self._acts.act(self._rows)
        self._acts.said.append(f"-- {what}")
        await self._check()
        operation = self._acts.operation_id
        if operation is None:
            return
        if self._chance.random() < OFTEN:
            report = await self._acts.undo(operation)
            self._model.done = done
            await self._check()
            assert report["left"] == []
            changed = changed_rows(before, self._rows, self._inexact)
            assert changed == [], changed
        else:
            self._operations.append(operation)

    async def _world_changes(self) -> None:
        merged = await self._world.act()
        if merged:
            self._model.merge(*merged)
            self._inexact.add(merged[1])
        await self._check()

    async def _roll_back(self) -> None:
        self._model.remember_again()
        before = self._rows
        await self._acts.roll_back()
        await self._check()
        self._note_inexact(before)

    async def _undo_late(self) -> None:
        """Undo something of before: what has changed since stays, and the rest agrees again."""
        if self._operations:
            operation = self._operations.pop(self._chance.randrange(len(self._operations)))
            self._acts.said.append(f"-- late undo of {operation}")
            self._model.remember_again()
            before = self._rows
            await self._acts.undo(operation)
            await self._check()
            self._note_inexact(before)

    def _note_inexact(self, before: Rows) -> None:
        """Note the titles of entries and plays that have changed."""
        for kind in ("watchlist", "plays"):
            rows = {**before[kind], **self._rows[kind]}
            changed = {one[0] for one in differences(before[kind], self._rows[kind])}
            self._inexact.update(rows[one]["title"]["id"] for one in changed)

    async def _check(self) -> None:
        self._rows = {kind: await self._all(f"{API}/{kind}") for kind in KINDS}
        for one in [*self._rows["lists"]]:
            self._rows.setdefault("list_items", {}).update(await self._all(f"{API}/lists/{one}/items"))
        await self._check_copy()
        self._model.zone = ZoneInfo(self._acts.zone)
        self._model.check(self._rows, may_have_forgotten=True)
        next_up = await all_items(self._person.http, f"{API}/next-up")
        assert {one["entry"]["id"]: one["episode"]["id"] for one in next_up} == self._model.next_up(self._rows)

    async def _all(self, path: str) -> dict[str, Json]:
        return {row["id"]: row for row in await all_items(self._person.http, path)}

    async def _check_copy(self) -> None:
        self._copy.limit = self._chance.choice([1, 3, 100])
        await self._copy.follow()
        counts = body_of(await self._person.http.get(LATEST))["areas"]
        for kind, rows in self._rows.items():
            copied = {id_: as_stored(row) for id_, row in self._copy.of(kind).items()}
            shown = {id_: as_stored(row) for id_, row in rows.items()}
            assert copied == shown, differences(copied, shown)
            assert counts[kind]["count"] == len(rows)


def as_stored(row: Json) -> Json:
    return {name: value for name, value in row.items() if name not in AS_OF_THE_READING}


def differences(before: Mapping[str, Json], after: Mapping[str, Json]) -> list[tuple[str, str, Any, Any]]:
    """Return the id, the name, and both values of each member that differs; of a row that one side lacks, all."""
    names = [(id_, name) for id_ in before.keys() | after.keys() for name in before.get(id_) or after[id_]]
    values = [(id_, name, before.get(id_, {}).get(name), after.get(id_, {}).get(name)) for id_, name in names]
    return [one for one in sorted(values, key=lambda one: one[:2]) if one[2] != one[3]]


def changed_rows(before: Rows, after: Rows, inexact: Collection[str]) -> list[tuple[str, str, Any, Any]]:
    """Return what differs, but for tags: those that an operation made stay; and for versions.

    Of inexact titles the status is worked out anew. Who set a status before plays moved it is not stored: it is the
    person, also where it was an import.
    """
    both = [(before[kind], after[kind]) for kind in sorted(before.keys() & after.keys()) if kind != "tags"]
    moved = {id_ for id_, row in before["watchlist"].items() if row["title"]["id"] in inexact}
    found = [one for pair in both for one in differences(*pair) if one[1] not in RAISED]
    found = [one for one in found if one[1:] != ("status_by", "import", "person")]
    return [one for one in found if one[0] not in moved or one[1] not in FOLLOWS_PLAYS]


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", SEEDS)
async def test_everything_agrees_with_a_plain_model_whatever_somebody_does(
    accounts: Accounts, connection: asyncpg.Connection, container: Container, seed: int
) -> None:
    shows = await stored_shows(connection)
    films = [await stored_title(connection, f"Film {one}", release_date=date(1990, 5, 1)) for one in range(4)]
    person, admin = await accounts.person(), await accounts.admin()
    episodes: dict[str, Sequence[Json]] = {
        str(show): await all_items(person.http, f"{API}/titles/{show}/episodes") for show in shows
    }
    ended, _, unknown, twin, _ = shows
    world = World(
        container, admin, random.Random(seed), episodes, growing=unknown, twins=[(twin, ended), (films[3], films[2])]
    )
    await Simulation(person, [*shows, *films], world).run()
