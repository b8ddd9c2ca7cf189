from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.models.types.imports.import_file import FileWarning
from watchkeeper.models.types.imports.import_state import RowDecision
from watchkeeper.models.types.imports.imports import DecidedRows
from watchkeeper.repositories.imports.adapters import import_work_statements as statements
from watchkeeper.repositories.imports.import_work_repository import WorkSize


class PostgresImportWorkAdapter(DatabaseAdapter):
    """The works of imports, which records in PostgreSQL name by their keys."""

    async def set_keys(self, user_id: UUID, import_id: UUID, keys: Mapping[int, bytes]) -> None:
        values = {"places": list(keys), "work_keys": list(keys.values())}
        await self._database.execute(statements.SET_KEYS, user_id=user_id, import_id=import_id, **values)

    async def count_undecided(self, user_id: UUID, import_id: UUID) -> int:
        of_import = {"user_id": user_id, "import_id": import_id}
        return int(await self._database.fetch_value(statements.UNDECIDED, **of_import))

    async def count_new(self, user_id: UUID, import_id: UUID) -> tuple[int, int]:
        row = await self._database.fetch_one(statements.NEW, user_id=user_id, import_id=import_id)
        return (0, 0) if row is None else (row["titles"], row["entries"])

    async def works(self, user_id: UUID, import_id: UUID) -> Sequence[WorkSize]:
        rows = await self._database.fetch(statements.WORKS, user_id=user_id, import_id=import_id)
        return [WorkSize(row["work_key"], row["records"]) for row in rows]

    async def add_candidate(self, user_id: UUID, import_id: UUID, work_keys: Sequence[bytes], title_id: UUID) -> None:
        of_works = {"user_id": user_id, "import_id": import_id, "work_keys": list(work_keys)}
        await self._database.execute(statements.ADD_CANDIDATE, **of_works, title_id=title_id)

    async def decide(
        self,
        user_id: UUID,
        import_id: UUID,
        work_keys: Sequence[bytes],
        decision: RowDecision | None,
        title_id: UUID | None,
    ) -> None:
        of_works = {"user_id": user_id, "import_id": import_id, "work_keys": list(work_keys)}
        await self._database.execute(statements.DECIDE, **of_works, decision=decision, title_id=title_id)

    async def decide_best(self, user_id: UUID, import_id: UUID, work_keys: Sequence[bytes]) -> Sequence[bytes]:
        of_works = {"user_id": user_id, "import_id": import_id, "work_keys": list(work_keys)}
        return [row["work_key"] for row in await self._database.fetch(statements.DECIDE_BEST, **of_works)]

    async def find_keys(self, user_id: UUID, import_id: UUID, filters: DecidedRows) -> Sequence[bytes]:
        rows = await self._database.fetch(
            statements.KEYS,
            user_id=user_id,
            import_id=import_id,
            results=[result.value for result in filters.results],
            ids=list(filters.ids),
            title_id=filters.title_id,
            member=filters.member,
            decided=filters.decided,
        )
        return [row["work_key"] for row in rows]

    async def remember(self, user_id: UUID, import_id: UUID, work_keys: Sequence[bytes]) -> None:
        keys = list(work_keys)
        await self._database.execute(statements.FORGET, user_id=user_id, work_keys=keys)
        await self._database.execute(
            statements.REMEMBER, user_id=user_id, import_id=import_id, work_keys=keys, at=now()
        )

    async def add_written(
        self, user_id: UUID, import_id: UUID, counts: Mapping[str, int], warnings: Sequence[FileWarning] = ()
    ) -> dict[str, int]:
        sent = {
            "counts": msgspec.json.encode(counts).decode(),
            "added_warnings": msgspec.json.encode(warnings).decode(),
        }
        written = await self._database.fetch_value(statements.ADD_WRITTEN, user_id=user_id, import_id=import_id, **sent)
        return msgspec.json.decode(written, type=dict[str, int])

    async def count_owned(self, user_id: UUID) -> tuple[int, int]:
        row = await self._database.fetch_one(statements.OWNED, user_id=user_id)
        return (0, 0) if row is None else (row["titles"], row["entries"])

    async def find_import(self, user_id: UUID, operation_id: UUID) -> UUID | None:
        found: UUID | None = await self._database.fetch_value(
            statements.IMPORT_OF, user_id=user_id, operation_id=operation_id
        )
        return found
