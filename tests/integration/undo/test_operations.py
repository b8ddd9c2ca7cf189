"""Operations of many rows: what they changed and made, whatever the number, in however many accounts at once."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from tests.support.accounts import Accounts, Person
from tests.support.counting import counted_statements
from tests.support.feedback import RATINGS, rate, recounted, review, shown, watched_title
from tests.support.undo import deleted, undone
from tests.support.watchlist import WATCHLIST, added, address, stored_title
from watchkeeper.configs.container import Container
from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.models.types.identity.role import Role
from watchkeeper.models.types.undo.operation import ChangedRow, OperationKind, RowImage, RowKind

_TABLES = {RowKind.WATCH_ENTRY: "watch_entries", RowKind.RATING: "ratings", RowKind.REVIEW: "reviews"}


class Stage:
    """Somebody whose rows change many at once, as a bulk request would."""

    def __init__(self, container: Container, connection: asyncpg.Connection, person: Person) -> None:
        self._container = container
        self.connection = connection
        self.person = person

    async def changed(self, kind: RowKind, change: str) -> str:
        """Change rows by SQL as a request that names them does, and return the operation."""
        table = _TABLES[kind]
        where = f"WHERE user_id = '{self.person.id}'"
        rows = await self.connection.fetch(f"SELECT id, to_jsonb({table})::text AS image FROM {table} {where}")
        edited = "updated_at = clock_timestamp(), edited_at = clock_timestamp()"
        await self.connection.execute(f"UPDATE {table} SET {change}, {edited} {where}")
        left = dict(await self.connection.fetch(f"SELECT id, edited_at FROM {table} {where}"))
        return await self.recorded(
            [ChangedRow(kind, row["id"], RowImage(row["image"]), left[row["id"]]) for row in rows]
        )

    async def made(self, kind: RowKind) -> str:
        """Say that all rows of a kind were made by one operation, and return it."""
        rows = await self.connection.fetch(
            f"SELECT id, edited_at FROM {_TABLES[kind]} WHERE user_id = $1", self.person.id
        )
        return await self.recorded([ChangedRow(kind, row["id"], None, row["edited_at"]) for row in rows])

    async def recorded(self, rows: list[ChangedRow]) -> str:
        async with self._container.unit_of_work().transaction():
            logic = self._container.operation_logic()
            return str(await logic.record(self.person.id, OperationKind.BULK, {"updated": len(rows)}, rows))

    async def entries(self) -> list[dict[str, Any]]:
        answer = await self.person.http.get(WATCHLIST, params={"limit": 100})
        items: list[dict[str, Any]] = answer.json()["items"]
        return items


@pytest.fixture
async def stage(container: Container, connection: asyncpg.Connection, person: Person) -> Stage:
    return Stage(container, connection, person)


async def test_changed_rows_become_what_they_were(stage: Stage) -> None:
    entry = await added(stage.person, await stored_title(stage.connection), status="completed", notes="The diner")
    operation_id = await stage.changed(RowKind.WATCH_ENTRY, "status = 'dropped', notes = NULL, completed_at = NULL")

    report = await undone(stage.person, operation_id)

    assert (report["restored"], report["left"]) == (1, [])
    (restored,) = await stage.entries()
    assert {**restored, "updated_at": None} == {**entry, "updated_at": None}
    assert restored["updated_at"] > entry["updated_at"]


async def test_rows_that_were_made_are_deleted_and_what_hangs_on_them_stays(stage: Stage) -> None:
    title_id = await watched_title(stage.connection, stage.person)
    await rate(stage.person, title_id, 4)

    report = await undone(stage.person, await stage.made(RowKind.WATCH_ENTRY))

    assert report["restored"] == 1
    assert await stage.entries() == []
    assert len((await stage.person.http.get(RATINGS)).json()["items"]) == 1


async def test_only_what_the_person_changed_since_is_left(stage: Stage) -> None:
    titles = [await stored_title(stage.connection) for _ in range(3)]
    entries = [await added(stage.person, title_id) for title_id in titles]
    operation_id = await stage.changed(RowKind.WATCH_ENTRY, "status = 'watching'")
    await stage.person.http.patch(address(entries[0]), json={"notes": "mine"})
    gone = await deleted(stage.person, address(entries[1]))

    report = await undone(stage.person, operation_id)

    left = [(one["kind"], one["id"], one["reason"]) for one in report["left"]]
    assert left == [("watch_entry", entries[place]["id"], "changed_since") for place in (0, 1)]
    assert [(one["status"], one["notes"]) for one in await stage.entries()] == [("planned", None), ("watching", "mine")]
    await undone(stage.person, gone)
    assert {one["id"]: one["status"] for one in await stage.entries()}[entries[1]["id"]] == "watching"


async def test_what_follows_from_other_rows_and_the_service_itself_hinders_nothing(
    stage: Stage, accounts: Accounts
) -> None:
    title_id, survivor = await watched_title(stage.connection, stage.person), await stored_title(stage.connection)
    written = await review(stage.person, title_id, rating=4)
    of_entry = await stage.changed(RowKind.WATCH_ENTRY, "notes = 'new'")
    of_review = await stage.changed(RowKind.REVIEW, "body = 'new'")
    (rating,) = (await stage.person.http.get(RATINGS)).json()["items"]
    await stage.person.http.put(f"{RATINGS}/{rating['id']}", json={"score": 2})
    admin = await accounts.admin()
    merged = await admin.http.post(f"/api/v1/titles/{title_id}/merge", json={"into_id": str(survivor)})
    assert merged.status_code == 200, merged.text

    assert [(await undone(stage.person, one))["left"] for one in (of_entry, of_review)] == [[], []]
    (entry,) = await stage.entries()
    assert (entry["notes"], entry["title"]["id"]) == (None, str(survivor))
    again = (await stage.person.http.get(f"/api/v1/reviews/{written['id']}")).json()
    assert (again["body"], again["rating"], again["title_id"]) == (written["body"], 2, str(survivor))


async def test_ratings_of_many_titles_count_as_before(stage: Stage) -> None:
    titles = [await watched_title(stage.connection, stage.person) for _ in range(5)]
    for title_id in titles:
        await rate(stage.person, title_id, 4)
    before = [await shown(stage.person.http, title_id) for title_id in titles]
    changed = await stage.changed(RowKind.RATING, "half_steps = 2")
    assert [await shown(stage.person.http, title_id) for title_id in titles] != before

    await undone(stage.person, changed)
    assert [await shown(stage.person.http, title_id) for title_id in titles] == before

    await undone(stage.person, await stage.made(RowKind.RATING))
    for title_id in titles:
        assert await shown(stage.person.http, title_id) == await recounted(stage.connection, title_id)


async def test_number_of_statements_does_not_depend_on_that_of_rows(stage: Stage, container: Container) -> None:
    counts = []
    caller = Principal(stage.person.id, uuid4(), Role.USER)
    for number in (1, 40):
        for _ in range(number):
            await added(stage.person, await stored_title(stage.connection))
        operation_id = await stage.changed(RowKind.WATCH_ENTRY, "notes = 'new'")
        with counted_statements() as statements:
            await container.undo_logic().undo(caller, UUID(operation_id))
        counts.append(len(statements))
    assert counts[0] == counts[1]


async def test_undos_of_several_people_over_the_same_titles_wait_for_each_other_in_one_order(
    container: Container, connection: asyncpg.Connection, accounts: Accounts
) -> None:
    stages = [Stage(container, connection, await accounts.person()) for _ in range(2)]
    titles = [await watched_title(connection, *(stage.person for stage in stages)) for _ in range(4)]
    for stage, order in zip(stages, (titles, titles[::-1]), strict=True):
        for title_id in order:
            await rate(stage.person, title_id, 4)
    for _ in range(20):
        operations = [await stage.changed(RowKind.RATING, "half_steps = 11 - half_steps") for stage in stages]
        acts = [undone(stage.person, one) for stage, one in zip(stages, operations, strict=True)]
        scored = (rate_anew(stages[0].person, place) for place in range(2))
        reports = await asyncio.gather(*acts, *scored)
        assert all(report is None or report["restored"] + len(report["left"]) == 4 for report in reports)

    for title_id in titles:
        assert await shown(stages[0].person.http, title_id) == await recounted(connection, title_id)


async def rate_anew(person: Person, place: int) -> None:
    rating = (await person.http.get(RATINGS)).json()["items"][place]
    answer = await person.http.put(f"{RATINGS}/{rating['id']}", json={"score": 3})
    assert answer.status_code == 200, answer.text


async def test_expired_operations_go_a_week_later(stage: Stage, container: Container) -> None:
    entries = [await added(stage.person, await stored_title(stage.connection)) for _ in range(2)]
    ids = [await deleted(stage.person, address(entry)) for entry in entries]
    for operation_id, days in zip(ids, (6, 8), strict=True):
        expired = now() - timedelta(days=days)
        await stage.connection.execute("UPDATE operations SET expires_at = $2 WHERE id = $1", operation_id, expired)

    await container.operation_logic().remove_expired()

    rows = await stage.connection.fetch("SELECT DISTINCT operation_id::text FROM operation_rows")
    there = await stage.connection.fetch("SELECT id::text FROM operations")
    assert [row[0] for row in rows] == [row[0] for row in there] == ids[:1]


async def test_title_of_ones_own_stays_as_long_as_an_undo_needs_it(stage: Stage, container: Container) -> None:
    media = {"source": "invented", "external_id": "7", "media_type": "movie", "title": "Home Video"}
    entry = (await stage.person.http.post(WATCHLIST, json={"media": media})).json()
    operation_id = await deleted(stage.person, address(entry))
    await stage.connection.execute("UPDATE titles SET updated_at = now() - interval '31 days'")

    await container.personal_titles().remove_unused()

    assert (await undone(stage.person, operation_id))["restored"] == 1
    await deleted(stage.person, address(entry))
    await stage.connection.execute("DELETE FROM operation_rows")
    await container.personal_titles().remove_unused()
    assert await stage.connection.fetchval("SELECT count(*) FROM titles") == 0
