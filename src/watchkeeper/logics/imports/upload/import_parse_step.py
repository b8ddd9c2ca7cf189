from collections import Counter
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.imports.import_step import fail
from watchkeeper.logics.imports.matching.works import single_key
from watchkeeper.models.errors.import_errors import ImportEmptyError
from watchkeeper.models.types.imports.import_file import DateOrder, FileWarning, ImportMember, ImportOptions, ListsAs
from watchkeeper.models.types.imports.import_record import ImportRecord
from watchkeeper.models.types.imports.import_source import ImportSource
from watchkeeper.models.types.imports.import_state import ImportState, RowResult
from watchkeeper.models.types.imports.imports import ClaimedImport, StoredRow
from watchkeeper.repositories.imports.history_parser import HistoryParser, ParsedPortion
from watchkeeper.repositories.imports.import_queue import ImportQueue
from watchkeeper.repositories.imports.import_repository import ImportRepository
from watchkeeper.repositories.imports.import_row_repository import ImportRowRepository


@dataclass(slots=True)
class _Found:
    """What has been read of an upload so far."""

    members: Sequence[ImportMember] = ()
    warnings: Sequence[FileWarning] = ()
    records: int = 0
    rows: int = 0
    by_member: Counter[str] = field(default_factory=Counter)
    beside: Counter[str] = field(default_factory=Counter)
    """How many rows members have, and how many lists, their items and marks."""


@dataclass(kw_only=True, eq=False)
class ImportParseStep:
    """The step of queued imports and of those that are parsed: stores each record of the upload."""

    unit_of_work: UnitOfWork
    queue: ImportQueue
    imports: ImportRepository
    rows: ImportRowRepository
    parser: HistoryParser

    async def run(self, claimed: ClaimedImport) -> None:
        """Raises the errors of imports."""
        if claimed.state is ImportState.QUEUED:
            async with self.unit_of_work.transaction():
                await self.queue.move(claimed, ImportState.PARSING, done=0, total=None)
            return
        found = _Found()
        async with self.unit_of_work.transaction():
            await self.queue.renew(claimed, 0, None)
            await self.rows.remove_all(claimed.user_id, claimed.id)
        async with aclosing(self.parser.parse(claimed.user_id, claimed.id, options_of(claimed))) as portions:
            async for portion in portions:
                await self._store(claimed, portion, found)
        if not found.records:
            raise ImportEmptyError
        await self._finish(claimed, found)

    async def give_up(self, claimed: ClaimedImport, error: ServiceError) -> None:
        """Raises ClaimLostError."""
        async with self.unit_of_work.transaction():
            await fail(self.queue, claimed, error)

    async def _store(self, claimed: ClaimedImport, portion: ParsedPortion, found: _Found) -> None:
        found.members = portion.members or found.members
        found.warnings = portion.warnings or found.warnings
        stored = [_stored(record, found) for record in portion.records]
        async with self.unit_of_work.transaction():
            await self.queue.renew(claimed, found.rows, None)
            await self.rows.add_many(claimed.user_id, claimed.id, stored)

    async def _finish(self, claimed: ClaimedImport, found: _Found) -> None:
        async with self.unit_of_work.transaction():
            entity = await self.imports.require(claimed.user_id, claimed.id)
            counts = await self.rows.count(claimed.user_id, claimed.id)
            await self.queue.move(
                claimed,
                ImportState.MATCHING,
                done=0,
                total=found.records,
                counts=counts_of(counts),
                members=_members(entity.members, found),
                warnings=_warnings(entity.warnings, found),
            )


def counts_of(by_result: dict[str, int]) -> dict[str, int]:
    """Return how many rows there are, and of each result."""
    return {"rows": sum(by_result.values())} | {result.value: by_result.get(result.value, 0) for result in RowResult}


def options_of(claimed: ClaimedImport) -> ImportOptions:
    """Return the options of the person, with the source that was recognized at the upload."""
    options = claimed.options
    return ImportOptions(
        source=ImportSource(options.get("source") or claimed.source),
        date_order=DateOrder(options["date_order"]) if options.get("date_order") else None,
        time_zone=_zone(options.get("time_zone")),
        profile=options.get("profile"),
        lists_as=ListsAs(options.get("lists_as") or ListsAs.PLANNED),
        today=now().date(),
    )


def _zone(name: str | None) -> tzinfo | None:
    return ZoneInfo(name) if name else None


def _stored(record: ImportRecord, found: _Found) -> StoredRow:
    found.records += 1
    (found.by_member if record.kind.is_row else found.beside)[record.member] += 1
    found.rows += record.kind.is_row
    return StoredRow(
        id=uuid7(),
        place=found.records,
        number=found.rows if record.kind.is_row else None,
        work_key=single_key(record),
        record=record,
        result=RowResult(record.result.value),
        reason=record.reason,
        warnings=record.warnings,
    )


def _members(uploaded: Sequence[dict[str, Any]], found: _Found) -> list[dict[str, Any]]:
    read = {member.name: member for member in found.members}
    return [_member(member, read.get(member["name"]), _rows_of(member["name"], found)) for member in uploaded]


def _rows_of(name: str, found: _Found) -> int:
    """Return how many rows a member has, else how many items; those of several arrays stand under `name#key`."""
    return _number_of(name, found.by_member) or _number_of(name, found.beside)


def _number_of(name: str, by_member: Counter[str]) -> int:
    return sum(number for member, number in by_member.items() if member == name or member.startswith(f"{name}#"))


def _member(member: dict[str, Any], read: ImportMember | None, rows: int) -> dict[str, Any]:
    return member if read is None else {**member, "rows": rows, "read": read.is_read, "reason": read.reason}


def _warnings(uploaded: Sequence[dict[str, Any]], found: _Found) -> list[dict[str, Any]]:
    """Return the warnings about members that are not stored, and what was found in the others now."""
    read = {None, *(member.name for member in found.members)}
    now_found = [{"code": one.code, "member": one.member, "detail": one.detail} for one in found.warnings]
    return [member for member in uploaded if member["member"] not in read] + now_found
