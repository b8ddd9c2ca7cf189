from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.postgres.constraint_errors import Conflict, translate_constraint_errors
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.errors.feedback_errors import AlreadyRatedError, RatingNotFoundError
from watchkeeper.models.types.feedback.rating import Rating, RatingFilter, half_steps_of
from watchkeeper.models.types.sorts import RatingSort
from watchkeeper.models.types.undo.operation import RowImage
from watchkeeper.repositories.feedback.adapters import rating_statements as statements

_RATINGS = row_reader(Rating, statements.BY_ID, statements.BY_IDS)
_ENTITIES = row_reader(RatingEntity, statements.BY_ID_LOCKED, statements.BY_TITLE)
_LIST = PagedQuery(RatingSort, statements.SORTS, page=statements.search, count=statements.count, reader=_RATINGS)
_CONSTRAINT_ERRORS = {"uq_ratings_user_id_title_id": Conflict(AlreadyRatedError, statements.EXISTING)}


class PostgresRatingAdapter(DatabaseAdapter):
    """Ratings in PostgreSQL. Triggers update the rating statistics of titles with each changed row."""

    async def search(
        self, user_id: UUID, filters: RatingFilter, sort: RatingSort, request: PageRequest
    ) -> Page[Rating]:
        bound = _filter_values(filters)
        return await _LIST.fetch(self._database, request, sort, frozenset(bound), user_id=user_id, **bound)

    async def require(self, user_id: UUID, id: UUID) -> Rating:  # noqa: A002 - the name in the API
        row = await self._database.require_one(RatingNotFoundError, statements.BY_ID, user_id=user_id, id=id)
        return _RATINGS.read(row)

    async def find_many(self, user_id: UUID, ids: Sequence[UUID]) -> list[Rating]:
        rows = await self._database.fetch(statements.BY_IDS, user_id=user_id, ids=ids)
        return list(map(_RATINGS.read, rows))

    async def get_for_update(self, user_id: UUID, id: UUID) -> RatingEntity:  # noqa: A002
        row = await self._database.fetch_one(statements.BY_ID_LOCKED, user_id=user_id, id=id)
        if row is None:  # or a merge has moved it to another title while the lock of its title was waited for
            row = await self._database.fetch_one(statements.BY_ID_LOCKED, user_id=user_id, id=id)
        if row is None:
            raise RatingNotFoundError
        return _ENTITIES.read(row)

    async def find_for_update(self, user_id: UUID, title_id: UUID) -> RatingEntity | None:
        row = await self._database.fetch_one(statements.BY_TITLE, user_id=user_id, title_id=title_id)
        return _ENTITIES.read(row) if row is not None else None

    async def add(self, entity: RatingEntity) -> None:
        values = entity.values()
        with translate_constraint_errors(_CONSTRAINT_ERRORS, self._database, values):
            await self._database.execute(statements.INSERT, **values)

    async def rescore(self, user_id: UUID, id: UUID, half_steps: int, precondition: Precondition) -> bool:  # noqa: A002
        times = precondition.times
        values = {"user_id": user_id, "id": id, "half_steps": half_steps, "updated_at": now()}
        values |= {"is_conditional": times is not None, "versions": times or []}
        return bool(await self._database.execute(statements.RESCORE, **values))

    async def save(self, entity: RatingEntity) -> datetime:
        edited_at: datetime = await self._database.fetch_value(statements.UPDATE, **entity.values())
        return edited_at

    async def delete(self, entity: RatingEntity) -> RowImage:
        values = entity.values() | {"updated_at": now()}
        return RowImage(await self._database.fetch_value(statements.DELETE, **values))


def _filter_values(filters: RatingFilter) -> dict[str, Any]:
    """Return the parameters of the conditions that are set, by name."""
    values: dict[str, Any] = {}
    if filters.score is not None:
        values["half_steps"] = half_steps_of(filters.score)
    if filters.media_type is not None:
        values["media_type"] = filters.media_type
    return values
