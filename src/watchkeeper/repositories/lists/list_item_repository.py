from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.models.entities.lists.list_entity import ListItemEntity
from watchkeeper.models.types.lists.lists import (
    ListItem,
    ListItemFilter,
    ListKey,
    Neighbours,
    SharedListItem,
    TitleList,
)
from watchkeeper.models.types.sorts import ListItemSort
from watchkeeper.models.types.undo.operation import ChangedRow


class ListItemRepository(Protocol):
    """Items of lists. Every write has locked the list, so ranks are assigned one after another."""

    async def search(
        self, key: ListKey, filters: ListItemFilter, sort: ListItemSort, request: PageRequest
    ) -> Page[ListItem]:
        """Return a page of the items that match. Raises InvalidCursorError."""

    async def search_shared(
        self, key: ListKey, filters: ListItemFilter, sort: ListItemSort, request: PageRequest
    ) -> Page[SharedListItem]:
        """As `search`, with what strangers may see. Titles that they can't read stand as words."""

    async def require(self, key: ListKey, id: UUID) -> ListItem:  # noqa: A002
        """Return an item. Raises ListItemNotFoundError."""

    async def require_locked(self, key: ListKey, id: UUID) -> ListItemEntity:  # noqa: A002
        """Return an item, locked until the transaction ends. Raises ListItemNotFoundError."""

    async def find_title(self, season_id: UUID | None, episode_id: UUID | None) -> UUID:
        """Return the title of a season or of an episode. Raises SeasonNotFoundError, EpisodeNotFoundError."""

    async def lock_list(self, key: ListKey, title_id: UUID) -> int:
        """Lock a title against deletion, then the list, until the transaction ends; return how many items it has.

        Raises ListNotFoundError, then TitleNotFoundError unless the title exists, is active and may be seen.
        """

    async def neighbours(self, key: ListKey, item_id: UUID, before: UUID | None, after: UUID | None) -> Neighbours:
        """Return the ranks around the place before or after an item, as if `item_id` were not there.

        Raises AnchorNotFoundError.
        """

    async def renumber(self, key: ListKey, at: datetime) -> None:
        """Give all items new ranks in the same order."""

    async def ids(self, key: ListKey) -> list[UUID]:
        """Return the ids of all items in their order."""

    async def reorder(self, key: ListKey, ids: Sequence[UUID], at: datetime) -> TitleList:
        """Give all items new ranks in the order of their ids, and return their list with a later version."""

    async def add(self, entity: ListItemEntity) -> ListItem:
        """Store a new item, count it, raise the version of its list, and return it. Raises AlreadyInListError."""

    async def append(self, entity: ListItemEntity) -> ListItem | None:
        """As `add`, with a rank behind all others; return None, without an effect, if there is none left."""

    async def save(self, entity: ListItemEntity) -> ListItem:
        """Store a changed item with a later `updated_at`, raise the version of its list, and return it."""

    async def delete(self, key: ListKey, id: UUID, at: datetime) -> ChangedRow:  # noqa: A002
        """Remove an item, count it no longer, raise the version of its list, and return what it was."""
