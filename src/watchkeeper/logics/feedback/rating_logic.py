from dataclasses import dataclass
from functools import partial
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import Existing
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.core.read_model import Changed
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.discovery.title_reference_logic import TitleReferenceLogic
from watchkeeper.logics.feedback.scoring import lock_watched, new_rating, rescore
from watchkeeper.logics.undo.operation_logic import OperationLogic
from watchkeeper.models.dtos.feedback.rating_dtos import RateTitleInput, ReplaceRatingInput, UpdateRatingInput
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.errors.feedback_errors import AlreadyRatedError, TitleNotWatchedError
from watchkeeper.models.types.feedback.rating import Rating, RatingFilter, half_steps_of
from watchkeeper.models.types.sorts import RatingSort
from watchkeeper.models.types.undo.operation import ChangedRow, OperationSubject, RowKind
from watchkeeper.repositories.feedback.rating_repository import RatingRepository
from watchkeeper.repositories.feedback.watched_title_repository import WatchedTitleRepository
from watchkeeper.repositories.identity.account_lock_repository import AccountLockRepository


@dataclass(kw_only=True, eq=False)
class RatingLogic:
    """The caller's own ratings. A rating remains when the title leaves the watchlist or becomes inactive."""

    unit_of_work: UnitOfWork
    ratings: RatingRepository
    accounts: AccountLockRepository
    watched_titles: WatchedTitleRepository
    titles: TitleReferenceLogic
    operations: OperationLogic

    async def search_ratings(
        self, user_id: UUID, filters: RatingFilter, sort: RatingSort, request: PageRequest
    ) -> Page[Rating]:
        """Raises InvalidCursorError."""
        return await self.ratings.search(user_id, filters, sort, request)

    async def get_rating(self, user_id: UUID, rating_id: UUID) -> Rating:
        """Raises RatingNotFoundError."""
        return await self.ratings.require(user_id, rating_id)

    async def rate_title(self, user_id: UUID, rating: RateTitleInput) -> Changed[Rating]:
        """Raises TitleNotFoundError, InvalidExternalIdError, QuotaExceededError, TitleNotWatchedError,
        AlreadyRatedError."""
        reference = await self.titles.look_up(user_id, rating)
        lock_account = partial(self.accounts.lock, user_id)
        return await self.titles.act_on(reference, partial(self._rate, user_id, rating), lock_account)

    async def _rate(self, user_id: UUID, rating: RateTitleInput, title_id: UUID) -> Changed[Rating]:
        async with self.unit_of_work.transaction():
            marked = rating.mark_completed
            changed = await lock_watched(self.watched_titles, user_id, title_id, mark_completed=marked)
            if changed is None:
                existing = await self.ratings.find_for_update(user_id, title_id)
                named = Existing("rating", existing.id) if existing is not None else None
                raise TitleNotWatchedError if named is None else AlreadyRatedError(existing=named)
            entity = new_rating(user_id, title_id, rating.score, now())
            await self.ratings.add(entity)
            operation_id = None
            if changed:
                row = ChangedRow(RowKind.RATING, entity.id, None, entity.updated_at)
                about = OperationSubject(title_id)
                operation_id = await self.operations.record_watch(user_id, [*changed, row], about)
            return Changed(await self.ratings.require(user_id, entity.id), operation_id)

    async def replace_rating(
        self, user_id: UUID, rating_id: UUID, rating: ReplaceRatingInput, precondition: Precondition
    ) -> Rating:
        """Raises RatingNotFoundError, PreconditionFailedError."""
        return await self._change(user_id, rating_id, rating.score, precondition)

    async def update_rating(
        self, user_id: UUID, rating_id: UUID, change: UpdateRatingInput, precondition: Precondition
    ) -> Rating:
        """Raises RatingNotFoundError, PreconditionFailedError."""
        return await self._change(user_id, rating_id, change.score if change.is_set("score") else None, precondition)

    async def delete_rating(self, user_id: UUID, rating_id: UUID, precondition: Precondition) -> UUID:
        """Delete a rating; a review of the title remains, without a rating. Return the operation that undoes it.

        Raises RatingNotFoundError, PreconditionFailedError.
        """
        async with self.unit_of_work.transaction():
            entity = await self._require_current(user_id, rating_id, precondition)
            row = ChangedRow.removed(RowKind.RATING, rating_id, await self.ratings.delete(entity))
            return await self.operations.record_deletion(user_id, [row], OperationSubject(entity.title_id))

    async def _change(self, user_id: UUID, rating_id: UUID, score: float | None, precondition: Precondition) -> Rating:
        """Change the score, then read the rating: only a later statement sees the average with the change."""
        if score is not None:
            async with self.unit_of_work.statement():
                is_changed = await self.ratings.rescore(user_id, rating_id, half_steps_of(score), precondition)
            if is_changed:
                return await self.ratings.require(user_id, rating_id)
        async with self.unit_of_work.transaction():
            entity = await self._require_current(user_id, rating_id, precondition)
            if score is not None:  # the title was merged into another one while `rescore` waited for it
                rescore(entity, score)
                await self.ratings.save(entity)
            return await self.ratings.require(user_id, rating_id)

    async def _require_current(self, user_id: UUID, rating_id: UUID, precondition: Precondition) -> RatingEntity:
        entity = await self.ratings.get_for_update(user_id, rating_id)
        precondition.verify(entity.updated_at)
        return entity
