from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.identity.secret_codes import hash_of, new_link_secret
from watchkeeper.models.dtos.integrations.media_server_dtos import CreateMediaServerInput, UpdateMediaServerInput
from watchkeeper.models.entities.integrations.media_server_entity import MediaServerEntity, MediaServerEventEntity
from watchkeeper.models.errors.integration_errors import TooManyMediaServersError
from watchkeeper.models.types.integrations.media_server import ServerKey
from watchkeeper.models.types.integrations.player_event import EventResult
from watchkeeper.models.types.sorts import MediaServerEventSort, MediaServerSort
from watchkeeper.repositories.identity.account_lock_repository import AccountLockRepository
from watchkeeper.repositories.integrations.media_server_event_repository import MediaServerEventRepository
from watchkeeper.repositories.integrations.media_server_repository import MediaServerRepository


@dataclass(kw_only=True, eq=False)
class MediaServerLogic:
    """The caller's own media servers, and what they sent."""

    unit_of_work: UnitOfWork
    servers: MediaServerRepository
    events: MediaServerEventRepository
    accounts: AccountLockRepository
    max_servers: int

    async def search_servers(
        self, user_id: UUID, sort: MediaServerSort, request: PageRequest
    ) -> Page[MediaServerEntity]:
        """Raises InvalidCursorError."""
        return await self.servers.search(user_id, sort, request)

    async def get_server(self, user_id: UUID, server_id: UUID) -> MediaServerEntity:
        """Raises MediaServerNotFoundError."""
        return await self.servers.require(user_id, server_id)

    async def create_server(self, user_id: UUID, terms: CreateMediaServerInput) -> tuple[MediaServerEntity, str]:
        """Return a new media server and the secret of its address, which is not stored.

        Raises TooManyMediaServersError.
        """
        at, secret = now(), new_link_secret()
        server = MediaServerEntity(
            user_id=user_id,
            id=uuid7(),
            secret_hash=hash_of(secret),
            created_at=at,
            updated_at=at,
            **terms.model_dump(mode="json"),
        )
        async with self.unit_of_work.transaction():
            await self.accounts.lock(user_id)
            if await self.servers.count(user_id) >= self.max_servers:
                raise TooManyMediaServersError(self.max_servers)
            await self.servers.add(server)
        return server, secret

    async def update_server(
        self, user_id: UUID, server_id: UUID, change: UpdateMediaServerInput, precondition: Precondition
    ) -> MediaServerEntity:
        """Raises MediaServerNotFoundError, PreconditionFailedError."""
        async with self.unit_of_work.transaction():
            server = await self.servers.require(user_id, server_id, lock=True)
            precondition.verify(server.updated_at)
            changed = change.model_dump(mode="json", exclude_unset=True)
            if changed:
                vars(server).update(changed, updated_at=now())
                await self.servers.save(server)
        return server

    async def delete_server(self, user_id: UUID, server_id: UUID, precondition: Precondition) -> None:
        """Remove a media server and what it sent. Its plays stay. Raises MediaServerNotFoundError,
        PreconditionFailedError."""
        async with self.unit_of_work.transaction():
            server = await self.servers.require(user_id, server_id, lock=True)
            precondition.verify(server.updated_at)
            await self.servers.delete(user_id, server_id)

    async def search_events(
        self, key: ServerKey, results: Collection[EventResult], sort: MediaServerEventSort, request: PageRequest
    ) -> Page[MediaServerEventEntity]:
        """Raises MediaServerNotFoundError, InvalidCursorError."""
        found = await self.events.search(key, results, sort, request)
        if not found.items:
            await self.servers.require(*key)
        return found

    async def get_event(self, key: ServerKey, event_id: UUID) -> MediaServerEventEntity:
        """Raises MediaServerEventNotFoundError."""
        return await self.events.require(key, event_id)
