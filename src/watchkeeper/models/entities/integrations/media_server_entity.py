from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import Entity, one_of
from watchkeeper.models.entities.owned_entity import OwnedEntity
from watchkeeper.models.types.integrations.player_event import EventResult, ServerKind


def _server_key() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["user_id", "server_id"], ["media_servers.user_id", "media_servers.id"], ondelete="CASCADE"
    )


class MediaServerEntity(OwnedEntity):
    """A media server that tells what is played. Only the hash of the secret in its address is stored.

    `people_map` holds `me` or `ignored` for each of its users.
    """

    __tablename__ = "media_servers"

    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(200))
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary)
    people_map: Mapped[dict[str, str]] = mapped_column(JSONB)
    min_percent: Mapped[int] = mapped_column(SmallInteger)
    count_manual_marks: Mapped[bool]
    follow_unmarks: Mapped[bool]
    last_event_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(40))

    __table_args__ = (
        UniqueConstraint("secret_hash"),
        CheckConstraint(one_of("kind", ServerKind), name="kind"),
        Index("ix_media_servers_user_id_created_at_id", "user_id", "created_at", "id"),
    )


class MediaServerEventEntity(Entity):
    """A message of a media server, and what became of it.

    `event` is a `PlayerEvent` as JSON, null for a message that was not understood. Of the messages that an item is
    being played only the last is stored: they share `progress_key`.
    """

    __tablename__ = "media_server_events"

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    server_id: Mapped[UUID]
    event: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    item_key: Mapped[str | None] = mapped_column(String(320))
    series_key: Mapped[str | None] = mapped_column(String(320))
    progress_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    message_hash: Mapped[bytes] = mapped_column(LargeBinary)
    result: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(40))
    play_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    claimed_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        _server_key(),
        UniqueConstraint("user_id", "server_id", "progress_key"),
        CheckConstraint(one_of("result", EventResult), name="result"),
        Index("ix_media_server_events_user_id_server_id_created_at_id", "user_id", "server_id", "created_at", "id"),
        Index("ix_media_server_events_message_hash", "user_id", "server_id", "message_hash"),
        Index("ix_media_server_events_item_key", "user_id", "server_id", "item_key"),
        Index("ix_media_server_events_queued", "created_at", "id", postgresql_where=text("result = 'queued'")),
        Index("ix_media_server_events_created_at", "created_at"),
    )


class MediaServerItemEntity(Entity):
    """The title of an item of a media server, as its person named it. `item_key` may be that of a show."""

    __tablename__ = "media_server_items"

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    server_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_key: Mapped[str] = mapped_column(String(320), primary_key=True)
    title_id: Mapped[UUID]
    season: Mapped[int | None]
    number: Mapped[int | None]
    created_at: Mapped[datetime]

    __table_args__ = (_server_key(),)
