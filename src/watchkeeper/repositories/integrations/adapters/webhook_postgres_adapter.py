from collections.abc import Mapping
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import Uuid, bindparam, delete, func, insert, literal_column, select, update

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.foundation.postgres.table_adapter import later_than
from watchkeeper.models.entities.integrations.webhook_entity import WebhookEntity
from watchkeeper.models.errors.webhook_errors import WebhookNotFoundError
from watchkeeper.models.types.sorts import WebhookSort

_WEBHOOKS = WebhookEntity.__table__
_COLUMNS = list(_WEBHOOKS.columns)
_CHANGED = ("url", "events", "is_active", "disabled_reason", "failing_since", "salt", "previous_salt", "previous_until")
_KEYS = ("user_id", "id", "updated_at")
_OWNED = _WEBHOOKS.c.user_id == bindparam("user_id", type_=Uuid())
_ONE = (_OWNED, _WEBHOOKS.c.id == bindparam("id", type_=Uuid()))
_SORTS: Mapping[str, SortColumn] = {"created_at": SortColumn(_WEBHOOKS.c.created_at, datetime)}

_BY_ID = Statement(select(*_COLUMNS).where(*_ONE))
_BY_ID_LOCKED = Statement(select(*_COLUMNS).where(*_ONE).with_for_update(key_share=True))
_INSERT = Statement(insert(WebhookEntity).values({one.name: bindparam(one.name, type_=one.type) for one in _COLUMNS}))
_UPDATE = Statement(
    update(WebhookEntity)
    .where(*_ONE)
    .values(
        {name: bindparam(name, type_=_WEBHOOKS.c[name].type) for name in _CHANGED}
        | {"updated_at": later_than(_WEBHOOKS.c.updated_at)}
    )
    .returning(_WEBHOOKS.c.updated_at)
)
_DELETE = Statement(delete(WebhookEntity).where(*_ONE))


@cache
def _search(sort: WebhookSort, *, is_continued: bool) -> Statement:
    webhooks = select(*_COLUMNS).where(_OWNED)
    return Statement(keyset_page(webhooks, column_for(_SORTS, sort), _WEBHOOKS.c.id, sort, is_continued=is_continued))


@cache
def _count() -> Statement:
    return Statement(select(func.count(literal_column("1"))).select_from(WebhookEntity).where(_OWNED))


_ROWS = row_reader(WebhookEntity, _BY_ID, _BY_ID_LOCKED)
_PAGES = PagedQuery(WebhookSort, _SORTS, page=_search, count=_count, reader=_ROWS)


class PostgresWebhookAdapter:
    """Webhooks in PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def search(self, user_id: UUID, sort: WebhookSort, request: PageRequest) -> Page[WebhookEntity]:
        return await _PAGES.fetch(self._database, request, sort, user_id=user_id)

    async def require(self, user_id: UUID, id: UUID, *, lock: bool = False) -> WebhookEntity:  # noqa: A002
        row = await self._database.fetch_one(_BY_ID_LOCKED if lock else _BY_ID, user_id=user_id, id=id)
        if row is None:
            raise WebhookNotFoundError
        return _ROWS.read(row)

    async def count(self, user_id: UUID) -> int:
        return int(await self._database.fetch_value(_count(), user_id=user_id))

    async def add(self, entity: WebhookEntity) -> None:
        await self._database.execute(_INSERT, **entity.values())

    async def save(self, entity: WebhookEntity) -> None:
        values = {name: value for name, value in entity.values().items() if name in (*_CHANGED, *_KEYS)}
        entity.updated_at = await self._database.fetch_value(_UPDATE, **values)

    async def delete(self, user_id: UUID, id: UUID) -> None:  # noqa: A002
        await self._database.execute(_DELETE, user_id=user_id, id=id)
