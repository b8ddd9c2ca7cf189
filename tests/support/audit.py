"""The audit trail in tests: one for unit tests, in memory, and a look at the rows of the real one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.operations.audit_entry_entity import AuditEntryEntity
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audit_filter import AuditFilter
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.models.types.sorts import AuditSort


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a logic has recorded."""

    action: AuditAction
    entity_type: AuditedEntity
    entity_id: UUID | None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    reason: str | None = None
    actor_id: UUID | None = None


class InMemoryAuditTrail:
    """`rows` is a store for `InMemoryUnitOfWork`, `entries` what is in it, `forgotten` who has been forgotten."""

    def __init__(self) -> None:
        self.rows: dict[UUID, Recorded] = {}
        self.forgotten: list[UUID] = []
        self.searched: list[tuple[AuditFilter, AuditSort]] = []

    @property
    def entries(self) -> list[Recorded]:
        return list(self.rows.values())

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
        self.rows[uuid4()] = Recorded(action, entity_type, entity_id, before, after, reason, actor_id)

    async def forget_person(self, user_id: UUID) -> None:
        self.forgotten.append(user_id)

    async def search(self, filters: AuditFilter, sort: AuditSort, request: PageRequest) -> Page[AuditEntryEntity]:
        self.searched.append((filters, sort))
        return Page([])


async def audit_rows(connection: asyncpg.Connection, *actions: str) -> list[dict[str, Any]]:
    """Return what is in the audit trail, of these actions where any are named, the oldest first."""
    statement = "SELECT * FROM audit_log WHERE $1::text[] = '{}' OR action = ANY($1) ORDER BY created_at, id"
    return [_plain(dict(row)) for row in await connection.fetch(statement, actions)]


async def audit_row(connection: asyncpg.Connection, action: str) -> dict[str, Any]:
    """Return the one entry of this action."""
    (row,) = await audit_rows(connection, action)
    return row


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return row | {name: json.loads(row[name]) for name in ("before", "after") if row[name] is not None}
