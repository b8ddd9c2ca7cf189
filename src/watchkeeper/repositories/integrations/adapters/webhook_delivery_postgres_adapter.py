from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import ARRAY, String, Uuid, bindparam, func, literal_column, select

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.database import DatabaseAdapter, Row
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.integrations.webhook_entity import WebhookDeliveryEntity
from watchkeeper.models.errors.webhook_errors import WebhookDeliveryNotFoundError
from watchkeeper.models.types.integrations.webhook import DeliveryState, DueDelivery, SendResult, WebhookKey
from watchkeeper.models.types.sorts import WebhookDeliverySort
from watchkeeper.repositories.integrations.adapters import webhook_statements as statements

_DELIVERIES = WebhookDeliveryEntity.__table__
_COLUMNS = list(_DELIVERIES.columns)
_OF_WEBHOOK = (
    _DELIVERIES.c.user_id == bindparam("user_id", type_=Uuid()),
    _DELIVERIES.c.webhook_id == bindparam("webhook_id", type_=Uuid()),
)
_NARROWED = _DELIVERIES.c.state == func.any(bindparam("states", type_=ARRAY(String())))
_SORTS: Mapping[str, SortColumn] = {"created_at": SortColumn(_DELIVERIES.c.created_at, datetime)}
_BY_ID = Statement(select(*_COLUMNS).where(*_OF_WEBHOOK, _DELIVERIES.c.id == bindparam("id", type_=Uuid())))
_PORTION = 1000


@cache
def _search(sort: WebhookDeliverySort, is_narrowed: bool, *, is_continued: bool) -> Statement:
    found = select(*_COLUMNS).where(*_OF_WEBHOOK, *([_NARROWED] if is_narrowed else []))
    return Statement(keyset_page(found, column_for(_SORTS, sort), _DELIVERIES.c.id, sort, is_continued=is_continued))


@cache
def _count(is_narrowed: bool) -> Statement:
    counted = select(func.count(literal_column("1"))).select_from(WebhookDeliveryEntity).where(*_OF_WEBHOOK)
    return Statement(counted.where(_NARROWED) if is_narrowed else counted)


_ROWS = row_reader(WebhookDeliveryEntity, _BY_ID)
_PAGES = PagedQuery(WebhookDeliverySort, _SORTS, page=_search, count=_count, reader=_ROWS)


class PostgresWebhookDeliveryAdapter(DatabaseAdapter):
    """Messages to webhooks in PostgreSQL."""

    async def add_many(self, entities: Sequence[WebhookDeliveryEntity]) -> None:
        if not entities:
            return
        first = entities[0]
        await self._database.execute(
            statements.ADD_DELIVERIES,
            user_id=first.user_id,
            webhook_id=first.webhook_id,
            at=first.created_at,
            ids=[one.id for one in entities],
            events=[one.event for one in entities],
            payloads=[one.payload for one in entities],
        )

    async def search(
        self, key: WebhookKey, states: Collection[DeliveryState], sort: WebhookDeliverySort, request: PageRequest
    ) -> Page[WebhookDeliveryEntity]:
        narrowed = {"states": list(states)} if states else {}
        return await _PAGES.fetch(self._database, request, sort, bool(states), **key._asdict(), **narrowed)

    async def require(self, key: WebhookKey, id: UUID) -> WebhookDeliveryEntity:  # noqa: A002 - the name in the API
        row = await self._database.require_one(WebhookDeliveryNotFoundError, _BY_ID, **key._asdict(), id=id)
        return _ROWS.read(row)

    async def claim(self, most: int, at: datetime, *, until: datetime) -> Sequence[DueDelivery]:
        return [_due(row) for row in await self._database.fetch(statements.CLAIM, most=most, at=at, until=until)]

    async def finish(self, due: DueDelivery, result: SendResult, at: datetime, next_try_at: datetime | None) -> None:
        failed = DeliveryState.FAILED if next_try_at is None else DeliveryState.WAITING
        await self._database.execute(
            statements.FINISH,
            user_id=due.key.user_id,
            id=due.id,
            state=DeliveryState.DELIVERED if result.is_taken else failed,
            next_try_at=next_try_at,
            last_status=result.status,
            last_error=result.error,
            at=at,
        )

    async def note_success(self, key: WebhookKey) -> None:
        await self._database.execute(statements.NOTE_SUCCESS, **key._asdict())

    async def note_failure(self, key: WebhookKey, at: datetime) -> None:
        await self._database.execute(statements.NOTE_FAILURE, **key._asdict(), at=at)

    async def disable(self, key: WebhookKey, reason: str, at: datetime) -> None:
        await self._database.execute(statements.DISABLE, **key._asdict(), reason=reason, at=at)
        await self._database.execute(statements.GIVE_UP, **key._asdict(), at=at)

    async def send_again(self, key: WebhookKey, id: UUID, at: datetime) -> None:  # noqa: A002
        if not await self._database.execute(statements.SEND_AGAIN, **key._asdict(), id=id, at=at):
            raise WebhookDeliveryNotFoundError

    async def delete_old(self, before: datetime) -> int:
        return await self._database.execute(statements.DELETE_OLD, before=before, limit=_PORTION)


def _due(row: Row) -> DueDelivery:
    salts = [salt for salt in (row["salt"], row["previous_salt"]) if salt is not None]
    key = WebhookKey(row["user_id"], row["webhook_id"])
    return DueDelivery(key, row["id"], row["url"], salts, row["payload"], row["tries"], row["failing_since"])
