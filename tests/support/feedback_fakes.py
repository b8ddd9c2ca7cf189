"""The ports of feedback in memory, for unit tests: one person's ratings and reviews, titles, what is completed."""

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from tests.support.unit_of_work import InMemoryUnitOfWork
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.logics.feedback.scoring import rescore
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.entities.feedback.review_entity import ReviewEntity
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.errors.feedback_errors import (
    AlreadyRatedError,
    AlreadyReviewedError,
    RatingNotFoundError,
    ReviewNotFoundError,
)
from watchkeeper.models.types.feedback.rating import RatedTitle, Rating, RatingFilter
from watchkeeper.models.types.feedback.review import Author, Review, ReviewFilter
from watchkeeper.models.types.sorts import RatingSort, ReviewSort
from watchkeeper.models.types.undo.operation import ChangedRow, RowImage

EntityT = TypeVar("EntityT", RatingEntity, ReviewEntity)


class Feedback:
    """All fakes over the same stores. `completed` holds who has completed what; titles in `hidden` are not active."""

    def __init__(self, *, titles: set[UUID], completed: Iterable[tuple[UUID, UUID]] = ()) -> None:
        self.titles = titles
        self.hidden: set[UUID] = set()
        self.completed: dict[tuple[UUID, UUID], bool] = dict.fromkeys(completed, True)
        self.ratings = Ratings()
        self.reviews = Reviews(self)
        self.watched_titles = WatchedTitles(self)
        self.unit_of_work = InMemoryUnitOfWork(self.ratings.rows, self.reviews.rows, self.completed)


class WatchedTitles:
    """Whatever a person has watched, without locks."""

    def __init__(self, feedback: Feedback) -> None:
        self._feedback = feedback

    async def lock(self, user_id: UUID, title_id: UUID) -> bool:
        if title_id not in self._feedback.titles - self._feedback.hidden:
            raise TitleNotFoundError
        return (user_id, title_id) in self._feedback.completed

    async def mark_completed(self, user_id: UUID, title_id: UUID, at: datetime) -> Sequence[ChangedRow]:
        self._feedback.completed[user_id, title_id] = True
        return []


class Ratings:
    """Ratings by id, newest first; what is handed out are copies."""

    def __init__(self) -> None:
        self.rows: dict[UUID, RatingEntity] = {}

    async def search(
        self, user_id: UUID, filters: RatingFilter, sort: RatingSort, request: PageRequest
    ) -> Page[Rating]:
        mine = [_rating(row) for row in self.rows.values() if row.user_id == user_id]
        return Page([rating for rating in reversed(mine) if filters.score in (None, rating.score)][: request.limit])

    async def require(self, user_id: UUID, id: UUID) -> Rating:  # noqa: A002 - the name in the port
        return _rating(await self.get_for_update(user_id, id))

    async def get_for_update(self, user_id: UUID, id: UUID) -> RatingEntity:  # noqa: A002
        row = self.rows.get(id)
        if row is None or row.user_id != user_id:
            raise RatingNotFoundError
        return _copied(row)

    async def find_for_update(self, user_id: UUID, title_id: UUID) -> RatingEntity | None:
        mine = (row for row in self.rows.values() if (row.user_id, row.title_id) == (user_id, title_id))
        return next((_copied(row) for row in mine), None)

    async def add(self, entity: RatingEntity) -> None:
        if await self.find_for_update(entity.user_id, entity.title_id) is not None:
            raise AlreadyRatedError
        self.rows[entity.id] = _copied(entity)

    async def rescore(self, user_id: UUID, id: UUID, half_steps: int, precondition: Precondition) -> bool:  # noqa: A002
        row = self.rows.get(id)
        versions = precondition.times
        if row is None or row.user_id != user_id or (versions is not None and row.updated_at not in versions):
            return False
        changed = _copied(row)
        rescore(changed, half_steps / 2)
        self.rows[id] = changed
        return True

    async def save(self, entity: RatingEntity) -> datetime:
        self.rows[entity.id] = _copied(entity)
        return entity.updated_at

    async def delete(self, entity: RatingEntity) -> RowImage:
        del self.rows[entity.id]
        return RowImage("{}")


class Reviews:
    """Reviews by id, newest first; authors are called by their ids."""

    def __init__(self, feedback: Feedback) -> None:
        self.rows: dict[UUID, ReviewEntity] = {}
        self._feedback = feedback

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
        hidden = set() if with_inactive else self._feedback.hidden
        if title_id not in self._feedback.titles - hidden:
            raise TitleNotFoundError
        return Page([self._review(row) for row in reversed(self.rows.values()) if row.title_id == title_id])

    async def search_own(
        self, user_id: UUID, filters: ReviewFilter, sort: ReviewSort, request: PageRequest
    ) -> Page[Review]:
        return Page([self._review(row) for row in reversed(self.rows.values()) if row.user_id == user_id])

    async def search_author(
        self, author: str, filters: ReviewFilter, sort: ReviewSort, request: PageRequest, *, reader_id: UUID | None
    ) -> Page[Review]:
        raise NotImplementedError

    async def require(self, id: UUID, *, reader_id: UUID | None, with_inactive: bool) -> Review:  # noqa: A002
        row = self.rows.get(id)
        if row is None:
            raise ReviewNotFoundError
        if row.title_id in self._feedback.hidden and not (with_inactive or row.user_id == reader_id):
            raise ReviewNotFoundError
        return self._review(row)

    async def find_for_update(self, user_id: UUID, id: UUID) -> ReviewEntity | None:  # noqa: A002
        row = self.rows.get(id)
        return _copied(row) if row is not None and row.user_id == user_id else None

    async def find_id(self, user_id: UUID, title_id: UUID) -> UUID | None:
        own = (row.id for row in self.rows.values() if (row.user_id, row.title_id) == (user_id, title_id))
        return next(own, None)

    async def add(self, entity: ReviewEntity) -> None:
        if await self.find_id(entity.user_id, entity.title_id) is not None:
            raise AlreadyReviewedError
        self.rows[entity.id] = _copied(entity)

    async def save(self, entity: ReviewEntity) -> datetime:
        self.rows[entity.id] = _copied(entity)
        return entity.updated_at

    async def delete(self, entity: ReviewEntity) -> RowImage:
        del self.rows[entity.id]
        return RowImage("{}")

    def _review(self, row: ReviewEntity) -> Review:
        ratings = self._feedback.ratings.rows.values()
        own = (row.user_id, row.title_id)
        score = next((rating.half_steps / 2 for rating in ratings if (rating.user_id, rating.title_id) == own), None)
        author = Author(row.user_id, str(row.user_id))
        shown = (author, score, row.body, row.contains_spoilers, row.is_superseded)
        return Review(row.id, row.created_at, row.updated_at, row.title_id, *shown)


def _rating(row: RatingEntity) -> Rating:
    title = RatedTitle(row.title_id, "movie", "Heat", None, None, row.half_steps / 2)
    score = row.half_steps / 2
    return Rating(row.id, row.created_at, row.updated_at, score, title, row.original_value, row.original_scale)


def _copied(row: EntityT) -> EntityT:
    return type(row)(**{column.name: copy(getattr(row, column.name)) for column in row.__table__.columns})
