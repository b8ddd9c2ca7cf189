from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.integrations.webhook_entity import WebhookDeliveryEntity, WebhookEntity
from watchkeeper.models.types.changes.change import FeedPosition
from watchkeeper.models.types.integrations.webhook import (
    DeliveryState,
    DueDelivery,
    ListeningWebhook,
    Notice,
    SendResult,
    WebhookKey,
)
from watchkeeper.models.types.sorts import WebhookDeliverySort, WebhookSort


class WebhookRepository(Protocol):
    """Webhooks; a person sees those of their own only."""

    async def search(self, user_id: UUID, sort: WebhookSort, request: PageRequest) -> Page[WebhookEntity]:
        """Return a page of a person's webhooks. Raises InvalidCursorError."""

    async def require(self, user_id: UUID, id: UUID, *, lock: bool = False) -> WebhookEntity:  # noqa: A002
        """Return a webhook, locked until the transaction ends if `lock` is set. Raises WebhookNotFoundError."""

    async def count(self, user_id: UUID) -> int:
        """Return how many webhooks a person has."""

    async def add(self, entity: WebhookEntity) -> None:
        """Store a new webhook."""

    async def save(self, entity: WebhookEntity) -> None:
        """Store the changes and update `updated_at`."""

    async def delete(self, user_id: UUID, id: UUID) -> None:  # noqa: A002
        """Remove a webhook with its deliveries."""


class WebhookNoticeRepository(Protocol):
    """What webhooks have to send, and how far each has sent it."""

    async def find_next(self, at: datetime) -> ListeningWebhook | None:
        """Return an active webhook whose account has changed since it looked, or which has not looked for a minute."""

    async def aired(self, user_id: UUID, time_zone: str, after: datetime, until: datetime) -> Sequence[Notice]:
        """Return the episodes of shows that a person watches or plans which aired after a time, and until another."""

    async def finished_imports(self, user_id: UUID, after: datetime, until: datetime) -> Sequence[Notice]:
        """Return the imports of a person that ended after a time, and until another."""

    async def advance(self, webhook: ListeningWebhook, position: FeedPosition, told_until: datetime) -> bool:
        """Store how far a webhook has sent everything, and return whether no other process has done so."""


class WebhookDeliveryRepository(Protocol):
    """Messages to webhooks, and how their sending goes."""

    async def add_many(self, entities: Sequence[WebhookDeliveryEntity]) -> None:
        """Store messages."""

    async def search(
        self, key: WebhookKey, states: Collection[DeliveryState], sort: WebhookDeliverySort, request: PageRequest
    ) -> Page[WebhookDeliveryEntity]:
        """Return a page of the messages to a webhook. Raises InvalidCursorError."""

    async def require(self, key: WebhookKey, id: UUID) -> WebhookDeliveryEntity:  # noqa: A002
        """Return a message to a webhook. Raises WebhookDeliveryNotFoundError."""

    async def claim(self, most: int, at: datetime, *, until: datetime) -> Sequence[DueDelivery]:
        """Return up to `most` messages that are due at `at`. They are not returned again before `until`."""

    async def finish(self, due: DueDelivery, result: SendResult, at: datetime, next_try_at: datetime | None) -> None:
        """Store how a try went; without a next one it was the last."""

    async def note_success(self, key: WebhookKey) -> None:
        """Store that a webhook takes its messages."""

    async def note_failure(self, key: WebhookKey, at: datetime) -> None:
        """Store since when a webhook has failed, unless it is known."""

    async def disable(self, key: WebhookKey, reason: str, at: datetime) -> None:
        """Switch a webhook off, and let its messages wait no longer."""

    async def send_again(self, key: WebhookKey, id: UUID, at: datetime) -> None:  # noqa: A002
        """Make a message due at once, as if it had never been tried. Raises WebhookDeliveryNotFoundError."""

    async def delete_old(self, before: datetime) -> int:
        """Remove messages that are older, and return how many."""
