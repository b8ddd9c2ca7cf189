from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.watchlist.tag_entity import TagEntity
from watchkeeper.models.types.sorts import LookupSort
from watchkeeper.models.types.undo.operation import ChangedRow, RowImage
from watchkeeper.models.types.watchlist.tag import Tag


class TagRepository(Protocol):
    """Tags, and what has them. Every method sees only the tags of the given person."""

    async def search(self, user_id: UUID, query: str | None, sort: LookupSort, request: PageRequest) -> Page[Tag]:
        """Return a page of the tags whose names have a part, of all without one. Raises InvalidCursorError."""

    async def require(self, user_id: UUID, id: UUID) -> Tag:  # noqa: A002
        """Return a tag. Raises TagNotFoundError."""

    async def get(self, user_id: UUID, id: UUID) -> TagEntity:  # noqa: A002
        """Return a tag to be changed. Raises TagNotFoundError."""

    async def find_named(self, user_id: UUID, keys: Sequence[str]) -> dict[str, UUID]:
        """Return the ids of tags by the keys of their names."""

    async def add_many(self, entities: Sequence[TagEntity]) -> None:
        """Store new tags."""

    async def save(self, entity: TagEntity) -> None:
        """Store a changed name with a later `updated_at`."""

    async def replace(self, user_id: UUID, id: UUID, other_id: UUID | None, at: datetime) -> list[ChangedRow]:  # noqa: A002
        """Give what has a tag another one instead, or none, and return what has changed."""

    async def delete(self, user_id: UUID, id: UUID) -> RowImage:  # noqa: A002
        """Remove a tag that nothing has, and return it as it was."""
