import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Final
from uuid import UUID

from sqlalchemy import FromClause, Integer, Uuid, bindparam, delete, insert, select

from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.statement import Statement, parameters_of
from watchkeeper.models.entities.imports.import_entity import ImportFileEntity

_PART: Final = 1 << 20
_FILES: FromClause = ImportFileEntity.__table__
_OF_IMPORT = (
    _FILES.c.user_id == bindparam("user_id", type_=Uuid()),
    _FILES.c.import_id == bindparam("import_id", type_=Uuid()),
)
_ADD = Statement(insert(ImportFileEntity).values(parameters_of(_FILES.columns)))
_NAMES = Statement(select(_FILES.c.name).where(*_OF_IMPORT, _FILES.c.part == 0).order_by(_FILES.c.member))
_CONTENT = Statement(
    select(_FILES.c.content).where(
        *_OF_IMPORT,
        _FILES.c.member == bindparam("member", type_=Integer()),
        _FILES.c.part == bindparam("part", type_=Integer()),
    )
)
_REMOVE = Statement(delete(ImportFileEntity).where(*_OF_IMPORT))


class PostgresImportFileAdapter(DatabaseAdapter):
    """Members of uploads in a table of PostgreSQL, never whole in memory."""

    async def add(self, user_id: UUID, import_id: UUID, member: int, name: str, path: Path) -> None:
        key = {"user_id": user_id, "import_id": import_id, "member": member}
        with await asyncio.to_thread(path.open, "rb") as content:
            part = 0
            while (block := await asyncio.to_thread(content.read, _PART)) or part == 0:
                await self._database.execute(_ADD, **key, part=part, name=name, content=block)
                part += 1

    async def names(self, user_id: UUID, import_id: UUID) -> Sequence[str]:
        rows = await self._database.fetch(_NAMES, user_id=user_id, import_id=import_id)
        return [row["name"] for row in rows]

    async def copy(self, user_id: UUID, import_id: UUID, member: int, target: BinaryIO) -> None:
        part = 0
        key = {"user_id": user_id, "import_id": import_id, "member": member}
        while content := await self._database.fetch_value(_CONTENT, **key, part=part):
            await asyncio.to_thread(target.write, content)
            part += 1

    async def remove_all(self, user_id: UUID, import_id: UUID) -> None:
        await self._database.execute(_REMOVE, user_id=user_id, import_id=import_id)
