from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.integrations.media_server_entity import MediaServerEventEntity
from watchkeeper.models.types.integrations.media_server import EventOutcome, KnownItem, QueuedEvent, ServerKey
from watchkeeper.models.types.integrations.player_event import EventResult
from watchkeeper.models.types.sorts import MediaServerEventSort


class MediaServerEventRepository(Protocol):
    """The messages of media servers: a queue, and the record of what became of each."""

    async def add(self, entity: MediaServerEventEntity) -> None:
        """Store a message. It replaces the one with the same `progress_key`."""

    async def search(
        self, key: ServerKey, results: Collection[EventResult], sort: MediaServerEventSort, request: PageRequest
    ) -> Page[MediaServerEventEntity]:
        """Return a page of the messages of a server. Raises InvalidCursorError."""

    async def require(self, key: ServerKey, id: UUID) -> MediaServerEventEntity:  # noqa: A002
        """Return a message of a server. Raises MediaServerEventNotFoundError."""

    async def claim(self, most: int, at: datetime, *, until: datetime) -> Sequence[QueuedEvent]:
        """Return up to `most` messages that wait, oldest first. They are not returned again before `until`."""

    async def is_repeated(self, event: QueuedEvent, *, since: datetime) -> bool:
        """Return whether the server sent the same message before this one."""

    async def claim_unmatched(self, key: ServerKey, id: UUID, at: datetime, *, until: datetime) -> QueuedEvent | None:  # noqa: A002
        """Claim an unmatched message and return it; None if its state is another one or it is claimed."""

    async def has_time_of(self, event: QueuedEvent, play_id: UUID) -> bool | None:
        """Return whether the message that made a play had the time of it; None if no message made it."""

    async def plays_of(self, event: QueuedEvent) -> Sequence[UUID]:
        """Return the plays that the server made of the item of a message, and that exist."""

    async def finish(self, event: QueuedEvent, outcome: EventOutcome, at: datetime) -> None:
        """Store what became of a message, for its server too."""

    async def find_item(self, key: ServerKey, item_keys: Collection[str]) -> KnownItem | None:
        """Return what its person has said of an item; of several keys, the first that is known."""

    async def remember_item(self, key: ServerKey, item_key: str, item: KnownItem, at: datetime) -> None:
        """Store what an item is, and let the unmatched messages about it wait again."""

    async def delete_old(self, before: datetime) -> int:
        """Remove the messages that are older, and return how many."""
