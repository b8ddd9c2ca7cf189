"""Imports go through their steps in the background, whoever dies meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from tests.integration.imports.test_import_rows import queued, stored
from tests.support.accounts import Person
from tests.support.imports import SETTLED
from watchkeeper.configs.container import Container
from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import PageRequest
from watchkeeper.models.entities.imports.import_entity import ImportEntity
from watchkeeper.models.types.imports.imports import Import, RowFilter
from watchkeeper.repositories.imports.adapters import import_queue_statements
from watchkeeper.repositories.text_statements import text_statement

_RATINGS = "Date,Name,Year,Letterboxd URI,Rating\n2024-01-01,Heat,1995,https://boxd.it/1,4.5\n2024-01-01,,1995,,4\n"
Store = Callable[..., Awaitable[ImportEntity]]


@pytest.fixture
def store(container: Container, person: Person, tmp_path: Path) -> Store:
    """Store an import, as it is with a file."""

    async def stored_import(content: str, **columns: Any) -> ImportEntity:
        entity = ImportEntity(**queued(person).values() | columns)
        entity.members = [{"name": "ratings.csv", "rows": 0, "read": True, "reason": None}]
        (tmp_path / "a").write_text(content)
        async with container.unit_of_work().transaction():
            await container.imports().add(entity)
            await container.import_files().add(person.id, entity.id, 0, "ratings.csv", tmp_path / "a")
            await container.import_rows().add_many(person.id, entity.id, [stored(1)] * (entity.state == "parsing"))
        return entity

    return stored_import


async def worked(container: Container, entity: ImportEntity) -> Import:
    """Return an import when the background of the service has done all it can."""
    while True:
        found: Import = await container.imports().get(entity.user_id, entity.id)
        if found.state in SETTLED:
            return found
        await asyncio.sleep(0.1)


async def test_upload_becomes_rows_and_a_preview(container: Container, store: Store) -> None:
    entity = await store(_RATINGS)
    shown = await worked(container, entity)
    assert (shown.state, shown.error) == ("preview", None)
    assert shown.counts["rows"] == sum(count for name, count in shown.counts.items() if name != "rows") == 2
    assert shown.members == [{"name": "ratings.csv", "rows": 2, "read": True, "reason": None}]
    rows = await container.import_rows().search(entity.user_id, entity.id, RowFilter(), PageRequest(10, None, False))
    assert [(row.number, row.record.title) for row in rows.items] == [(1, "Heat"), (2, None)]


async def test_file_that_can_not_be_read_fails_by_itself(container: Container, store: Store) -> None:
    shown = await worked(container, await store("Date,Name,Year,Letterboxd URI,Rating\n" + "x" * 20_000_000))
    assert (shown.state, (shown.error or {})["code"]) == ("failed", "import_unreadable")


async def test_process_that_died_while_parsing_is_replaced(container: Container, store: Store) -> None:
    died = {"state": "parsing", "claim": uuid4(), "claimed_until": now() - timedelta(seconds=1), "attempts": 1}
    entity = await store(_RATINGS, **died)
    shown = await worked(container, entity)
    assert (shown.state, shown.counts["rows"]) == ("preview", 2)


async def test_import_is_left_to_the_process_that_has_it(container: Container, store: Store) -> None:
    claimed = {"state": "parsing", "claim": uuid4(), "claimed_until": now() + timedelta(minutes=1), "attempts": 1}
    entity = await store(_RATINGS, **claimed)
    await container.import_work_logic().work()
    assert (await container.imports().get(entity.user_id, entity.id)).state == "parsing"


async def test_file_that_ends_each_process_is_given_up(container: Container, store: Store) -> None:
    shown = await worked(container, await store(_RATINGS, attempts=3))
    assert (shown.state, (shown.error or {})["code"]) == ("failed", "import_failed")


async def test_tables_that_are_being_vacuumed_hold_no_import_up(
    container: Container, connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        import_queue_statements, "GROWN", text_statement("SELECT 'plays' AS name UNION SELECT 'titles'")
    )
    async with connection.transaction():
        await connection.execute("LOCK TABLE plays IN SHARE UPDATE EXCLUSIVE MODE")
        await container.import_queue().measure_tables()


async def test_tables_that_take_too_long_to_measure_hold_no_import_up(
    container: Container, connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_queue_statements, "GROWN", text_statement("SELECT 'plays' AS name"))
    cancelled = "DO $$ BEGIN RAISE query_canceled; END $$"
    monkeypatch.setitem(import_queue_statements.MEASURE, "plays", text_statement(cancelled))
    await container.import_queue().measure_tables()
