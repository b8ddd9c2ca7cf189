"""The rules of reviews, on in-memory fakes of the ports."""

from uuid import UUID, uuid4

import pytest

from tests.support.audit import InMemoryAuditTrail
from tests.support.catalogue_fakes import merged_titles
from tests.support.discovery_fakes import MetadataRoom
from tests.support.feedback_fakes import Feedback
from tests.support.tag_fakes import AccountLocks
from tests.support.undo_fakes import operation_logic
from watchkeeper.foundation.core.errors import PreconditionFailedError
from watchkeeper.foundation.core.pagination import PageRequest
from watchkeeper.foundation.core.precondition import UNCONDITIONAL, Precondition
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.logics.feedback.review_logic import ReviewLogic
from watchkeeper.models.dtos.feedback.review_dtos import (
    CreateReviewInput,
    DeleteReviewQuery,
    ReplaceReviewInput,
    UpdateReviewInput,
)
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.errors.feedback_errors import (
    AlreadyReviewedError,
    NotReviewAuthorError,
    ReviewNotFoundError,
    TitleNotWatchedError,
)
from watchkeeper.models.types.feedback.review import RatingOfDeletedReview, Review, ReviewFilter
from watchkeeper.models.types.identity.role import Role
from watchkeeper.models.types.operations.audit_action import AuditAction
from watchkeeper.models.types.sorts import ReviewSort

HEAT, ALIEN = uuid4(), uuid4()
ADA = Principal(uuid4(), uuid4(), Role.USER)
BOB = Principal(uuid4(), uuid4(), Role.USER)
ADMIN = Principal(uuid4(), uuid4(), Role.ADMIN)
KEEP, DELETE = DeleteReviewQuery(), DeleteReviewQuery(rating=RatingOfDeletedReview.DELETE)
STALE = Precondition(frozenset({"0"}))


@pytest.fixture
def feedback() -> Feedback:
    """Heat is there and Ada has watched it; Alien is there."""
    return Feedback(titles={HEAT, ALIEN}, completed={(ADA.user_id, HEAT)})


@pytest.fixture
def audit() -> InMemoryAuditTrail:
    return InMemoryAuditTrail()


@pytest.fixture
def logic(feedback: Feedback, audit: InMemoryAuditTrail) -> ReviewLogic:
    return ReviewLogic(
        unit_of_work=feedback.unit_of_work,
        reviews=feedback.reviews,
        ratings=feedback.ratings,
        accounts=AccountLocks(),
        watched_titles=feedback.watched_titles,
        titles=MetadataRoom().references(feedback.unit_of_work),
        operations=operation_logic(),
        merged_titles=merged_titles(),
        audit=audit,
    )


async def _review(logic: ReviewLogic, title_id: UUID = HEAT, rating: float = 4, *, mark: bool = False) -> Review:
    review = CreateReviewInput(rating=rating, body="Good.", mark_completed=mark)
    return (await logic.create_review(ADA, title_id, review)).model


def _scores(feedback: Feedback) -> list[float]:
    return [rating.half_steps / 2 for rating in feedback.ratings.rows.values()]


async def test_review_of_a_watched_title_rates_it(logic: ReviewLogic, feedback: Feedback) -> None:
    review = await _review(logic, rating=4.5)

    assert (review.rating, review.body, review.contains_spoilers) == (4.5, "Good.", False)
    assert _scores(feedback) == [4.5]


async def test_unwatched_title_is_refused_unless_it_is_to_be_marked(logic: ReviewLogic, feedback: Feedback) -> None:
    with pytest.raises(TitleNotWatchedError):
        await _review(logic, ALIEN)
    assert (feedback.reviews.rows, feedback.ratings.rows) == ({}, {})

    await _review(logic, ALIEN, mark=True)

    assert (ADA.user_id, ALIEN) in feedback.completed


async def test_second_review_is_refused_and_the_rating_put_back(logic: ReviewLogic, feedback: Feedback) -> None:
    await _review(logic, rating=5)

    with pytest.raises(AlreadyReviewedError):
        await _review(logic, rating=1)

    assert _scores(feedback) == [5]


async def test_rating_that_stands_is_changed_by_writing_and_by_editing(logic: ReviewLogic, feedback: Feedback) -> None:
    review = await _review(logic, rating=2)

    await logic.update_review(ADA, review.id, UpdateReviewInput(rating=3), UNCONDITIONAL)
    assert _scores(feedback) == [3]
    await logic.replace_review(ADA, review.id, ReplaceReviewInput(rating=4, body="Better."), UNCONDITIONAL)
    assert _scores(feedback) == [4]
    await logic.delete_review(ADA, review.id, UNCONDITIONAL, KEEP)
    assert (await _review(logic, rating=1)).rating == 1
    assert _scores(feedback) == [1]


async def test_rating_taken_back_comes_again_only_for_a_watched_title(logic: ReviewLogic, feedback: Feedback) -> None:
    review = await _review(logic)
    feedback.ratings.rows.clear()
    feedback.completed.clear()

    with pytest.raises(TitleNotWatchedError):
        await logic.update_review(ADA, review.id, UpdateReviewInput(rating=3), UNCONDITIONAL)
    unrated, _ = await logic.update_review(ADA, review.id, UpdateReviewInput(body="Still."), UNCONDITIONAL)
    feedback.completed[ADA.user_id, HEAT] = True
    rerated, _ = await logic.update_review(ADA, review.id, UpdateReviewInput(rating=3), UNCONDITIONAL)

    assert (unrated.rating, rerated.rating, rerated.body) == (None, 3, "Still.")


