from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.text import sort_key
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.models.entities.watchlist.tag_entity import TagEntity
from watchkeeper.models.errors.tag_errors import TagNotFoundError
from watchkeeper.models.types.sorts import LookupSort
from watchkeeper.models.types.undo.operation import ChangedRow, RowImage
from watchkeeper.models.types.watchlist.tag import Tag
from watchkeeper.repositories.watchlist.adapters import tag_statements as statements

_TAGS = row_reader(Tag, statements.BY_ID, statements.BY_IDS)
_ENTITIES = row_reader(TagEntity, statements.ENTITY)
_LIST = PagedQuery(LookupSort, statements.SORTS, page=statements.search, count=statements.count, reader=_TAGS)


class PostgresTagAdapter(DatabaseAdapter):
    """Tags in PostgreSQL; what is tagged has their ids in an array."""

    async def search(self, user_id: UUID, query: str | None, sort: LookupSort, request: PageRequest) -> Page[Tag]:
        part = {} if query is None else {"part": sort_key(query)}
        return await _LIST.fetch(self._database, request, sort, query is None, user_id=user_id, **part)

    async def require(self, user_id: UUID, id: UUID) -> Tag:  # noqa: A002 - the name in the API
        return _TAGS.read(await self._database.require_one(TagNotFoundError, statements.BY_ID, user_id=user_id, id=id))

    async def find_many(self, user_id: UUID, ids: Sequence[UUID]) -> list[Tag]:
        rows = await self._database.fetch(statements.BY_IDS, user_id=user_id, ids=ids)
        return list(map(_TAGS.read, rows))

    async def get(self, user_id: UUID, id: UUID) -> TagEntity:  # noqa: A002
        row = await self._database.require_one(TagNotFoundError, statements.ENTITY, user_id=user_id, id=id)
        return _ENTITIES.read(row)

    async def find_named(self, user_id: UUID, keys: Sequence[str]) -> dict[str, UUID]:
        rows = await self._database.fetch(statements.BY_KEYS, user_id=user_id, keys=keys)
        return {row["name_key"]: row["id"] for row in rows}

    async def add_many(self, entities: Sequence[TagEntity]) -> None:
        first = entities[0]
        await self._database.execute(
            statements.INSERT,
            user_id=first.user_id,
            at=first.created_at,
            ids=[entity.id for entity in entities],
            names=[entity.name for entity in entities],
            name_keys=[entity.name_key for entity in entities],
            name_sorts=[entity.name_sort for entity in entities],
        )

    async def save(self, entity: TagEntity) -> None:
        await self._database.execute(statements.UPDATE, **entity.values())

    async def replace(self, user_id: UUID, id: UUID, other_id: UUID | None, at: datetime) -> list[ChangedRow]:  # noqa: A002
        values = {"user_id": user_id, "id": id, "other_id": other_id, "at": at}
        return [
            ChangedRow(kind, row["id"], RowImage(row["image"]), row["edited_at"])
            for kind, statement in statements.REPLACE.items()
            for row in await self._database.fetch(statement, **values)
        ]

    async def delete(self, user_id: UUID, id: UUID) -> RowImage:  # noqa: A002
        return RowImage(await self._database.fetch_value(statements.DELETE, user_id=user_id, id=id))
