from dataclasses import dataclass
from functools import partial
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import AuthenticationRequiredError, Existing
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.core.read_model import Changed
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.catalogue.merged_titles import MergedTitles
from watchkeeper.logics.discovery.title_reference_logic import TitleReference, TitleReferenceLogic
from watchkeeper.logics.feedback.scoring import lock_watched, new_rating, require_watched, rescore
from watchkeeper.logics.undo.operation_logic import OperationLogic
from watchkeeper.models.dtos.feedback.review_dtos import (
    DeleteReviewQuery,
    NewReviewInput,
    ReplaceReviewInput,
    ReviewTitleInput,
    UpdateReviewInput,
)
from watchkeeper.models.entities.feedback.review_entity import ReviewEntity
from watchkeeper.models.errors.feedback_errors import (
    AlreadyReviewedError,
    NotReviewAuthorError,
    ReviewNotFoundError,
    TitleNotWatchedError,
)
from watchkeeper.models.types.feedback.review import RatingOfDeletedReview, Review, ReviewFilter
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.operations.audited_entity import AuditedEntity
from watchkeeper.models.types.sorts import ReviewSort
from watchkeeper.models.types.undo.operation import ChangedRow, OperationSubject, RowImage, RowKind, image_of
from watchkeeper.repositories.feedback.rating_repository import RatingRepository
from watchkeeper.repositories.feedback.review_repository import ReviewRepository
from watchkeeper.repositories.feedback.watched_title_repository import WatchedTitleRepository
from watchkeeper.repositories.identity.account_lock_repository import AccountLockRepository
from watchkeeper.repositories.operations.audit_trail import AuditTrail


