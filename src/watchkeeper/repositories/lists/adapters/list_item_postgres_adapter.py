from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

import msgspec

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.constraint_errors import Conflict, ConstraintErrors, translate_constraint_errors
from watchkeeper.foundation.postgres.database import DatabaseAdapter, Row
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import EMPTY_LIST, EMPTY_OBJECT, Convert, row_reader
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.lists.list_entity import ListItemEntity
from watchkeeper.models.errors.catalogue_errors import EpisodeNotFoundError, SeasonNotFoundError, TitleNotFoundError
from watchkeeper.models.errors.list_errors import AlreadyInListError, ListItemNotFoundError, ListNotFoundError
from watchkeeper.models.errors.mark_errors import AnchorNotFoundError
from watchkeeper.models.types.lists.lists import (
    ListedEpisode,
    ListedSeason,
    ListItem,
    ListItemFilter,
    ListKey,
    Neighbours,
    SharedListItem,
    TitleList,
)
from watchkeeper.models.types.sorts import ListItemSort
from watchkeeper.models.types.undo.operation import ChangedRow, RowKind
from watchkeeper.repositories.lists.adapters import list_item_pages as pages
from watchkeeper.repositories.lists.adapters import list_item_statements as statements

_CONVERTERS: Mapping[str, Convert] = {
    "title__genres": EMPTY_LIST,
    "title__external_ids": EMPTY_OBJECT,
    "season": lambda text: msgspec.json.decode(text, type=ListedSeason) if text else None,
    "episode": lambda text: msgspec.json.decode(text, type=ListedEpisode) if text else None,
}
_search_own, _search_shared = (partial(pages.search, is_shared=one) for one in (False, True))
_ITEMS = row_reader(
    ListItem, statements.BY_ID, statements.BY_IDS, statements.INSERT, statements.UPDATE, converters=_CONVERTERS
)
_SHARED = row_reader(
    SharedListItem, _search_shared(ListItemSort.RANK, frozenset(), is_continued=False), converters=_CONVERTERS
)
_LISTS = row_reader(TitleList, statements.REORDER)
_ENTITIES = row_reader(ListItemEntity, statements.BY_ID_LOCKED)
_PAGES = PagedQuery(ListItemSort, pages.SORTS, page=_search_own, count=pages.count, reader=_ITEMS)
_SHARED_PAGES = PagedQuery(ListItemSort, pages.SHARED_SORTS, page=_search_shared, count=pages.count, reader=_SHARED)
_CONSTRAINT_ERRORS: ConstraintErrors = {"uq_list_items_reference": Conflict(AlreadyInListError, statements.EXISTING)}


class PostgresListItemAdapter(DatabaseAdapter):
    """Items of lists in PostgreSQL."""

    async def search(
        self, key: ListKey, filters: ListItemFilter, sort: ListItemSort, request: PageRequest
    ) -> Page[ListItem]:
        bound = pages.filter_values(filters)
        return await _PAGES.fetch(self._database, request, sort, frozenset(bound), **key._asdict(), **bound)

    async def search_shared(
        self, key: ListKey, filters: ListItemFilter, sort: ListItemSort, request: PageRequest
    ) -> Page[SharedListItem]:
        bound = pages.filter_values(filters)
        return await _SHARED_PAGES.fetch(self._database, request, sort, frozenset(bound), **key._asdict(), **bound)

    async def require(self, key: ListKey, id: UUID) -> ListItem:  # noqa: A002 - the name in the API
        row = await self._database.require_one(ListItemNotFoundError, statements.BY_ID, **key._asdict(), id=id)
        return _ITEMS.read(row)

    async def find_many(self, user_id: UUID, ids: Sequence[UUID]) -> list[ListItem]:
        rows = await self._database.fetch(statements.BY_IDS, user_id=user_id, ids=ids)
        return list(map(_ITEMS.read, rows))

    async def require_locked(self, key: ListKey, id: UUID) -> ListItemEntity:  # noqa: A002
        row = await self._database.require_one(ListItemNotFoundError, statements.BY_ID_LOCKED, **key._asdict(), id=id)
        return _ENTITIES.read(row)

    async def find_title(self, season_id: UUID | None, episode_id: UUID | None) -> UUID:
        statement = statements.TITLE_OF_EPISODE if season_id is None else statements.TITLE_OF_SEASON
        found: UUID | None = await self._database.fetch_value(statement, id=season_id or episode_id)
        if found is None:
            raise EpisodeNotFoundError if season_id is None else SeasonNotFoundError
        return found

    async def lock_list(self, key: ListKey, title_id: UUID) -> int:
        row = await self._database.require_one(
            ListNotFoundError, statements.LOCK_LIST, **key._asdict(), title_id=title_id
        )
        if row["title_id"] is None:
            raise TitleNotFoundError
        return int(row["items_count"])

    async def neighbours(self, key: ListKey, item_id: UUID, before: UUID | None, after: UUID | None) -> Neighbours:
        statement = statements.AFTER if before is None else statements.BEFORE
        values = {**key._asdict(), "id": item_id, "anchor_id": before or after}
        row = await self._database.require_one(AnchorNotFoundError, statement, **values)
        return Neighbours(row["lower"], row["upper"])

    async def renumber(self, key: ListKey, at: datetime) -> None:
        await self._database.execute(statements.RENUMBER, **key._asdict(), updated_at=at)

    async def ids(self, key: ListKey) -> list[UUID]:
        rows = await self._database.fetch(statements.IDS, **key._asdict())
        return [row["id"] for row in rows]

    async def reorder(self, key: ListKey, ids: Sequence[UUID], at: datetime) -> TitleList:
        values = {**key._asdict(), "ids": ids, "updated_at": at}
        return _LISTS.read(await self._database.require_one(ListNotFoundError, statements.REORDER, **values))

    async def add(self, entity: ListItemEntity) -> ListItem:
        return _item(await self._insert(statements.INSERT, entity))

    async def append(self, entity: ListItemEntity) -> ListItem | None:
        row = await self._insert(statements.APPEND, entity)
        return None if row is None else _item(row)

    async def _insert(self, statement: Statement, entity: ListItemEntity) -> Row | None:
        values = entity.values()
        with translate_constraint_errors(_CONSTRAINT_ERRORS, self._database, values):
            return await self._database.fetch_one(statement, **values)

    async def save(self, entity: ListItemEntity) -> ListItem:
        return _item(await self._database.fetch_one(statements.UPDATE, **entity.values()))

    async def delete(self, key: ListKey, id: UUID, at: datetime) -> ChangedRow:  # noqa: A002
        values = {**key._asdict(), "id": id, "updated_at": at}
        row = await self._database.require_one(ListItemNotFoundError, statements.DELETE, **values)
        return ChangedRow.removed(RowKind.LIST_ITEM, id, row["image"])


def _item(row: Row | None) -> ListItem:
    if row is None:
        raise ListItemNotFoundError
    return _ITEMS.read(row)
