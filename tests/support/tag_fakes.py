"""Tags in memory, for unit tests of logics."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tests.support.undo_fakes import operation_logic
from tests.support.unit_of_work import InMemoryUnitOfWork
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.logics.watchlist.tag_logic import TagLogic
from watchkeeper.models.entities.watchlist.tag_entity import TagEntity
from watchkeeper.models.errors.tag_errors import TagNotFoundError
from watchkeeper.models.types.sorts import LookupSort
from watchkeeper.models.types.undo.operation import ChangedRow, RowImage
from watchkeeper.models.types.watchlist.tag import Tag


class AccountLocks:
    """Locks nothing."""

    async def lock(self, user_id: UUID) -> None: ...


class Tags:
    """The tags of people; what has them is not known here."""

    def __init__(self) -> None:
        self.rows: dict[tuple[UUID, UUID], TagEntity] = {}

    async def search(self, user_id: UUID, query: str | None, sort: LookupSort, request: PageRequest) -> Page[Tag]:
        return Page([_shown(row) for (owner, _), row in self.rows.items() if owner == user_id])

    async def require(self, user_id: UUID, id: UUID) -> Tag:  # noqa: A002 - the name in the port
        return _shown(await self.get(user_id, id))

    async def get(self, user_id: UUID, id: UUID) -> TagEntity:  # noqa: A002
        if (user_id, id) not in self.rows:
            raise TagNotFoundError
        return self.rows[user_id, id]

    async def find_named(self, user_id: UUID, keys: Sequence[str]) -> dict[str, UUID]:
        mine = (row for (owner, _), row in self.rows.items() if owner == user_id)
        return {row.name_key: row.id for row in mine if row.name_key in keys}

    async def add_many(self, entities: Sequence[TagEntity]) -> None:
        self.rows.update(((entity.user_id, entity.id), entity) for entity in entities)

    async def save(self, entity: TagEntity) -> None:
        self.rows[entity.user_id, entity.id] = entity

    async def replace(self, user_id: UUID, id: UUID, other_id: UUID | None, at: datetime) -> list[ChangedRow]:  # noqa: A002
        return []

    async def delete(self, user_id: UUID, id: UUID) -> RowImage:  # noqa: A002
        del self.rows[user_id, id]
        return RowImage("{}")


def _shown(row: TagEntity) -> Tag:
    return Tag(row.id, row.created_at, row.updated_at, row.name, 0, 0)


def tag_logic(unit_of_work: InMemoryUnitOfWork) -> TagLogic:
    """Return the logic of tags over no tags."""
    return TagLogic(unit_of_work=unit_of_work, accounts=AccountLocks(), tags=Tags(), operations=operation_logic())