@dataclass(kw_only=True, eq=False)
class ReviewLogic:
    """Reviews: everyone can read them, authors can change them, authors and admins can delete them.

    The rating of a review is its author's rating of the title: changing one changes the other.
    """

    unit_of_work: UnitOfWork
    reviews: ReviewRepository
    ratings: RatingRepository
    accounts: AccountLockRepository
    watched_titles: WatchedTitleRepository
    titles: TitleReferenceLogic
    merged_titles: MergedTitles
    operations: OperationLogic
    audit: AuditTrail

    async def search_title_reviews(
        self, title_id: UUID, filters: ReviewFilter, sort: ReviewSort, request: PageRequest, caller: Principal | None
    ) -> Page[Review]:
        """Raises TitleNotFoundError, InvalidCursorError, and TitleMergedError for a title that was merged into one that
        the caller sees."""

        reader_id = caller.user_id if caller is not None else None

        async def search(requested_id: UUID) -> Page[Review]:
            return await self.reviews.search_title(
                requested_id, filters, sort, request, reader_id=reader_id, with_inactive=_is_admin(caller)
            )

        return await self.merged_titles.redirect(title_id, search)

    async def search_reviews(
        self,
        caller: Principal | None,
        author: str | None,
        filters: ReviewFilter,
        sort: ReviewSort,
        request: PageRequest,
    ) -> Page[Review]:
        """Return the caller's reviews, or those by `author` that the caller may see.

        Raises InvalidCursorError, and AuthenticationRequiredError without a caller and an author.
        """
        if author is not None:
            reader_id = caller.user_id if caller is not None else None
            return await self.reviews.search_author(author, filters, sort, request, reader_id=reader_id)
        if caller is None:
            raise AuthenticationRequiredError
        return await self.reviews.search_own(caller.user_id, filters, sort, request)

    async def get_review(self, review_id: UUID, caller: Principal | None) -> Review:
        """Return a review. Only its author and admins see a review of an inactive or personal title.

        Raises ReviewNotFoundError.
        """
        reader_id = caller.user_id if caller is not None else None
        return await self.reviews.require(review_id, reader_id=reader_id, with_inactive=_is_admin(caller))

    async def review_title(self, caller: Principal, review: ReviewTitleInput) -> Changed[Review]:
        """Raises the errors of `create_review`, InvalidExternalIdError and QuotaExceededError."""
        return await self.create_review(caller, await self.titles.look_up(caller.user_id, review), review)

    async def create_review(self, caller: Principal, title: TitleReference, review: NewReviewInput) -> Changed[Review]:
        """Raises TitleNotFoundError, TitleNotWatchedError, AlreadyReviewedError."""
        lock_account = partial(self.accounts.lock, caller.user_id)
        return await self.titles.act_on(title, partial(self._create, caller, review), lock_account)

    async def _create(self, caller: Principal, review: NewReviewInput, title_id: UUID) -> Changed[Review]:
        user_id = caller.user_id
        async with self.unit_of_work.transaction():
            marked = review.mark_completed
            changed = await lock_watched(self.watched_titles, user_id, title_id, mark_completed=marked)
            if changed is None:
                review_id = await self.reviews.find_id(user_id, title_id)
                named = Existing("review", review_id) if review_id is not None else None
                raise TitleNotWatchedError if named is None else AlreadyReviewedError(existing=named)
            rated = await self._set_rating(user_id, title_id, review.rating)
            entity = _new_review(user_id, title_id, review)
            await self.reviews.add(entity)
            row = ChangedRow(RowKind.REVIEW, entity.id, None, entity.updated_at)
            about = OperationSubject(title_id)
            operation_id = await self.operations.record_several(user_id, [*changed, *rated, row], about)
            return Changed(await self.get_review(entity.id, caller), operation_id)

    async def replace_review(
        self, caller: Principal, review_id: UUID, review: ReplaceReviewInput, precondition: Precondition
    ) -> Changed[Review]:
        """Raises ReviewNotFoundError, NotReviewAuthorError, PreconditionFailedError.

        If the rating was deleted, also raises the errors of a new rating: TitleNotFoundError, TitleNotWatchedError.
        """
        async with self.unit_of_work.transaction():
            entity = await self._require_own(caller, review_id)
            precondition.verify(entity.updated_at)
            image = image_of(entity.values())
            entity.body, entity.contains_spoilers = review.body, review.contains_spoilers
            return await self._save(caller, entity, image, review.rating)

    async def update_review(
        self, caller: Principal, review_id: UUID, change: UpdateReviewInput, precondition: Precondition
    ) -> Changed[Review]:
        """Raises the errors of `replace_review`."""
        async with self.unit_of_work.transaction():
            entity = await self._require_own(caller, review_id)
            precondition.verify(entity.updated_at)
            if not change.changed_fields():
                return Changed(await self.get_review(review_id, caller))
            image = image_of(entity.values())
            entity.body = change.body if change.is_set("body") else entity.body
            entity.contains_spoilers = (
                change.contains_spoilers if change.is_set("contains_spoilers") else entity.contains_spoilers
            )
            return await self._save(caller, entity, image, change.rating if change.is_set("rating") else None)

    async def delete_review(
        self, caller: Principal, review_id: UUID, precondition: Precondition, options: DeleteReviewQuery
    ) -> UUID | None:
        """Delete a review; the rating remains, unless its author says otherwise: what others rate is not an admin's.

        Return the operation by which that is undone; None for the review of another person, whose deletion can't be
        undone. A deletion by an admin is audited, with the reason. Raises ReviewNotFoundError, NotReviewAuthorError,
        PreconditionFailedError.
        """
        with_rating = options.rating is RatingOfDeletedReview.DELETE
        async with self.unit_of_work.transaction():
            entity = await self._require_deletable(caller, review_id)
            if with_rating and entity.user_id != caller.user_id:
                raise NotReviewAuthorError
            precondition.verify(entity.updated_at)
            rows = [ChangedRow.removed(RowKind.REVIEW, review_id, await self.reviews.delete(entity))]
            if with_rating:
                rows += await self._delete_rating(entity.user_id, entity.title_id)
            if caller.is_admin:
                about = {"title_id": str(entity.title_id), "author_id": str(entity.user_id)}
                await self.audit.record(
                    AuditAction.REVIEW_DELETED, AuditedEntity.REVIEW, review_id, before=about, reason=options.reason
                )
            if entity.user_id != caller.user_id:
                return None
            return await self.operations.record_deletion(caller.user_id, rows, OperationSubject(entity.title_id))

    async def _require_own(self, caller: Principal, review_id: UUID) -> ReviewEntity:
        entity = await self.reviews.find_for_update(caller.user_id, review_id)
        if entity is None:
            await self.get_review(review_id, caller)
            raise NotReviewAuthorError
        return entity

    async def _require_deletable(self, caller: Principal, review_id: UUID) -> ReviewEntity:
        if not caller.is_admin:
            return await self._require_own(caller, review_id)
        author = (await self.get_review(review_id, caller)).author
        entity = await self.reviews.find_for_update(author.id, review_id)
        if entity is None:  # its author has just deleted it
            raise ReviewNotFoundError
        return entity

    async def _save(
        self, caller: Principal, entity: ReviewEntity, image: RowImage, rating: float | None
    ) -> Changed[Review]:
        entity.updated_at = now()
        rated = [] if rating is None else await self._change_rating(entity.user_id, entity.title_id, rating)
        row = ChangedRow(RowKind.REVIEW, entity.id, image, await self.reviews.save(entity))
        about = OperationSubject(entity.title_id)
        operation_id = await self.operations.record_several(caller.user_id, [*rated, row], about)
        return Changed(await self.get_review(entity.id, caller), operation_id)

    async def _change_rating(self, user_id: UUID, title_id: UUID, score: float) -> list[ChangedRow]:
        """Set the rating of a title. If it was deleted, the rules for a new rating apply."""
        if await self.ratings.find_for_update(user_id, title_id) is None:
            await require_watched(self.watched_titles, user_id, title_id)
        return await self._set_rating(user_id, title_id, score)

    async def _delete_rating(self, user_id: UUID, title_id: UUID) -> list[ChangedRow]:
        """Delete the rating of a locked title, if there is one, and return it as it was."""
        rating = await self.ratings.find_for_update(user_id, title_id)
        if rating is None:
            return []
        return [ChangedRow.removed(RowKind.RATING, rating.id, await self.ratings.delete(rating))]

    async def _set_rating(self, user_id: UUID, title_id: UUID, score: float) -> list[ChangedRow]:
        """Set the rating of a locked title, and return what an undo has to know of it."""
        existing = await self.ratings.find_for_update(user_id, title_id)
        if existing is None:
            rating = new_rating(user_id, title_id, score, now())
            await self.ratings.add(rating)
            return [ChangedRow(RowKind.RATING, rating.id, None, rating.updated_at)]
        image = image_of(existing.values())
        if not rescore(existing, score):
            return []
        return [ChangedRow(RowKind.RATING, existing.id, image, await self.ratings.save(existing))]


def _new_review(user_id: UUID, title_id: UUID, review: NewReviewInput) -> ReviewEntity:
    at = now()
    return ReviewEntity(
        id=uuid7(),
        user_id=user_id,
        title_id=title_id,
        body=review.body,
        contains_spoilers=review.contains_spoilers,
        is_superseded=False,
        created_at=at,
        updated_at=at,
    )


def _is_admin(caller: Principal | None) -> bool:
    return caller is not None and caller.is_admin
