from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from watchkeeper.models.entities.lists.list_entity import ListEntity, ListItemEntity
from watchkeeper.models.types.imports.imports import StoredRow


class StoredList(NamedTuple):
    """A list that is there, with the greatest rank of its items."""

    id: UUID
    items_count: int
    last_rank: int


class Reference(NamedTuple):
    """A title, or a season or an episode of it."""

    title_id: UUID
    season_id: UUID | None = None
    episode_id: UUID | None = None


class ImportListRepository(Protocol):
    """Lists as imports write them. Needs a transaction that has locked the account."""

    async def find_records(self, user_id: UUID, import_id: UUID) -> Sequence[StoredRow]:
        """Return the lists of an upload and their items, in order."""

    async def find_all(self, user_id: UUID) -> dict[bytes, StoredList]:
        """Return all lists of the person by the keys of their names, locked until the transaction ends."""

    async def references(self, user_id: UUID, list_id: UUID) -> set[Reference]:
        """Return what is in a list."""

    async def parts(self, title_ids: Collection[UUID]) -> Mapping[tuple[UUID, int, int | None], Reference]:
        """Return the seasons and episodes of titles, by title, season and number."""

    async def add(self, entity: ListEntity) -> None:
        """Store a new list."""

    async def add_items(
        self, user_id: UUID, list_id: UUID, items: Sequence[ListItemEntity], at: datetime, *, counts: bool
    ) -> None:
        """Store new items of a list; `counts` raises their number and the version of the list along."""
