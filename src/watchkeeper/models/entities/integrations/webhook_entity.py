from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import Entity, one_of
from watchkeeper.models.entities.owned_entity import OwnedEntity
from watchkeeper.models.types.integrations.webhook import DeliveryState


class WebhookEntity(OwnedEntity):
    """An address that is notified of changes. Its secret follows from `salt` and the secret of the service.

    After a rotation messages are signed with the former secret too, until `previous_until`. `epoch`, `sequence`, `area`
    and `resource_id` are its place in the change feed.
    """

    __tablename__ = "webhooks"

    url: Mapped[str] = mapped_column(String(2000))
    events: Mapped[list[str]] = mapped_column(ARRAY(String(32)))
    is_active: Mapped[bool]
    disabled_reason: Mapped[str | None] = mapped_column(String(16))
    failing_since: Mapped[datetime | None]
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    previous_salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    previous_until: Mapped[datetime | None]
    epoch: Mapped[str | None] = mapped_column(String(64))
    sequence: Mapped[int | None] = mapped_column(BigInteger)
    area: Mapped[int | None]
    resource_id: Mapped[UUID | None]
    told_until: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("cardinality(events) > 0", name="events"),
        Index("ix_webhooks_user_id_created_at_id", "user_id", "created_at", "id"),
        Index("ix_webhooks_told_until", "told_until", postgresql_where=text("is_active")),
    )


class WebhookDeliveryEntity(Entity):
    """A message to a webhook, and how its sending went. `id` is the `webhook-id` of each try."""

    __tablename__ = "webhook_deliveries"

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    webhook_id: Mapped[UUID]
    event: Mapped[str] = mapped_column(String(32))
    payload: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    tries: Mapped[int] = mapped_column(SmallInteger)
    next_try_at: Mapped[datetime | None]
    last_status: Mapped[int | None] = mapped_column(SmallInteger)
    last_error: Mapped[str | None] = mapped_column(String(200))
    delivered_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["user_id", "webhook_id"], ["webhooks.user_id", "webhooks.id"], ondelete="CASCADE"),
        CheckConstraint(one_of("state", DeliveryState), name="state"),
        Index("ix_webhook_deliveries_user_id_webhook_id_created_at_id", "user_id", "webhook_id", "created_at", "id"),
        Index("ix_webhook_deliveries_next_try_at", "next_try_at", postgresql_where=text("state = 'waiting'")),
        Index("ix_webhook_deliveries_created_at", "created_at"),
    )
