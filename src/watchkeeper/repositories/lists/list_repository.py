from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.lists.list_entity import ListEntity
from watchkeeper.models.types.lists.lists import ListFilter, TitleList
from watchkeeper.models.types.sorts import ListSort
from watchkeeper.models.types.undo.operation import ChangedRow


class ListRepository(Protocol):
    """Lists. Every method sees only the lists of the given person."""

    async def search(self, user_id: UUID, filters: ListFilter, sort: ListSort, request: PageRequest) -> Page[TitleList]:
        """Return a page of the lists that match. Raises InvalidCursorError."""

    async def require(self, user_id: UUID, id: UUID) -> TitleList:  # noqa: A002
        """Return a list. Raises ListNotFoundError."""

    async def require_locked(self, user_id: UUID, id: UUID) -> ListEntity:  # noqa: A002
        """Return a list, locked until the transaction ends. Who changes its items locks it first.

        Raises ListNotFoundError.
        """

    async def count(self, user_id: UUID) -> int:
        """Return how many lists a person has."""

    async def add(self, entity: ListEntity) -> TitleList:
        """Store a new list and return it. Raises NameTakenError."""

    async def save(self, entity: ListEntity) -> TitleList:
        """Store the changed list with a later `updated_at`, and return it. Raises NameTakenError, ListNotFoundError."""

    async def delete(self, user_id: UUID, id: UUID) -> list[ChangedRow]:  # noqa: A002
        """Remove a list with its items and links, and return all as it was. Raises ListNotFoundError."""
