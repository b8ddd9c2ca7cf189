from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.constraint_errors import Conflict, translate_constraint_errors
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.models.entities.feedback.review_entity import ReviewEntity
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.errors.feedback_errors import AlreadyReviewedError, ReviewNotFoundError
from watchkeeper.models.types.feedback.rating import half_steps_of
from watchkeeper.models.types.feedback.review import Review, ReviewFilter
from watchkeeper.models.types.identity.username import username_key
from watchkeeper.models.types.sorts import ReviewSort
from watchkeeper.models.types.undo.operation import RowImage
from watchkeeper.repositories.feedback.adapters import review_statements as statements

_REVIEWS = row_reader(Review, statements.BY_ID, statements.BY_IDS)
_ENTITIES = row_reader(ReviewEntity, statements.BY_ID_LOCKED)
_LIST = PagedQuery(ReviewSort, statements.SORTS, page=statements.search, count=statements.count, reader=_REVIEWS)
_CONSTRAINT_ERRORS = {"uq_reviews_user_id_title_id": Conflict(AlreadyReviewedError, statements.EXISTING)}


class PostgresReviewAdapter(DatabaseAdapter):
    """Reviews in PostgreSQL, joined with their authors' ratings. A trigger counts them in the statistics of titles."""

    async def search_title(
        self,
        title_id: UUID,
        filters: ReviewFilter,
        sort: ReviewSort,
        request: PageRequest,
        *,
        reader_id: UUID | None,
        with_inactive: bool,
    ) -> Page[Review]:
        bound = {"title_id": title_id} | _filter_values(filters)
        conditions = frozenset(bound) if with_inactive else frozenset(bound) | {"is_visible"}
        page = await _LIST.fetch(self._database, request, sort, conditions, reader_id=reader_id, **bound)
        if not page.items:
            await self._require_title(title_id, reader_id=reader_id, with_inactive=with_inactive)
        return page

    async def search_own(
        self, user_id: UUID, filters: ReviewFilter, sort: ReviewSort, request: PageRequest
    ) -> Page[Review]:
        bound = {"user_id": user_id} | _filter_values(filters)
        return await _LIST.fetch(self._database, request, sort, frozenset(bound), **bound)

    async def search_author(
        self, author: str, filters: ReviewFilter, sort: ReviewSort, request: PageRequest, *, reader_id: UUID | None
    ) -> Page[Review]:
        bound = {"author_key": username_key(author)} | _filter_values(filters)
        return await _LIST.fetch(self._database, request, sort, frozenset(bound), reader_id=reader_id, **bound)

    async def require(self, id: UUID, *, reader_id: UUID | None, with_inactive: bool) -> Review:  # noqa: A002
        reader = {"reader_id": reader_id, "with_inactive": with_inactive}
        return _REVIEWS.read(await self._database.require_one(ReviewNotFoundError, statements.BY_ID, id=id, **reader))

    async def find_many(self, user_id: UUID, ids: Sequence[UUID]) -> list[Review]:
        rows = await self._database.fetch(statements.BY_IDS, user_id=user_id, ids=ids)
        return list(map(_REVIEWS.read, rows))

    async def find_for_update(self, user_id: UUID, id: UUID) -> ReviewEntity | None:  # noqa: A002
        row = await self._database.fetch_one(statements.BY_ID_LOCKED, user_id=user_id, id=id)
        if row is None:  # or a merge has moved it to another title while the lock of its title was waited for
            row = await self._database.fetch_one(statements.BY_ID_LOCKED, user_id=user_id, id=id)
        return _ENTITIES.read(row) if row is not None else None

    async def find_id(self, user_id: UUID, title_id: UUID) -> UUID | None:
        row = await self._database.fetch_one(statements.EXISTING, user_id=user_id, title_id=title_id)
        return row["id"] if row is not None else None

    async def add(self, entity: ReviewEntity) -> None:
        values = entity.values()
        with translate_constraint_errors(_CONSTRAINT_ERRORS, self._database, values):
            await self._database.execute(statements.INSERT, **values)

    async def save(self, entity: ReviewEntity) -> datetime:
        edited_at: datetime = await self._database.fetch_value(statements.UPDATE, **entity.values())
        return edited_at

    async def delete(self, entity: ReviewEntity) -> RowImage:
        return RowImage(await self._database.fetch_value(statements.DELETE, user_id=entity.user_id, id=entity.id))

    async def _require_title(self, title_id: UUID, **reader: Any) -> None:  # noqa: ANN401 - parameters
        if not await self._database.fetch_value(statements.IS_VISIBLE_TITLE, title_id=title_id, **reader):
            raise TitleNotFoundError


def _filter_values(filters: ReviewFilter) -> dict[str, Any]:
    """Return the parameters of the conditions that are set, by name."""
    values: dict[str, Any] = {}
    if filters.rating is not None:
        values["half_steps"] = half_steps_of(filters.rating)
    if filters.contains_spoilers is not None:
        values["contains_spoilers"] = filters.contains_spoilers
    return values
