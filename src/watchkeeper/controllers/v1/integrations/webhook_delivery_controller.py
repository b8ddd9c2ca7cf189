from uuid import UUID

from fastapi import Request, Response

from watchkeeper.controllers.v1.integrations.webhook_controller import WEBHOOK_PREFIX
from watchkeeper.foundation.http import (
    PRIVATE,
    ApiRouter,
    CurrentUser,
    PageOutput,
    Paging,
    json_response,
    page_response,
)
from watchkeeper.logics.integrations.webhook_logic import WebhookLogic
from watchkeeper.models.dtos.integrations.webhook_dtos import WebhookDeliveryOutput, WebhookDeliveryQuery
from watchkeeper.models.errors.webhook_errors import WebhookDeliveryNotFoundError, WebhookNotFoundError
from watchkeeper.models.types.integrations.webhook import WebhookKey


class WebhookDeliveryController:
    def __init__(self, logic: WebhookLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter(f"{WEBHOOK_PREFIX}/{{webhook_id}}/deliveries", tag="webhooks")
        one, missing = "/{delivery_id}", [WebhookDeliveryNotFoundError]
        router.get(
            "", self.search_webhook_deliveries, returns=PageOutput[WebhookDeliveryOutput], errors=[WebhookNotFoundError]
        )
        router.get(one, self.get_webhook_delivery, returns=WebhookDeliveryOutput, errors=missing)
        router.post(
            f"{one}/redeliver", self.redeliver_to_webhook, returns=WebhookDeliveryOutput, status=202, errors=missing
        )
        return router

    async def search_webhook_deliveries(
        self, webhook_id: UUID, request: Request, user: CurrentUser, query: WebhookDeliveryQuery, page: Paging
    ) -> Response:
        """List the messages to a webhook within 30 days, and how their sending went."""
        key = WebhookKey(user.user_id, webhook_id)
        found = await self._logic.search_deliveries(key, query.state, query.sort, page)
        return page_response(found, request, PRIVATE, WebhookDeliveryOutput.of)

    async def get_webhook_delivery(self, webhook_id: UUID, delivery_id: UUID, user: CurrentUser) -> Response:
        """Read one message to a webhook."""
        delivery = await self._logic.get_delivery(WebhookKey(user.user_id, webhook_id), delivery_id)
        return json_response(WebhookDeliveryOutput.of(delivery), PRIVATE)

    async def redeliver_to_webhook(self, webhook_id: UUID, delivery_id: UUID, user: CurrentUser) -> Response:
        """Send a message to a webhook anew, with the same id, whatever became of it."""
        delivery = await self._logic.send_again(WebhookKey(user.user_id, webhook_id), delivery_id)
        return json_response(WebhookDeliveryOutput.of(delivery), PRIVATE, status=202)
