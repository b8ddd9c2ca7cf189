from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.database import DatabaseAdapter, Row
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import Convert, row_reader
from watchkeeper.models.errors.import_errors import ImportRowNotFoundError
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_record import FieldWarning, ImportRecord
from watchkeeper.models.types.imports.import_state import RowDecision, RowResult
from watchkeeper.models.types.imports.import_work import NamedRecord
from watchkeeper.models.types.imports.imports import RowCandidate, RowFilter, StoredRow
from watchkeeper.models.types.sorts import ImportRowSort
from watchkeeper.repositories.imports.adapters import import_row_statements as statements


def _decoding(kind: Any) -> Convert:  # noqa: ANN401 - a type
    """Return what reads JSON at once, without objects of the driver between: there are many records."""
    decode = msgspec.json.Decoder(kind).decode
    return lambda text: None if text is None else decode(text)


ROWS = row_reader(
    StoredRow,
    statements.BY_ID,
    statements.OF_WORKS,
    statements.LISTS,
    converters={
        "record": _decoding(ImportRecord),
        "result": lambda result: result and RowResult(result),
        "warnings": _decoding(tuple[FieldWarning, ...]),
        "decision": lambda decision: decision and RowDecision(decision),
        "candidates": _decoding(tuple[RowCandidate, ...]),
        "effect": _decoding(tuple[str, ...]),
        "matched": _decoding(RowCandidate),
    },
)
_IDS = msgspec.json.Decoder(dict[str, str])
_LIST = PagedQuery(ImportRowSort, statements.SORTS, page=statements.search, count=statements.count, reader=ROWS)


class PostgresImportRowAdapter(DatabaseAdapter):
    """Records of imports in a table of PostgreSQL."""

    async def add_many(self, user_id: UUID, import_id: UUID, rows: Sequence[StoredRow]) -> None:
        await self._database.execute(
            statements.ADD,
            user_id=user_id,
            import_id=import_id,
            places=[row.place for row in rows],
            numbers=[row.number for row in rows],
            members=[row.record.member for row in rows],
            member_rows=[row.record.row for row in rows],
            kinds=[row.record.kind.value for row in rows],
            work_keys=[row.work_key for row in rows],
            records=[_json(row.record) for row in rows],
            **_outcomes(rows),
        )

    async def save_many(self, user_id: UUID, rows: Sequence[StoredRow]) -> None:
        await self._database.execute(statements.SAVE, user_id=user_id, **_outcomes(rows))

    async def find_names(self, user_id: UUID, import_id: UUID, place: int, limit: int) -> list[NamedRecord]:
        found = await self._database.fetch(
            statements.NAMES, user_id=user_id, import_id=import_id, place=place, limit=limit
        )
        return [_name(row) for row in found]

    async def find_works(self, user_id: UUID, import_id: UUID, work_keys: Sequence[bytes]) -> list[StoredRow]:
        found = await self._database.fetch(
            statements.OF_WORKS, user_id=user_id, import_id=import_id, work_keys=list(work_keys)
        )
        return [ROWS.read(row) for row in found]

    async def search(self, user_id: UUID, import_id: UUID, filters: RowFilter, request: PageRequest) -> Page[StoredRow]:
        bound = _bound(filters)
        decided = {None: set(), True: {"decided"}, False: {"undecided"}}[filters.decided]
        names = frozenset(bound) | decided
        return await _LIST.fetch(
            self._database, request, ImportRowSort.NUMBER, names, user_id=user_id, import_id=import_id, **bound
        )

    async def require(self, user_id: UUID, import_id: UUID, id: UUID) -> StoredRow:  # noqa: A002 - the name in the API
        row = await self._database.require_one(
            ImportRowNotFoundError, statements.BY_ID, user_id=user_id, import_id=import_id, id=id
        )
        return ROWS.read(row)

    async def count(self, user_id: UUID, import_id: UUID) -> dict[str, int]:
        rows = await self._database.fetch(statements.RESULTS, user_id=user_id, import_id=import_id)
        return {row["result"]: row["count"] for row in rows}

    async def find_unused_tags(self, user_id: UUID, import_id: UUID) -> list[str]:
        rows = await self._database.fetch(statements.UNUSED_TAGS, user_id=user_id, import_id=import_id)
        return [row["name"] for row in rows]

    async def remove_all(self, user_id: UUID, import_id: UUID) -> None:
        await self._database.execute(statements.REMOVE_ALL, user_id=user_id, import_id=import_id)


def _bound(filters: RowFilter) -> dict[str, Any]:
    results = {"results": [result.value for result in filters.results]} if filters.results else {}
    return results | ({} if filters.member is None else {"member": filters.member})


def _outcomes(rows: Sequence[StoredRow]) -> dict[str, Any]:
    return {
        "ids": [row.id for row in rows],
        "results": [row.result.value for row in rows],
        "reasons": [row.reason for row in rows],
        "warnings": [_json(row.warnings) for row in rows],
        "decisions": [row.decision for row in rows],
        "title_ids": [row.title_id for row in rows],
        "matched_ids": [row.matched_id for row in rows],
        "candidates": [_json(row.candidates) for row in rows],
        "effects": [_json(row.effect) for row in rows],
    }


def _name(row: Row) -> NamedRecord:
    year, ids = row["year"], row["external_ids"]
    return NamedRecord(
        place=row["place"],
        title=row["title"],
        year=None if year is None else int(year),
        media_type=MediaType(row["media_type"]),
        external_ids=_IDS.decode(ids),
    )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
