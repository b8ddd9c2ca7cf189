from dataclasses import dataclass
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import FieldError, InvalidInputError
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.identity.secret_codes import hash_of, new_link_secret
from watchkeeper.models.dtos.lists.list_link_dtos import CreateListLinkInput
from watchkeeper.models.entities.lists.list_entity import ListLinkEntity
from watchkeeper.models.errors.list_errors import TooManyLinksError
from watchkeeper.models.types.lists.lists import ListItemFilter, ListKey, ListLink, SharedList, SharedListItem
from watchkeeper.models.types.sorts import ListItemSort, ListLinkSort
from watchkeeper.repositories.lists.list_item_repository import ListItemRepository
from watchkeeper.repositories.lists.list_link_repository import ListLinkRepository
from watchkeeper.repositories.lists.list_repository import ListRepository


@dataclass(kw_only=True, eq=False)
class ListLinkLogic:
    """Links that show a list to everyone who has one, without an account, while the visibility of the list is
    `link`."""

    unit_of_work: UnitOfWork
    lists: ListRepository
    items: ListItemRepository
    links: ListLinkRepository
    max_links: int

    async def search_links(self, key: ListKey, sort: ListLinkSort, request: PageRequest) -> Page[ListLink]:
        """Raises ListNotFoundError, InvalidCursorError."""
        found = await self.links.search(key, sort, request)
        if not found.items:
            await self.lists.require(*key)
        return found

    async def get_link(self, key: ListKey, link_id: UUID) -> ListLink:
        """Raises ListLinkNotFoundError."""
        return await self.links.require(key, link_id)

    async def create_link(self, key: ListKey, terms: CreateListLinkInput) -> tuple[ListLinkEntity, str]:
        """Return a new link and its secret, which is not stored.

        Raises ListNotFoundError, TooManyLinksError, and InvalidInputError for a time in the past.
        """
        at, secret = now(), new_link_secret()
        if terms.expires_at is not None and terms.expires_at <= at:
            raise InvalidInputError(fields=(FieldError("/body/expires_at", "In the future", "time_past"),))
        link = ListLinkEntity(
            secret_hash=hash_of(secret),
            user_id=key.user_id,
            list_id=key.list_id,
            id=uuid7(),
            name=terms.name,
            expires_at=terms.expires_at,
            created_at=at,
            updated_at=at,
        )
        async with self.unit_of_work.transaction():
            await self.lists.require_locked(*key)
            if await self.links.count(key) >= self.max_links:
                raise TooManyLinksError(self.max_links)
            await self.links.add(link)
        return link, secret

    async def delete_link(self, key: ListKey, link_id: UUID) -> None:
        """Revoke a link: it shows nothing from the next request on. Raises ListLinkNotFoundError."""
        async with self.unit_of_work.statement():
            await self.links.delete(key, link_id)

    async def get_shared_list(self, secret: str) -> SharedList:
        """Return the list that a link opens. Raises LinkNotFoundError."""
        return (await self.links.open(hash_of(secret), now())).shown

    async def search_shared_items(
        self, secret: str, filters: ListItemFilter, sort: ListItemSort, request: PageRequest
    ) -> Page[SharedListItem]:
        """Return a page of the items of the list that a link opens. Raises LinkNotFoundError,
        InvalidCursorError."""
        opened = await self.links.open(hash_of(secret), now())
        return await self.items.search_shared(ListKey(opened.user_id, opened.shown.id), filters, sort, request)
