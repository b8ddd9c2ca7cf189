from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, ConfigDict, Field, Json
from pydantic_core import PydanticCustomError

from watchkeeper.foundation.core.dtos import Input, PageQuery, PatchInput, Resource
from watchkeeper.models.dtos.fields import Flag, Text
from watchkeeper.models.entities.integrations.webhook_entity import WebhookEntity
from watchkeeper.models.types.integrations.webhook import DeliveryState, WebhookEvent
from watchkeeper.models.types.sorts import WebhookDeliverySort, WebhookSort

_URL = "https://example.org/watched"


def _receiver(url: str) -> str:
    try:
        parts = urlsplit(url)
        is_known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_known = False
    if not is_known or parts.username is not None or any(sign.isspace() for sign in url):
        raise PydanticCustomError("url_invalid", "An http or https address without user name")
    return url


Receiver = Annotated[
    str,
    Text(2000),
    AfterValidator(_receiver),
    Field(json_schema_extra={"format": "uri"}, description="Private addresses only where the operator allows them."),
]
Events = Annotated[list[WebhookEvent], Field(min_length=1, max_length=6)]


class WebhookQuery(PageQuery):
    sort: WebhookSort = WebhookSort.CREATED_AT_DESCENDING


class WebhookDeliveryQuery(PageQuery):
    state: tuple[DeliveryState, ...] = Field(default=(), max_length=50, description="Repeatable: any of these.")
    sort: WebhookDeliverySort = WebhookDeliverySort.CREATED_AT_DESCENDING


class CreateWebhookInput(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [{"url": _URL, "events": ["play.created"]}]})

    url: Receiver
    events: Events


class UpdateWebhookInput(PatchInput):
    model_config = ConfigDict(json_schema_extra={"examples": [{"is_active": True}]})

    url: Receiver = ""
    events: Events = Field(default=[])
    is_active: Flag = Field(default=True, description="true also begins anew after it was disabled.")


class WebhookOutput(Resource):
    model_config = ConfigDict(title="Webhook")

    url: str = Field(examples=[_URL])
    events: list[WebhookEvent]
    is_active: bool
    disabled_reason: str | None = Field(
        description="failing: five days of failures; gone: the receiver answered 410.", examples=[None]
    )
    failing_since: datetime | None


class WebhookWithSecretOutput(WebhookOutput):
    model_config = ConfigDict(title="WebhookWithSecret")

    secret: str = Field(
        description="What messages are signed with, after Standard Webhooks. Not shown again.",
        examples=["whsec_C2FVsBQIhrscChlQIMV-b5sSYspob7oD"],
    )

    @classmethod
    def of_webhook(cls, webhook: WebhookEntity, secret: str) -> "WebhookWithSecretOutput":
        return cls(**WebhookOutput.of(webhook).model_dump(), secret=secret)


class WebhookDeliveryOutput(Resource):
    """A message to a webhook. `id` is its `webhook-id`, the same in each try."""

    model_config = ConfigDict(title="WebhookDelivery")

    event: WebhookEvent
    payload: Json[Any] = Field(description="What is sent: type, timestamp and data.", examples=[{}])
    state: DeliveryState
    tries: int
    next_try_at: datetime | None
    last_status: int | None = Field(examples=[200])
    last_error: str | None = Field(examples=[None])
    delivered_at: datetime | None
