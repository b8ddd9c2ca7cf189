from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import insert

from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.row_sets import insert_rows, rows_as_json
from watchkeeper.foundation.postgres.statement import Statement, parameters_of
from watchkeeper.models.entities.lists.list_entity import ListEntity, ListItemEntity
from watchkeeper.models.types.imports.imports import StoredRow
from watchkeeper.repositories.imports.adapters.import_row_postgres_adapter import ROWS
from watchkeeper.repositories.imports.adapters.import_row_statements import LISTS
from watchkeeper.repositories.imports.import_list_repository import Reference, StoredList
from watchkeeper.repositories.text_statements import text_statement

_ALL: Final = text_statement(
    """
    WITH own AS MATERIALIZED (
        SELECT id, name_key, items_count FROM lists WHERE user_id = :user_id ORDER BY id FOR UPDATE
    )
    SELECT own.id, own.name_key, own.items_count, coalesce((
        SELECT max(rank) FROM list_items AS item WHERE item.user_id = :user_id AND item.list_id = own.id
    ), 0) AS last_rank
    FROM own
    """
)
_REFERENCES: Final = text_statement(
    "SELECT title_id, season_id, episode_id FROM list_items WHERE user_id = :user_id AND list_id = :list_id"
)
_PARTS: Final = text_statement(
    """
    SELECT title_id, number AS season, NULL::integer AS number, id AS season_id, NULL::uuid AS episode_id
    FROM seasons WHERE title_id = ANY (:title_ids)
    UNION ALL
    SELECT title_id, season, number, NULL, id FROM episodes WHERE title_id = ANY (:title_ids) AND state = 'current'
    """
)
_COUNT: Final = text_statement(
    """
    UPDATE lists SET items_count = items_count + :number,
        updated_at = greatest(:at, updated_at + interval '1 microsecond')
    WHERE user_id = :user_id AND id = :list_id
    """
)
_COLUMNS: Final = ListEntity.__table__.columns
_ADD: Final = Statement(insert(ListEntity).values(parameters_of(_COLUMNS)))
_ADD_ITEMS: Final = Statement(insert_rows(ListItemEntity, "added"))


class PostgresImportListAdapter(DatabaseAdapter):
    """Lists in PostgreSQL, by one statement a list."""

    async def find_records(self, user_id: UUID, import_id: UUID) -> Sequence[StoredRow]:
        found = await self._database.fetch(LISTS, user_id=user_id, import_id=import_id)
        return [ROWS.read(row) for row in found]

    async def find_all(self, user_id: UUID) -> dict[bytes, StoredList]:
        rows = await self._database.fetch(_ALL, user_id=user_id)
        return {row["name_key"]: StoredList(row["id"], row["items_count"], row["last_rank"]) for row in rows}

    async def references(self, user_id: UUID, list_id: UUID) -> set[Reference]:
        rows = await self._database.fetch(_REFERENCES, user_id=user_id, list_id=list_id)
        return {Reference(row["title_id"], row["season_id"], row["episode_id"]) for row in rows}

    async def parts(self, title_ids: Collection[UUID]) -> Mapping[tuple[UUID, int, int | None], Reference]:
        rows = await self._database.fetch(_PARTS, title_ids=list(title_ids)) if title_ids else []
        return {
            (row["title_id"], row["season"], row["number"]): Reference(
                row["title_id"], row["season_id"], row["episode_id"]
            )
            for row in rows
        }

    async def add(self, entity: ListEntity) -> None:
        await self._database.execute(_ADD, **entity.values())

    async def add_items(
        self, user_id: UUID, list_id: UUID, items: Sequence[ListItemEntity], at: datetime, *, counts: bool
    ) -> None:
        if not items:
            return
        await self._database.execute(_ADD_ITEMS, added=rows_as_json(items))
        if counts:
            await self._database.execute(_COUNT, user_id=user_id, list_id=list_id, number=len(items), at=at)