async def test_update_changes_what_is_sent_alone(logic: ReviewLogic) -> None:
    review = await _review(logic)

    marked, _ = await logic.update_review(ADA, review.id, UpdateReviewInput(contains_spoilers=True), UNCONDITIONAL)
    unchanged, _ = await logic.update_review(ADA, review.id, UpdateReviewInput(), UNCONDITIONAL)

    assert (marked.body, marked.rating, marked.contains_spoilers) == ("Good.", 4, True)
    assert unchanged == marked


@pytest.mark.parametrize("caller", [BOB, ADMIN])
async def test_nobody_but_the_author_changes_a_review(logic: ReviewLogic, caller: Principal) -> None:
    review = await _review(logic)
    calls = [
        logic.replace_review(caller, review.id, ReplaceReviewInput(rating=1, body="Mine."), STALE),
        logic.update_review(caller, review.id, UpdateReviewInput(), STALE),
    ]

    for call in calls:
        with pytest.raises(NotReviewAuthorError):
            await call
    assert await logic.get_review(review.id, None) == review


async def test_deletion_is_for_the_author_and_admins_and_leaves_the_rating(
    logic: ReviewLogic, feedback: Feedback, audit: InMemoryAuditTrail
) -> None:
    by_author, others = await _review(logic), [BOB]
    for other in others:
        with pytest.raises(NotReviewAuthorError):
            await logic.delete_review(other, by_author.id, UNCONDITIONAL, KEEP)
    await logic.delete_review(ADA, by_author.id, UNCONDITIONAL, KEEP)
    assert audit.entries == []

    review = await _review(logic)
    await logic.delete_review(ADMIN, review.id, UNCONDITIONAL, DeleteReviewQuery(reason="Off topic."))

    (entry,) = audit.entries
    assert (entry.action, entry.entity_id, entry.reason) == (AuditAction.REVIEW_DELETED, review.id, "Off topic.")
    assert entry.before == {"title_id": str(HEAT), "author_id": str(ADA.user_id)}
    assert (feedback.reviews.rows, _scores(feedback)) == ({}, [4])


async def test_review_deleted_under_an_admin_is_not_found(logic: ReviewLogic, feedback: Feedback) -> None:
    review = await _review(logic)
    require = feedback.reviews.require

    async def vanishing(id: UUID, *, reader_id: UUID | None, with_inactive: bool) -> Review:  # noqa: A002
        found = await require(id, reader_id=reader_id, with_inactive=with_inactive)
        feedback.reviews.rows.clear()
        return found

    feedback.reviews.require = vanishing  # type: ignore[method-assign]

    with pytest.raises(ReviewNotFoundError):
        await logic.delete_review(ADMIN, review.id, UNCONDITIONAL, KEEP)


async def test_author_may_delete_the_rating_with_the_review(logic: ReviewLogic, feedback: Feedback) -> None:
    review = await _review(logic, rating=1)
    await logic.delete_review(ADA, review.id, UNCONDITIONAL, DELETE)
    assert _scores(feedback) == []

    review = await _review(logic)
    with pytest.raises(NotReviewAuthorError):
        await logic.delete_review(ADMIN, review.id, UNCONDITIONAL, DELETE)
    assert await logic.get_review(review.id, None) == review


async def test_stale_change_is_refused_and_changes_nothing(logic: ReviewLogic) -> None:
    review = await _review(logic)
    calls = [
        logic.replace_review(ADA, review.id, ReplaceReviewInput(rating=1, body="No."), STALE),
        logic.update_review(ADA, review.id, UpdateReviewInput(rating=1), STALE),
        logic.delete_review(ADA, review.id, STALE, KEEP),
        logic.delete_review(ADMIN, review.id, STALE, KEEP),
    ]

    for call in calls:
        with pytest.raises(PreconditionFailedError):
            await call
    assert await logic.get_review(review.id, BOB) == review


async def test_review_of_a_hidden_title_is_there_for_author_and_admins(logic: ReviewLogic, feedback: Feedback) -> None:
    review = await _review(logic)
    feedback.hidden.add(HEAT)
    filters, order = ReviewFilter(), ReviewSort.CREATED_AT_DESCENDING

    for caller in (None, BOB):
        with pytest.raises(ReviewNotFoundError):
            await logic.get_review(review.id, caller)
    for caller in (None, BOB, ADA):
        with pytest.raises(TitleNotFoundError):
            await logic.search_title_reviews(HEAT, filters, order, PageRequest(), caller)
    assert await logic.get_review(review.id, ADA) == review
    assert (await logic.search_title_reviews(HEAT, filters, order, PageRequest(), ADMIN)).items == [review]
    assert (await logic.search_reviews(ADA, None, filters, order, PageRequest())).items == [review]
    with pytest.raises(ReviewNotFoundError):
        await logic.update_review(BOB, review.id, UpdateReviewInput(), UNCONDITIONAL)
