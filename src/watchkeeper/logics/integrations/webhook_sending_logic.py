import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import msgspec

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.changes.change_logic import ChangeLogic, end_of
from watchkeeper.logics.integrations.webhook_signing import WebhookSigning
from watchkeeper.models.entities.integrations.webhook_entity import WebhookDeliveryEntity
from watchkeeper.models.errors.change_errors import ResyncRequiredError
from watchkeeper.models.types.changes.change import Change, ChangeArea, ChangePage
from watchkeeper.models.types.integrations.webhook import (
    DELAYS,
    DueDelivery,
    ListeningWebhook,
    Notice,
    SendResult,
    SignedMessage,
    WebhookEvent,
    WebhookKey,
)
from watchkeeper.repositories.integrations.webhook_repository import WebhookDeliveryRepository, WebhookNoticeRepository
from watchkeeper.repositories.integrations.webhook_sender import WebhookSender

_EVENTS = {
    ChangeArea.PLAYS: WebhookEvent.PLAY_CREATED,
    ChangeArea.WATCHLIST: WebhookEvent.ENTRY_CHANGED,
    ChangeArea.RATINGS: WebhookEvent.RATING_CHANGED,
    ChangeArea.LISTS: WebhookEvent.LIST_CHANGED,
}
_PAGE = 100
_PORTION = 20
_CLAIM_DURATION = timedelta(minutes=1)
_FAILING = timedelta(days=5)
_STORED = timedelta(days=30)
_LATE = timedelta(minutes=1)
"""How long before its commit a play may have been made."""


@dataclass(kw_only=True, eq=False)
class WebhookSendingLogic:
    """Sends webhooks what has changed, at least once: a message is stored with its place in the feed."""

    unit_of_work: UnitOfWork
    notices: WebhookNoticeRepository
    deliveries: WebhookDeliveryRepository
    changes: ChangeLogic
    signing: WebhookSigning
    sender: WebhookSender

    async def send_changes(self) -> None:
        """Store messages for everything that has changed since the last look of each webhook."""
        while await self._send_next():
            pass

    async def _send_next(self) -> bool:
        """Let one webhook look, and return whether there was one."""
        at = now()
        webhook = await self.notices.find_next(at)
        if webhook is None:
            return False
        page = await self._changes_of(webhook)
        notices = [*_notices_of(webhook, page.items), *await self._timed_notices(webhook, at)]
        chosen = [notice for notice in notices if notice.event in webhook.events]
        async with self.unit_of_work.transaction():
            if await self.notices.advance(webhook, page.position, at):  # else another process has told the same
                await self.deliveries.add_many([_delivery(webhook.key, notice, at) for notice in chosen])
        return True

    async def _changes_of(self, webhook: ListeningWebhook) -> ChangePage:
        """Return the changes behind the place of a webhook. After a restore it goes on from the end."""
        user_id, position = webhook.key.user_id, webhook.position
        if position is not None:
            try:
                return await self.changes.read(user_id, position, (), _PAGE)
            except ResyncRequiredError:
                position = None
        head = await self.changes.get_head(user_id)
        return ChangePage([], end_of(head, ()), has_more=False, is_snapshot=False, head=head)

    async def _timed_notices(self, webhook: ListeningWebhook, at: datetime) -> Sequence[Notice]:
        user_id, after = webhook.key.user_id, webhook.told_until
        found: list[Notice] = []
        if WebhookEvent.EPISODE_AIRED in webhook.events:
            found += await self.notices.aired(user_id, webhook.time_zone, after, at)
        if WebhookEvent.IMPORT_FINISHED in webhook.events:
            found += await self.notices.finished_imports(user_id, after, at)
        return found

    async def send_due(self) -> None:
        """Send the messages that are due."""
        while True:
            at = now()
            async with self.unit_of_work.statement():
                claimed = await self.deliveries.claim(_PORTION, at, until=at + _CLAIM_DURATION)
            await self._send(claimed, at)
            if len(claimed) < _PORTION:
                return

    async def _send(self, claimed: Sequence[DueDelivery], at: datetime) -> None:
        for due, result in zip(claimed, await self.sender.send_all(self._signed(claimed, at)), strict=True):
            ended_at = now()
            async with self.unit_of_work.transaction():
                await self.deliveries.finish(due, result, ended_at, _next_try(due, result, ended_at))
                await self._record_result(due, result, ended_at)

    def _signed(self, claimed: Sequence[DueDelivery], at: datetime) -> list[SignedMessage]:
        messages = []
        for due in claimed:
            body = due.payload.encode()
            signed = self.signing.headers_of(due.id, at, body, due.salts)
            headers = {"content-type": "application/json", "user-agent": "Watchkeeper", **signed}
            messages.append(SignedMessage(due.url, headers, body))
        return messages

    async def _record_result(self, due: DueDelivery, result: SendResult, at: datetime) -> None:
        """Switch off a webhook that is gone or has failed for five days."""
        if result.is_taken:
            await self.deliveries.note_success(due.key)
        elif result.is_unwanted:
            await self.deliveries.disable(due.key, "gone", at)
        elif due.failing_since is not None and at - due.failing_since > _FAILING:
            await self.deliveries.disable(due.key, "failing", at)
        else:
            await self.deliveries.note_failure(due.key, at)

    async def forget_old(self) -> None:
        """Remove messages of more than 30 days ago."""
        async with self.unit_of_work.statement():
            await self.deliveries.delete_old(now() - _STORED)


def _notices_of(webhook: ListeningWebhook, changes: Sequence[Change]) -> list[Notice]:
    found = []
    for change in changes:
        event = _EVENTS.get(ChangeArea(change.kind))
        is_old_play = event is WebhookEvent.PLAY_CREATED and (
            change.data is None or change.data.created_at <= webhook.told_until - _LATE
        )
        if event is not None and not is_old_play:
            found.append(Notice(event, change.id, change.changed_at, change.data))
    return found


def _message_id(key: WebhookKey, notice: Notice) -> UUID:
    """Return the id of a message. The creation of a play has an id of its own, so that a change soon after it sends no
    second message."""
    is_reported_once = notice.event is WebhookEvent.PLAY_CREATED
    return uuid5(key.webhook_id, str(notice.id)) if is_reported_once else uuid7()


def _delivery(key: WebhookKey, notice: Notice, at: datetime) -> WebhookDeliveryEntity:
    payload: dict[str, Any] = {
        "type": notice.event,
        "timestamp": notice.at,
        "data": {"id": notice.id, "change": "delete" if notice.data is None else "upsert", "resource": notice.data},
    }
    return WebhookDeliveryEntity(
        user_id=key.user_id,
        id=_message_id(key, notice),
        webhook_id=key.webhook_id,
        event=notice.event,
        payload=msgspec.json.encode(payload).decode(),
        created_at=at,
    )


def _next_try(due: DueDelivery, result: SendResult, at: datetime) -> datetime | None:
    """Return when a message is sent again: later each time, and not with all others."""
    if result.is_taken or result.is_unwanted or due.tries >= len(DELAYS):
        return None
    return at + DELAYS[due.tries] * random.uniform(0.9, 1.3)  # noqa: S311 - no secret
