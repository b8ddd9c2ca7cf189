from typing import Any
from uuid import UUID

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.database import Database, Row
from watchkeeper.foundation.postgres.errors import translate_constraint_errors
from watchkeeper.foundation.postgres.keyset import column_for, keyset_values, page_of
from watchkeeper.models.entities.review_entity import ReviewEntity
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.errors.feedback_errors import AlreadyReviewedError, ReviewNotFoundError
from watchkeeper.models.types.rating import half_steps_of
from watchkeeper.models.types.review import Author, Review, ReviewFilter
from watchkeeper.models.types.sorts import ReviewSort
from watchkeeper.repositories.feedback.adapters import review_statements as statements

_CONSTRAINT_ERRORS = {"uq_reviews_user_id_title_id": AlreadyReviewedError}


class PostgresReviewAdapter:
    """Reviews in PostgreSQL, joined with their authors' ratings. A trigger counts them in the figures of titles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def search_title(
        self, title_id: UUID, filters: ReviewFilter, sort: ReviewSort, request: PageRequest, *, with_inactive: bool
    ) -> Page[Review]:
        only_active = frozenset() if with_inactive else frozenset({"is_active"})
        page = await self._search({"title_id": title_id}, only_active, filters, sort, request)
        if not page.items:
            await self._require_title(title_id, with_inactive=with_inactive)
        return page

    async def search_own(
        self, user_id: UUID, filters: ReviewFilter, sort: ReviewSort, request: PageRequest
    ) -> Page[Review]:
        return await self._search({"user_id": user_id}, frozenset(), filters, sort, request)

    async def require(self, id: UUID, *, reader_id: UUID | None, with_inactive: bool) -> Review:  # noqa: A002
        reader = {"reader_id": reader_id, "with_inactive": with_inactive}
        row = await self._database.fetch_one(statements.BY_ID, id=id, **reader)
        if row is None:
            raise ReviewNotFoundError
        return _review(row)

    async def find_for_update(self, user_id: UUID, id: UUID) -> ReviewEntity | None:  # noqa: A002
        row = await self._database.fetch_one(statements.BY_ID_LOCKED, user_id=user_id, id=id)
        return ReviewEntity(**dict(row)) if row is not None else None

    async def has_review(self, user_id: UUID, title_id: UUID) -> bool:
        return bool(await self._database.fetch_value(statements.HAS_REVIEW, user_id=user_id, title_id=title_id))

    async def add(self, entity: ReviewEntity) -> None:
        with translate_constraint_errors(_CONSTRAINT_ERRORS):
            await self._database.execute(statements.INSERT, **entity.values())

    async def save(self, entity: ReviewEntity) -> None:
        await self._database.execute(statements.UPDATE, **entity.values())

    async def delete(self, entity: ReviewEntity) -> None:
        await self._database.execute(statements.DELETE, user_id=entity.user_id, id=entity.id)

    async def _search(
        self,
        whose: dict[str, Any],
        further: frozenset[str],
        filters: ReviewFilter,
        sort: ReviewSort,
        request: PageRequest,
    ) -> Page[Review]:
        column = column_for(statements.SORTS, sort)
        bound = whose | _filter_values(filters)
        conditions = further | frozenset(bound)
        statement = statements.search(sort, conditions, is_continued=request.cursor is not None)
        rows = await self._database.fetch(statement, **bound, **keyset_values(column, sort, request))
        total = None
        if request.with_total:
            total = await self._database.fetch_value(statements.count(conditions), **bound)
        return page_of(rows, request, column, sort, _review, total=total)

    async def _require_title(self, title_id: UUID, *, with_inactive: bool) -> None:
        is_active = await self._database.fetch_value(statements.IS_ACTIVE_TITLE, title_id=title_id)
        if is_active is None or not (is_active or with_inactive):
            raise TitleNotFoundError


def _filter_values(filters: ReviewFilter) -> dict[str, Any]:
    """Return the parameters of the conditions that are set, by name."""
    values: dict[str, Any] = {}
    if filters.rating is not None:
        values["half_steps"] = half_steps_of(filters.rating)
    if filters.contains_spoilers is not None:
        values["contains_spoilers"] = filters.contains_spoilers
    return values


def _review(row: Row) -> Review:
    """Return a row by position: looking each column up by name costs as much again."""
    columns: Any = row
    author = Author(columns[4], columns[5])
    return Review(
        columns[0],
        columns[1],
        columns[2],
        columns[3],
        author,
        rating=columns[6],
        body=columns[7],
        contains_spoilers=columns[8],
    )
