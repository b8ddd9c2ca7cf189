from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec import Raw

from watchkeeper.foundation.postgres.database import DatabaseAdapter, Row
from watchkeeper.models.types.changes.change import FeedPosition
from watchkeeper.models.types.integrations.webhook import ListeningWebhook, Notice, WebhookEvent, WebhookKey
from watchkeeper.repositories.integrations.adapters import webhook_statements as statements

_PAUSE = timedelta(minutes=1)


class PostgresWebhookNoticeAdapter(DatabaseAdapter):
    """The messages that webhooks have to send, in PostgreSQL."""

    async def find_next(self, at: datetime) -> ListeningWebhook | None:
        row = await self._database.fetch_one(statements.FIND_NEXT, looked_before=at - _PAUSE)
        if row is None:
            return None
        key = WebhookKey(row["user_id"], row["id"])
        events = frozenset(map(WebhookEvent, row["events"]))
        return ListeningWebhook(key, events, _position_of(row), row["told_until"], row["time_zone"])

    async def aired(self, user_id: UUID, time_zone: str, after: datetime, until: datetime) -> Sequence[Notice]:
        values: dict[str, Any] = {"user_id": user_id, "time_zone": time_zone, "since": after, "until": until}
        rows = await self._database.fetch(statements.AIRED, **values)
        return [_notice(WebhookEvent.EPISODE_AIRED, row) for row in rows]

    async def finished_imports(self, user_id: UUID, after: datetime, until: datetime) -> Sequence[Notice]:
        rows = await self._database.fetch(statements.FINISHED_IMPORTS, user_id=user_id, since=after, until=until)
        return [_notice(WebhookEvent.IMPORT_FINISHED, row) for row in rows]

    async def advance(self, webhook: ListeningWebhook, position: FeedPosition, told_until: datetime) -> bool:
        touched = await self._database.execute(
            statements.ADVANCE,
            **webhook.key._asdict(),
            told_before=webhook.told_until,
            epoch=position.epoch,
            sequence=position.sequence,
            area=position.area,
            resource_id=position.resource_id,
            told_until=told_until,
        )
        return bool(touched)


def _position_of(row: Row) -> FeedPosition | None:
    if row["epoch"] is None:
        return None
    return FeedPosition(row["epoch"], row["sequence"], row["area"], row["resource_id"], None)


def _notice(event: WebhookEvent, row: Row) -> Notice:
    return Notice(event, row["id"], row["at"], Raw(row["data"].encode()))
