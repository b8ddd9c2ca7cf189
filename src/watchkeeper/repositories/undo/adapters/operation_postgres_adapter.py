from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.models.errors.operation_errors import OperationNotFoundError
from watchkeeper.models.types.sorts import OperationSort
from watchkeeper.models.types.undo.operation import (
    ChangedRow,
    Operation,
    OperationKind,
    OperationPart,
    OperationState,
    OperationTitle,
)
from watchkeeper.repositories.undo.adapters import operation_statements as statements

_TITLE = msgspec.json.Decoder(OperationTitle)
_OPERATIONS = row_reader(
    Operation, statements.BY_ID, converters={"title": lambda text: _TITLE.decode(text) if text else None}
)
_LIST = PagedQuery(OperationSort, statements.SORTS, page=statements.search, count=statements.count, reader=_OPERATIONS)


class PostgresOperationAdapter(DatabaseAdapter):
    """Operations and the rows that they changed, in two tables of PostgreSQL."""

    async def add(self, user_id: UUID, operation: Operation, rows: Sequence[ChangedRow], title_id: UUID | None) -> None:
        await self._database.execute(
            statements.ADD,
            user_id=user_id,
            id=operation.id,
            kind=operation.kind,
            counts=msgspec.json.encode(operation.counts).decode(),
            created_at=operation.created_at,
            expires_at=operation.expires_at,
            title_id=title_id,
            name=operation.name,
            resources=msgspec.json.encode(operation.resources).decode(),
            **_sent(rows),
        )

    async def add_rows(self, user_id: UUID, operation_id: UUID, rows: Sequence[ChangedRow]) -> None:
        of_operation = {"user_id": user_id, "id": operation_id}
        changed = [row for row in rows if row.before is not None]
        joined = await self._database.fetch(statements.JOIN_ROWS, **of_operation, **_sent(changed)) if changed else ()
        known = {row["row_id"] for row in joined}
        new = [row for row in rows if row.before is None or row.row_id not in known]
        await self._database.execute(statements.ADD_ROWS, **of_operation, **_sent(new))

    async def finish(self, user_id: UUID, operation_id: UUID, counts: Mapping[str, int], expires_at: datetime) -> None:
        values = {"counts": msgspec.json.encode(counts).decode(), "expires_at": expires_at}
        await self._database.execute(statements.FINISH, user_id=user_id, id=operation_id, **values)

    async def search(
        self, user_id: UUID, kind: OperationKind | None, sort: OperationSort, request: PageRequest
    ) -> Page[Operation]:
        bound = {} if kind is None else {"kind": kind.value}
        return await _LIST.fetch(self._database, request, sort, frozenset(bound), user_id=user_id, **bound)

    async def require(self, user_id: UUID, id: UUID) -> Operation:  # noqa: A002 - the name in the API
        row = await self._database.require_one(OperationNotFoundError, statements.BY_ID, user_id=user_id, id=id)
        return _OPERATIONS.read(row)

    async def get_state(self, user_id: UUID, id: UUID) -> OperationState:  # noqa: A002
        row = await self._database.require_one(OperationNotFoundError, statements.STATE, user_id=user_id, id=id)
        return OperationState(OperationKind(row["kind"]), row["undone_by"], row["expires_at"])

    async def set_undone(self, user_id: UUID, id: UUID, at: datetime, by: UUID) -> None:  # noqa: A002
        await self._database.execute(statements.SET_UNDONE, user_id=user_id, id=id, at=at, by=by)

    async def last_part(self, user_id: UUID, id: UUID) -> OperationPart | None:  # noqa: A002
        row = await self._database.fetch_one(statements.LAST_PART, user_id=user_id, id=id)
        return None if row is None else OperationPart(id, row["first"], row["last"])

    async def add_counts(self, user_id: UUID, id: UUID, counts: Mapping[str, int]) -> None:  # noqa: A002
        sent = msgspec.json.encode(counts).decode()
        await self._database.execute(statements.ADD_COUNTS, user_id=user_id, id=id, counts=sent)

    async def remove_rows(self, user_id: UUID, part: OperationPart) -> None:
        await self._database.execute(statements.REMOVE_ROWS, user_id=user_id, id=part.operation_id, first=part.first)

    async def remove_expired(self, before: datetime, limit: int) -> int:
        return await self._database.execute(statements.REMOVE_EXPIRED, before=before, limit=limit)


def _sent(rows: Sequence[ChangedRow]) -> dict[str, Any]:
    return {
        "kinds": [row.kind.value for row in rows],
        "row_ids": [row.row_id for row in rows],
        "images": [row.before for row in rows],
        "edited_ats": [row.edited_at for row in rows],
    }
