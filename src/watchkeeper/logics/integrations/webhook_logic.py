from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.changes.change_logic import ChangeLogic, end_of
from watchkeeper.logics.integrations.webhook_signing import WebhookSigning, new_salt
from watchkeeper.models.dtos.integrations.webhook_dtos import CreateWebhookInput, UpdateWebhookInput
from watchkeeper.models.entities.integrations.webhook_entity import WebhookDeliveryEntity, WebhookEntity
from watchkeeper.models.errors.webhook_errors import TooManyWebhooksError
from watchkeeper.models.types.integrations.webhook import DeliveryState, WebhookKey
from watchkeeper.models.types.sorts import WebhookDeliverySort, WebhookSort
from watchkeeper.repositories.identity.account_lock_repository import AccountLockRepository
from watchkeeper.repositories.integrations.webhook_repository import WebhookDeliveryRepository, WebhookRepository

_BOTH_SECRETS = timedelta(days=1)


@dataclass(kw_only=True, eq=False)
class WebhookLogic:
    """The caller's own webhooks, and what was sent to them."""

    unit_of_work: UnitOfWork
    webhooks: WebhookRepository
    deliveries: WebhookDeliveryRepository
    accounts: AccountLockRepository
    changes: ChangeLogic
    signing: WebhookSigning
    max_webhooks: int

    async def search_webhooks(self, user_id: UUID, sort: WebhookSort, request: PageRequest) -> Page[WebhookEntity]:
        """Raises InvalidCursorError."""
        return await self.webhooks.search(user_id, sort, request)

    async def get_webhook(self, user_id: UUID, webhook_id: UUID) -> WebhookEntity:
        """Raises WebhookNotFoundError."""
        return await self.webhooks.require(user_id, webhook_id)

    async def create_webhook(self, user_id: UUID, terms: CreateWebhookInput) -> tuple[WebhookEntity, str]:
        """Return a new webhook, which tells of what changes from now on, and its secret.

        Raises TooManyWebhooksError.
        """
        at, end = now(), end_of(await self.changes.get_head(user_id), ())
        webhook = WebhookEntity(
            user_id=user_id,
            id=uuid7(),
            url=terms.url,
            events=list(dict.fromkeys(terms.events)),
            is_active=True,
            salt=new_salt(),
            epoch=end.epoch,
            sequence=end.sequence,
            area=end.area,
            resource_id=end.resource_id,
            told_until=at,
            created_at=at,
            updated_at=at,
        )
        async with self.unit_of_work.transaction():
            await self.accounts.lock(user_id)
            if await self.webhooks.count(user_id) >= self.max_webhooks:
                raise TooManyWebhooksError(self.max_webhooks)
            await self.webhooks.add(webhook)
        return webhook, self.signing.secret_of(webhook.salt)

    async def update_webhook(
        self, user_id: UUID, webhook_id: UUID, change: UpdateWebhookInput, precondition: Precondition
    ) -> WebhookEntity:
        """Raises WebhookNotFoundError, PreconditionFailedError."""
        async with self.unit_of_work.transaction():
            webhook = await self._require_locked(user_id, webhook_id, precondition)
            changed = change.model_dump(mode="json", exclude_unset=True)
            if changed.get("is_active"):
                changed |= {"disabled_reason": None, "failing_since": None}
            if changed:
                vars(webhook).update(changed, updated_at=now())
                await self.webhooks.save(webhook)
        return webhook

    async def rotate_secret(
        self, user_id: UUID, webhook_id: UUID, precondition: Precondition
    ) -> tuple[WebhookEntity, str]:
        """Give a webhook another secret; messages of a day are signed with the former one, too.

        Raises WebhookNotFoundError, PreconditionFailedError.
        """
        async with self.unit_of_work.transaction():
            webhook = await self._require_locked(user_id, webhook_id, precondition)
            at = now()
            webhook.previous_salt, webhook.previous_until = webhook.salt, at + _BOTH_SECRETS
            webhook.salt, webhook.updated_at = new_salt(), at
            await self.webhooks.save(webhook)
        return webhook, self.signing.secret_of(webhook.salt)

    async def delete_webhook(self, user_id: UUID, webhook_id: UUID, precondition: Precondition) -> None:
        """Remove a webhook with its deliveries. Raises WebhookNotFoundError, PreconditionFailedError."""
        async with self.unit_of_work.transaction():
            await self._require_locked(user_id, webhook_id, precondition)
            await self.webhooks.delete(user_id, webhook_id)

    async def search_deliveries(
        self, key: WebhookKey, states: Collection[DeliveryState], sort: WebhookDeliverySort, request: PageRequest
    ) -> Page[WebhookDeliveryEntity]:
        """Raises WebhookNotFoundError, InvalidCursorError."""
        found = await self.deliveries.search(key, states, sort, request)
        if not found.items:
            await self.webhooks.require(*key)
        return found

    async def get_delivery(self, key: WebhookKey, delivery_id: UUID) -> WebhookDeliveryEntity:
        """Raises WebhookDeliveryNotFoundError."""
        return await self.deliveries.require(key, delivery_id)

    async def send_again(self, key: WebhookKey, delivery_id: UUID) -> WebhookDeliveryEntity:
        """Send a message again, with the same id. Raises WebhookDeliveryNotFoundError."""
        async with self.unit_of_work.transaction():
            await self.deliveries.send_again(key, delivery_id, now())
            return await self.deliveries.require(key, delivery_id)

    async def _require_locked(self, user_id: UUID, webhook_id: UUID, precondition: Precondition) -> WebhookEntity:
        webhook = await self.webhooks.require(user_id, webhook_id, lock=True)
        precondition.verify(webhook.updated_at)
        return webhook
