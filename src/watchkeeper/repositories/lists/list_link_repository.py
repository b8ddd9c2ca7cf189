from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.lists.list_entity import ListLinkEntity
from watchkeeper.models.types.lists.lists import ListKey, ListLink, OpenedList
from watchkeeper.models.types.sorts import ListLinkSort


class ListLinkRepository(Protocol):
    """Links that open lists."""

    async def search(self, key: ListKey, sort: ListLinkSort, request: PageRequest) -> Page[ListLink]:
        """Return a page of the links of a list. Raises InvalidCursorError."""

    async def require(self, key: ListKey, id: UUID) -> ListLink:  # noqa: A002
        """Return a link of a list. Raises ListLinkNotFoundError."""

    async def count(self, key: ListKey) -> int:
        """Return how many links a list has, expired ones among them."""

    async def add(self, entity: ListLinkEntity) -> None:
        """Store a new link."""

    async def delete(self, key: ListKey, id: UUID) -> None:  # noqa: A002
        """Remove a link of a list. Raises ListLinkNotFoundError."""

    async def open(self, secret_hash: bytes, at: datetime) -> OpenedList:
        """Return the list that a link opens at a time.

        Raises LinkNotFoundError: without such a link, when it has expired, for a private list, and when the
        account of its owner is disabled.
        """
