from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.integrations.media_server_entity import MediaServerEntity
from watchkeeper.models.types.integrations.media_server import HookTarget
from watchkeeper.models.types.sorts import MediaServerSort


class MediaServerRepository(Protocol):
    """Media servers; a person sees those of their own only."""

    async def search(self, user_id: UUID, sort: MediaServerSort, request: PageRequest) -> Page[MediaServerEntity]:
        """Return a page of a person's servers. Raises InvalidCursorError."""

    async def require(self, user_id: UUID, id: UUID, *, lock: bool = False) -> MediaServerEntity:  # noqa: A002
        """Return a server, locked until the transaction ends if `lock` is set. Raises MediaServerNotFoundError."""

    async def count(self, user_id: UUID) -> int:
        """Return how many servers a person has."""

    async def add(self, entity: MediaServerEntity) -> None:
        """Store a new server."""

    async def save(self, entity: MediaServerEntity) -> None:
        """Store what its person has changed, and update `updated_at`."""

    async def delete(self, user_id: UUID, id: UUID) -> None:  # noqa: A002
        """Remove a server with its messages."""

    async def require_target(self, secret_hash: bytes) -> HookTarget:
        """Return the server with this secret in its address. Raises HookNotFoundError, also for a disabled account."""
