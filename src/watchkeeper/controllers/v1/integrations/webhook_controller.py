from uuid import UUID

from fastapi import Request, Response

from watchkeeper.foundation.http import (
    NO_STORE,
    PRIVATE,
    ApiRouter,
    CurrentUser,
    IfMatch,
    PageOutput,
    Paging,
    json_response,
    no_content,
    page_response,
)
from watchkeeper.logics.integrations.webhook_logic import WebhookLogic
from watchkeeper.models.dtos.integrations.webhook_dtos import (
    CreateWebhookInput,
    UpdateWebhookInput,
    WebhookOutput,
    WebhookQuery,
    WebhookWithSecretOutput,
)
from watchkeeper.models.errors.webhook_errors import TooManyWebhooksError, WebhookNotFoundError

WEBHOOK_PREFIX = "/api/v1/webhooks"


class WebhookController:
    def __init__(self, logic: WebhookLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter(WEBHOOK_PREFIX, tag="webhooks")
        one, missing = "/{webhook_id}", [WebhookNotFoundError]
        router.get("", self.search_webhooks, returns=PageOutput[WebhookOutput])
        router.post(
            "",
            self.create_webhook,
            returns=WebhookWithSecretOutput,
            status=201,
            shown_once=True,
            errors=[TooManyWebhooksError],
        )
        router.get(one, self.get_webhook, returns=WebhookOutput, errors=missing)
        router.patch(one, self.update_webhook, returns=WebhookOutput, errors=missing)
        router.delete(one, self.delete_webhook, status=204, errors=missing)
        router.post(
            f"{one}/rotate-secret",
            self.rotate_webhook_secret,
            returns=WebhookWithSecretOutput,
            shown_once=True,
            errors=missing,
        )
        return router

    async def search_webhooks(self, request: Request, user: CurrentUser, query: WebhookQuery, page: Paging) -> Response:
        """List your webhooks, without their secrets."""
        found = await self._logic.search_webhooks(user.user_id, query.sort, page)
        return page_response(found, request, PRIVATE, WebhookOutput.of)

    async def get_webhook(self, webhook_id: UUID, user: CurrentUser) -> Response:
        """Read one of your webhooks, without its secret."""
        return json_response(WebhookOutput.of(await self._logic.get_webhook(user.user_id, webhook_id)), PRIVATE)

    async def create_webhook(self, terms: CreateWebhookInput, user: CurrentUser) -> Response:
        """Have an address told of what changes from now on. The secret is shown this once; docs/webhooks.md says how to
        check a signature with it."""
        webhook, secret = await self._logic.create_webhook(user.user_id, terms)
        return json_response(
            WebhookWithSecretOutput.of_webhook(webhook, secret),
            NO_STORE,
            status=201,
            location=f"{WEBHOOK_PREFIX}/{webhook.id}",
        )

    async def update_webhook(
        self, webhook_id: UUID, change: UpdateWebhookInput, user: CurrentUser, precondition: IfMatch
    ) -> Response:
        """Change one of your webhooks, or switch it on again."""
        webhook = await self._logic.update_webhook(user.user_id, webhook_id, change, precondition)
        return json_response(WebhookOutput.of(webhook), PRIVATE)

    async def delete_webhook(self, webhook_id: UUID, user: CurrentUser, precondition: IfMatch) -> Response:
        """Remove a webhook with its deliveries. What waits is not sent."""
        await self._logic.delete_webhook(user.user_id, webhook_id, precondition)
        return no_content()

    async def rotate_webhook_secret(self, webhook_id: UUID, user: CurrentUser, precondition: IfMatch) -> Response:
        """Give a webhook another secret, shown this once. Messages of a day have a signature by the former one, too."""
        webhook, secret = await self._logic.rotate_secret(user.user_id, webhook_id, precondition)
        return json_response(WebhookWithSecretOutput.of_webhook(webhook, secret), NO_STORE)
