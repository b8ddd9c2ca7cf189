import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, Text, Uuid, bindparam, func, insert, select

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.request_context import current_request
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.foundation.postgres.statement import Statement, parameters_of
from watchkeeper.models.entities.operations.audit_entry_entity import AuditEntryEntity
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audit_filter import AuditFilter
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.models.types.sorts import AuditSort

_COLUMNS = AuditEntryEntity.__table__.columns
_SORTS: Mapping[str, SortColumn] = {"created_at": SortColumn(AuditEntryEntity.created_at, datetime)}
_CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "actor_id": AuditEntryEntity.actor_id == bindparam("actor_id", type_=Uuid()),
    "action": AuditEntryEntity.action == bindparam("action", type_=Text()),
    "entity_type": AuditEntryEntity.entity_type == bindparam("entity_type", type_=Text()),
    "entity_id": AuditEntryEntity.entity_id == bindparam("entity_id", type_=Uuid()),
    "since": AuditEntryEntity.created_at >= bindparam("since", type_=DateTime(timezone=True)),
    "until": AuditEntryEntity.created_at <= bindparam("until", type_=DateTime(timezone=True)),
}

_RECORD = Statement(insert(AuditEntryEntity).values(parameters_of(_COLUMNS)))
_FORGET = Statement(select(func.audit_log_forget(bindparam("user_id", type_=Uuid()))))


@cache
def _search(sort: AuditSort, conditions: frozenset[str], *, is_continued: bool) -> Statement:
    entries = select(*_COLUMNS).where(*(_CONDITIONS[name] for name in sorted(conditions)))
    column = column_for(_SORTS, sort)
    return Statement(keyset_page(entries, column, AuditEntryEntity.id, sort, is_continued=is_continued))


@cache
def _count(conditions: frozenset[str]) -> Statement:
    entries = select(func.count()).select_from(AuditEntryEntity)
    return Statement(entries.where(*(_CONDITIONS[name] for name in sorted(conditions))))


_ENTRIES = row_reader(AuditEntryEntity, _search(AuditSort.CREATED_AT, frozenset(), is_continued=False))
_LIST = PagedQuery(AuditSort, _SORTS, page=_search, count=_count, reader=_ENTRIES)


class PostgresAuditTrail(DatabaseAdapter):
    """The audit trail in PostgreSQL, where a trigger protects its rows from changes."""

    async def record(
        self,
        action: AuditAction,
        entity_type: AuditedEntity,
        entity_id: UUID | None,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        reason: str | None = None,
        actor_id: UUID | None = None,
    ) -> None:
        request = current_request()
        await self._database.execute(
            _RECORD,
            id=uuid7(),
            created_at=now(),
            actor_id=actor_id or request.actor_id,
            action=action.value,
            entity_type=entity_type.value,
            entity_id=entity_id,
            before=_json(before),
            after=_json(after),
            reason=reason,
            request_id=request.request_id,
            client_address=request.client_address,
        )

    async def forget_person(self, user_id: UUID) -> None:
        await self._database.fetch_value(_FORGET, user_id=user_id)

    async def search(self, filters: AuditFilter, sort: AuditSort, request: PageRequest) -> Page[AuditEntryEntity]:
        bound = _filters(filters)
        return await _LIST.fetch(self._database, request, sort, frozenset(bound), **bound)


def _json(members: Mapping[str, Any] | None) -> str | None:
    """Return JSON text for the pool's jsonb codec, which decodes on reading."""
    return None if members is None else json.dumps(members, ensure_ascii=False, allow_nan=False)


def _filters(filters: AuditFilter) -> dict[str, Any]:
    values = {
        "actor_id": filters.actor_id,
        "action": filters.action.value if filters.action is not None else None,
        "entity_type": filters.entity_type.value if filters.entity_type is not None else None,
        "entity_id": filters.entity_id,
        "since": filters.since,
        "until": filters.until,
    }
    return {name: value for name, value in values.items() if value is not None}
