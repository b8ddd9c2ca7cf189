"""Somebody uses everything about watching at random; after each step all answers agree with a plain model.

The model is tests/support/tracking_model.py. Besides, a copy that follows the change feed stays equal to what the
service shows, and what was just done can be undone without a trace.
"""

import random
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
from tests.support.tracking_acts import API, Acts
from tests.support.tracking_model import Json, Model, Rows
from tests.support.watchlist import stored_title

STEPS = 60
SEEDS = range(3)
KINDS = ("watchlist", "plays", "ratings", "lists", "tags", "marks")
AS_OF_THE_READING = {"progress", "title", "viewer", "tags"}
"""Members that change without a change of their row."""
RAISED = {"updated_at", "title", "viewer"}
TODAY = datetime.now(UTC).date()
OFTEN = 0.4


async def stored_shows(connection: asyncpg.Connection) -> list[UUID]:
    """Store a show that has ended, with specials; one that goes on; and one whose episodes nobody knows."""
    ended, running, unknown = [
        await stored_title(connection, title, media_type="show") for title in ("Ended", "Running", "Unknown")
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
    return [ended, running, unknown]


class Simulation:
    def __init__(self, person: Person, seed: int, titles: list[UUID], episodes: dict[str, list[Json]]) -> None:
        self._person = person
        self._chance = random.Random(seed)
        self._acts = Acts(person, self._chance, titles, episodes)
        self._model = Model(episodes)
        self._copy = Copy(person)
        self._rows: dict[str, dict[str, Json]] = {}

    async def run(self) -> None:
        await self._check()
        try:
            for _ in range(STEPS):
                await self._step()
        except AssertionError as failure:
            failure.add_note("\n".join(self._acts.said[-12:]))
            raise

    async def _step(self) -> None:
        before, done = self._rows, dict(self._model.done)
        what = await self._acts.act(self._rows)
        self._acts.said.append(f"-- {what}")
        await self._check()
        operation = self._acts.operation_id
        if operation is not None and self._chance.random() < OFTEN:
            report = await self._acts.undo(operation)
            self._model.done = done
            await self._check()
            assert report["left"] == []
            assert changed_rows(before, self._rows) == []

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
            copied = self._copy.of(kind)
            assert {id_: as_stored(row) for id_, row in copied.items()} == {id_: as_stored(rows[id_]) for id_ in rows}
            assert counts[kind]["count"] == len(rows)


def as_stored(row: Json) -> Json:
    return {name: value for name, value in row.items() if name not in AS_OF_THE_READING}


def changed_rows(before: Rows, after: Rows) -> list[tuple[str, Any, Any]]:
    """Return the rows that differ, before and after, but for tags: those that an operation made stay."""
    places = [(kind, id_) for kind in before if kind != "tags" for id_ in before[kind].keys() | after[kind].keys()]
    pairs = [(kind, before[kind].get(id_), after[kind].get(id_)) for kind, id_ in sorted(places)]
    return [(kind, old, new) for kind, old, new in pairs if without_version(old) != without_version(new)]


def without_version(row: Json | None) -> Json | None:
    return row and {name: row[name] for name in row.keys() - RAISED}


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", SEEDS)
async def test_everything_agrees_with_a_plain_model_whatever_somebody_does(
    accounts: Accounts, connection: asyncpg.Connection, seed: int
) -> None:
    shows = await stored_shows(connection)
    films = [await stored_title(connection, f"Film {one}", release_date=date(1990, 5, 1)) for one in range(3)]
    person = await accounts.person()
    episodes = {str(show): await all_items(person.http, f"{API}/titles/{show}/episodes") for show in shows}
    await Simulation(person, seed, [*shows, *films], episodes).run()
