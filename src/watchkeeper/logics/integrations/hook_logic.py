import hashlib
from dataclasses import dataclass
from datetime import timedelta

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.identity.secret_codes import hash_of
from watchkeeper.models.entities.integrations.media_server_entity import MediaServerEventEntity
from watchkeeper.models.types.integrations.media_server import HookTarget
from watchkeeper.models.types.integrations.player_event import EventReason, EventResult, PlayerAction, PlayerEvent
from watchkeeper.repositories.integrations.media_server_event_repository import MediaServerEventRepository
from watchkeeper.repositories.integrations.media_server_repository import MediaServerRepository
from watchkeeper.repositories.integrations.player_event_reader import PlayerEventReader

_STORED = timedelta(days=30)


@dataclass(kw_only=True, eq=False)
class HookLogic:
    """Receives the messages of media servers: stores them at once, and leaves reading to the background."""

    unit_of_work: UnitOfWork
    servers: MediaServerRepository
    events: MediaServerEventRepository
    reader: PlayerEventReader

    async def require_target(self, secret: str) -> HookTarget:
        """Return the media server whose address has a secret. Raises HookNotFoundError."""
        return await self.servers.require_target(hash_of(secret))

    async def receive(self, target: HookTarget, payload: bytes) -> None:
        """Store a message. A message that is not about playing is stored with the reason."""
        event = self.reader.read(target.kind, payload)
        at, reason = now(), _reason_to_ignore(event)
        row = MediaServerEventEntity(
            user_id=target.key.user_id,
            id=uuid7(),
            server_id=target.key.server_id,
            event=None if event is None else event.as_json(),
            item_key=event and event.item_key,
            series_key=event and event.series_key,
            progress_key=None if event is None or reason else _progress_key(event),
            message_hash=hashlib.sha256(payload).digest(),
            result=EventResult.QUEUED if reason is None else EventResult.IGNORED,
            reason=reason,
            play_ids=[],
            created_at=at,
            updated_at=at,
        )
        async with self.unit_of_work.transaction():
            await self.events.add(row)

    async def forget_old(self) -> None:
        """Remove messages of more than 30 days ago."""
        async with self.unit_of_work.statement():
            await self.events.delete_old(now() - _STORED)


def _reason_to_ignore(event: PlayerEvent | None) -> EventReason | None:
    """Return why a message is ignored regardless of the settings of its server, or None."""
    if event is None:
        return EventReason.UNREADABLE
    if event.action is PlayerAction.OTHER:
        return EventReason.NOT_ABOUT_PLAYING
    return EventReason.NOT_A_FILM_OR_EPISODE if event.item_type is None else None


def _progress_key(event: PlayerEvent) -> bytes | None:
    """Return what messages of the same playing have in common: only the last is worth storing."""
    if event.action is not PlayerAction.PROGRESS:
        return None
    return hashlib.sha256(f"{event.session}\n{event.person}\n{event.item_key}".encode()).digest()
