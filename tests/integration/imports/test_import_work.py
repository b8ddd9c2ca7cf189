"""Imports go through their steps in the background, whoever dies meanwhile."""

import io
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from tests.integration.imports.test_import_rows import queued
from tests.support.accounts import Person
from watchkeeper.configs.container import Container
from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import PageRequest
from watchkeeper.models.entities.import_entity import ImportEntity
from watchkeeper.models.types.import_state import ImportState
from watchkeeper.models.types.imports import Import, RowFilter

_RATINGS = "Date,Name,Year,Letterboxd URI,Rating\n2024-01-01,Heat,1995,https://boxd.it/1,4.5\n2024-01-01,,1995,,4\n"
Store = Callable[[str], Awaitable[ImportEntity]]


@pytest.fixture
def store(container: Container, person: Person) -> Store:
    async def stored(content: str) -> ImportEntity:
        entity = queued(person)
        entity.members = [{"name": "ratings.csv", "rows": 0, "read": True, "reason": None}]
        await container.imports().add(entity)
        await container.import_files().add(person.id, entity.id, 0, "ratings.csv", io.BytesIO(content.encode()))
        return entity

    return stored


async def worked(container: Container, entity: ImportEntity) -> Import:
    await container.import_work_logic().work()
    found: Import = await container.imports().get(entity.user_id, entity.id)
    return found


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
    entity = await store(_RATINGS)
    queue = container.import_queue()
    first = await queue.claim(now(), now() + timedelta(minutes=1))
    async with container.unit_of_work().transaction():
        assert first is not None
        await queue.move(first, ImportState.PARSING)
    await queue.claim(now(), now() - timedelta(seconds=1))
    shown = await worked(container, entity)
    assert (shown.state, shown.counts["rows"]) == ("preview", 2)


async def test_file_that_ends_each_process_is_given_up(container: Container, store: Store) -> None:
    entity = await store(_RATINGS)
    for _ in range(3):
        await container.import_queue().claim(now(), now() - timedelta(seconds=1))
    shown = await worked(container, entity)
    assert (shown.state, (shown.error or {})["code"]) == ("failed", "import_failed")
