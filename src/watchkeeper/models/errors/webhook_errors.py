"""Errors of webhooks."""

from collections.abc import Mapping

from watchkeeper.foundation.core.errors import ConflictError, NotFoundError


class WebhookNotFoundError(NotFoundError):
    code = "webhook_not_found"
    title = "Webhook not found"
    detail = "You have no webhook with this id."


class WebhookDeliveryNotFoundError(NotFoundError):
    code = "webhook_delivery_not_found"
    title = "Delivery not found"
    detail = "The webhook has no delivery with this id, or it is more than 30 days old."


class TooManyWebhooksError(ConflictError):
    """The member `limit` says how many there may be."""

    code = "too_many_webhooks"
    title = "You have as many webhooks as an account may have"
    detail = "Delete one that you no longer need. The member limit says how many an account may have."

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def members(self) -> Mapping[str, str | int]:
        return {"limit": self.limit}
