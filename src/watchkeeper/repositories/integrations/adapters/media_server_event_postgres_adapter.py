from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from uuid import UUID

import msgspec
from sqlalchemy import ARRAY, String, Uuid, bindparam, func, literal_column, select

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.database import DatabaseAdapter, Row
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.integrations.media_server_entity import MediaServerEventEntity
from watchkeeper.models.errors.integration_errors import MediaServerEventNotFoundError
from watchkeeper.models.types.integrations.media_server import EventOutcome, KnownItem, QueuedEvent, ServerKey
from watchkeeper.models.types.integrations.player_event import EventReason, EventResult, PlayerEvent, ServerKind
from watchkeeper.models.types.sorts import MediaServerEventSort
from watchkeeper.repositories.integrations.adapters import event_statements as statements

_EVENTS = MediaServerEventEntity.__table__
_COLUMNS = list(_EVENTS.columns)
_OF_SERVER = (
    _EVENTS.c.user_id == bindparam("user_id", type_=Uuid()),
    _EVENTS.c.server_id == bindparam("server_id", type_=Uuid()),
)
_NARROWED = _EVENTS.c.result == func.any(bindparam("results", type_=ARRAY(String())))
_SORTS: Mapping[str, SortColumn] = {"created_at": SortColumn(_EVENTS.c.created_at, datetime)}
_BY_ID = Statement(select(*_COLUMNS).where(*_OF_SERVER, _EVENTS.c.id == bindparam("id", type_=Uuid())))
_PORTION = 1000
_FAILURES = {EventReason.UNREADABLE, EventReason.NO_IDS, EventReason.NOT_IN_CATALOGUE, EventReason.AMBIGUOUS}


@cache
def _search(sort: MediaServerEventSort, is_narrowed: bool, *, is_continued: bool) -> Statement:
    events = select(*_COLUMNS).where(*_OF_SERVER, *([_NARROWED] if is_narrowed else []))
    return Statement(keyset_page(events, column_for(_SORTS, sort), _EVENTS.c.id, sort, is_continued=is_continued))


@cache
def _count(is_narrowed: bool) -> Statement:
    counted = select(func.count(literal_column("1"))).select_from(MediaServerEventEntity).where(*_OF_SERVER)
    return Statement(counted.where(_NARROWED) if is_narrowed else counted)


_ROWS = row_reader(MediaServerEventEntity, _BY_ID)
_PAGES = PagedQuery(MediaServerEventSort, _SORTS, page=_search, count=_count, reader=_ROWS)


def _json(members: Mapping[str, object]) -> str:
    return msgspec.json.encode(members).decode()


def _queued(row: Row) -> QueuedEvent:
    return QueuedEvent(
        ServerKey(row["user_id"], row["server_id"]),
        row["id"],
        PlayerEvent.of_json(row["event"]),
        ServerKind(row["kind"]),
        row["people_map"],
        row["min_percent"],
        row["count_manual_marks"],
        row["follow_unmarks"],
        row["role"],
        row["time_zone"],
        row["created_at"],
    )


class PostgresMediaServerEventAdapter(DatabaseAdapter):
    """Messages of media servers in PostgreSQL."""

    async def add(self, entity: MediaServerEventEntity) -> None:
        values = entity.values()
        del values["claimed_until"]
        values["event"] = None if entity.event is None else _json(entity.event)
        await self._database.execute(statements.ADD, **values)
        key = {"user_id": entity.user_id, "server_id": entity.server_id}
        reason = entity.reason if entity.reason in _FAILURES else None
        await self._database.execute(statements.NOTE, **key, at=entity.created_at, reason=reason)

    async def search(
        self, key: ServerKey, results: Collection[EventResult], sort: MediaServerEventSort, request: PageRequest
    ) -> Page[MediaServerEventEntity]:
        narrowed = {"results": list(results)} if results else {}
        return await _PAGES.fetch(self._database, request, sort, bool(results), **key._asdict(), **narrowed)

    async def require(self, key: ServerKey, id: UUID) -> MediaServerEventEntity:  # noqa: A002 - the name in the API
        row = await self._database.require_one(MediaServerEventNotFoundError, _BY_ID, **key._asdict(), id=id)
        return _ROWS.read(row)

    async def claim(self, most: int, at: datetime, *, until: datetime) -> Sequence[QueuedEvent]:
        rows = await self._database.fetch(statements.CLAIM, most=most, at=at, until=until)
        events = [_queued(row) for row in rows]
        return sorted(events, key=lambda event: (event.created_at, event.id))

    async def is_repeated(self, event: QueuedEvent, *, since: datetime) -> bool:
        return bool(
            await self._database.fetch_value(statements.IS_REPEATED, **event.key._asdict(), id=event.id, since=since)
        )

    async def claim_unmatched(self, key: ServerKey, id: UUID, at: datetime, *, until: datetime) -> QueuedEvent | None:  # noqa: A002
        row = await self._database.fetch_one(statements.CLAIM_UNMATCHED, **key._asdict(), id=id, at=at, until=until)
        return None if row is None else _queued(row)

    async def has_time_of(self, event: QueuedEvent, play_id: UUID) -> bool | None:
        row = await self._database.fetch_one(statements.HAS_TIME, **event.key._asdict(), id=event.id, play_id=play_id)
        return None if row is None else bool(row["tells_time"])

    async def plays_of(self, event: QueuedEvent) -> Sequence[UUID]:
        item_key = event.event.item_key
        rows = await self._database.fetch(statements.PLAYS_OF, **event.key._asdict(), item_key=item_key)
        return [row["id"] for row in rows]

    async def finish(self, event: QueuedEvent, outcome: EventOutcome, at: datetime) -> None:
        await self._database.execute(
            statements.FINISH,
            user_id=event.key.user_id,
            id=event.id,
            event=_json(event.event.as_json()),
            result=outcome.result,
            reason=outcome.reason,
            play_ids=list(outcome.play_ids),
            at=at,
        )
        if outcome.reason in _FAILURES:
            await self._database.execute(
                statements.NOTE, **event.key._asdict(), at=event.created_at, reason=outcome.reason
            )

    async def find_item(self, key: ServerKey, item_keys: Collection[str]) -> KnownItem | None:
        row = await self._database.fetch_one(statements.FIND_ITEM, **key._asdict(), item_keys=list(item_keys))
        return None if row is None else KnownItem(row["title_id"], row["season"], row["number"])

    async def remember_item(self, key: ServerKey, item_key: str, item: KnownItem, at: datetime) -> None:
        await self._database.execute(
            statements.REMEMBER_ITEM,
            **key._asdict(),
            item_key=item_key,
            title_id=item.title_id,
            season=item.season,
            number=item.number,
            at=at,
        )
        await self._database.execute(statements.QUEUE_AGAIN, **key._asdict(), item_key=item_key, at=at)

    async def delete_old(self, before: datetime) -> int:
        return await self._database.execute(statements.DELETE_OLD, before=before, limit=_PORTION)
