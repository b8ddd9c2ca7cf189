from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import uuid4

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import DatabaseUnavailableError
from watchkeeper.foundation.observability.metrics import Metrics
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.models.entities.imports.import_entity import ImportEntity
from watchkeeper.models.errors.import_errors import ClaimLostError
from watchkeeper.models.types.imports.import_state import ImportMode, ImportState
from watchkeeper.models.types.imports.imports import ClaimedImport
from watchkeeper.repositories.imports.adapters import import_queue_statements as statements
from watchkeeper.repositories.imports.adapters.import_postgres_adapter import PostgresImportAdapter
from watchkeeper.repositories.imports.import_queue import CLAIM


class PostgresImportQueue:
    """Running imports in PostgreSQL. A claim ends by itself, so that a process which dies holds nothing up."""

    def __init__(self, database: Database, metrics: Metrics) -> None:
        self._database = database
        self._metrics = metrics
        self._imports = PostgresImportAdapter(database)

    async def claim(self, at: datetime) -> ClaimedImport | None:
        row = await self._database.fetch_one(statements.CLAIM, at=at, claim=uuid4(), until=at + CLAIM)
        if row is None:
            return None
        values = dict(row)
        mode = values.pop("mode")
        waited = at - values.pop("updated_at")
        self._metrics.observe_import_wait(max(0.0, waited.total_seconds()))
        return ClaimedImport(
            **values | {"state": ImportState(values["state"]), "mode": mode and ImportMode(mode), "claimed_at": at},
        )

    async def extend(self, claimed: ClaimedImport) -> None:
        if not await self._database.execute(statements.EXTEND, **_key(claimed), until=now() + CLAIM):
            raise ClaimLostError

    async def release(self, claimed: ClaimedImport) -> None:
        await self._database.execute(statements.RELEASE, **_key(claimed))

    async def renew(self, claimed: ClaimedImport, done: int, total: int | None) -> None:
        values = {"until": now() + CLAIM, "done": done, "total": total, "at": now()}
        if not await self._database.execute(statements.RENEW, **_key(claimed), **values):
            raise ClaimLostError

    async def measure_tables(self) -> None:
        for row in await self._database.fetch(statements.GROWN):
            with suppress(DatabaseUnavailableError):  # it took too long, and the import can do without
                await self._database.execute(statements.MEASURE[row["name"]])

    async def move(self, claimed: ClaimedImport, state: ImportState, **changes: Any) -> None:  # noqa: ANN401 - columns
        entity = await self._imports.require(claimed.user_id, claimed.id)
        if entity.claim != claimed.claim:
            raise ClaimLostError
        ended = {"state": state.value, "claim": None, "claimed_until": None, "attempts": 0}
        await self._imports.save(ImportEntity(**entity.values() | ended | changes))
        seconds = (now() - claimed.claimed_at).total_seconds()
        rows = changes.get("total", claimed.total) or 0
        self._metrics.end_import_step(claimed.source, claimed.state.value, state.value, seconds, rows)


def _key(claimed: ClaimedImport) -> dict[str, Any]:
    return {"user_id": claimed.user_id, "id": claimed.id, "claim": claimed.claim}
