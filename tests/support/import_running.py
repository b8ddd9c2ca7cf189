"""Imports that tests run without an upload: records go straight to the background."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from tests.support.accounts import Person
from watchkeeper.configs.container import Container
from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import DatabaseUnavailableError
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.imports.matching.works import single_key
from watchkeeper.models.entities.imports.import_entity import ImportEntity
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_state import RUNNING, ImportMode, ImportState, RowResult
from watchkeeper.models.types.imports.imports import Import, StoredRow
from watchkeeper.repositories.imports.import_queue import CLAIM


async def parsed(container: Container, person: Person, records: Iterable[ImportRecord], source: str) -> UUID:
    """Store an import whose records have been parsed, and return its id."""
    rows = _rows(records)
    at = now()
    entity = ImportEntity(
        user_id=person.id,
        id=uuid7(),
        state=ImportState.MATCHING.value,
        source=source,
        file_name="export.zip",
        file_size=5,
        sha256=b"a" * 32,
        options={},
        done=0,
        total=len(rows),
        counts={"rows": len(rows)},
        undecided=0,
        members=[],
        warnings=[],
        written={},
        attempts=0,
        created_at=at,
        updated_at=at,
    )
    await container.imports().add(entity)
    await container.import_rows().add_many(person.id, entity.id, rows)
    return entity.id


async def previewed(container: Container, person: Person, records: Iterable[ImportRecord], source: str) -> UUID:
    """Store an import, and match it."""
    import_id = await parsed(container, person, records, source)
    await worked(container, person, import_id)
    assert (await shown(container, person, import_id)).state == "preview"
    return import_id


async def worked(container: Container, person: Person, import_id: UUID) -> None:
    """Wait until the background, of which the test is a part, has nothing to do for an import.

    On a busy machine a statement may take too long: as everywhere, the step is tried again when its claim is over.
    """
    async with asyncio.timeout(1.5 * CLAIM.total_seconds()):
        while (await shown(container, person, import_id)).state in RUNNING:
            with suppress(DatabaseUnavailableError):
                await container.import_work_logic().work()
            await asyncio.sleep(0.02)


async def committed(
    container: Container, person: Person, import_id: UUID, mode: ImportMode = ImportMode.ONLY_NEW
) -> Import:
    """Commit a preview without what is undecided, and return the import."""
    await container.import_review_logic().begin_commit(person.id, import_id, mode, skips_undecided=True)
    await worked(container, person, import_id)
    return await shown(container, person, import_id)


async def rolled_back(container: Container, person: Person, import_id: UUID) -> Import:
    """Roll an import back, and return it when that is done."""
    await container.import_review_logic().roll_back(person.id, import_id)
    await worked(container, person, import_id)
    return await shown(container, person, import_id)


async def shown(container: Container, person: Person, import_id: UUID) -> Import:
    """Return an import as it stands."""
    stored: Import = await container.imports().get(person.id, import_id)
    return stored


def _rows(records: Iterable[ImportRecord]) -> list[StoredRow]:
    rows: list[StoredRow] = []
    number = 0
    for record in records:
        number += record.kind.is_row
        rows.append(
            StoredRow(
                id=uuid7(),
                place=len(rows) + 1,
                number=number if record.kind.is_row else None,
                work_key=single_key(record),
                record=record,
                result=RowResult(record.result.value),
                reason=record.reason,
                warnings=record.warnings,
            )
        )
    return rows
