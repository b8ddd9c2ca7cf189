from watchkeeper.foundation.postgres.owned_table_adapter import OwnedTableAdapter
from watchkeeper.models.entities.integrations.webhook_entity import WebhookEntity
from watchkeeper.models.errors.webhook_errors import WebhookNotFoundError
from watchkeeper.models.types.sorts import WebhookSort


class PostgresWebhookAdapter(OwnedTableAdapter[WebhookEntity]):
    """Webhooks in PostgreSQL."""

    entity = WebhookEntity
    missing = WebhookNotFoundError
    changed = (
        "url",
        "events",
        "is_active",
        "disabled_reason",
        "failing_since",
        "salt",
        "previous_salt",
        "previous_until",
    )
    sorts = WebhookSort
