"""The rules of ratings, on in-memory fakes of the ports."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tests.support.discovery_fakes import MetadataRoom
from tests.support.feedback_fakes import Feedback
from tests.support.tag_fakes import AccountLocks
from tests.support.undo_fakes import operation_logic
from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import PreconditionFailedError
from watchkeeper.foundation.core.precondition import UNCONDITIONAL, Precondition
from watchkeeper.logics.feedback.rating_logic import RatingLogic
from watchkeeper.models.dtos.feedback.rating_dtos import RateTitleInput, ReplaceRatingInput, UpdateRatingInput
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.errors.feedback_errors import AlreadyRatedError, RatingNotFoundError, TitleNotWatchedError
from watchkeeper.models.types.feedback.rating import Rating

ADA, BOB, HEAT, ALIEN = uuid4(), uuid4(), uuid4(), uuid4()
STALE = Precondition(frozenset({"0"}))


@pytest.fixture
def feedback() -> Feedback:
    """Heat is there and Ada has watched it; Alien is there."""
    return Feedback(titles={HEAT, ALIEN}, completed={(ADA, HEAT)})


@pytest.fixture
def logic(feedback: Feedback) -> RatingLogic:
    return RatingLogic(
        unit_of_work=feedback.unit_of_work,
        ratings=feedback.ratings,
        accounts=AccountLocks(),
        watched_titles=feedback.watched_titles,
        titles=MetadataRoom().references(feedback.unit_of_work),
        operations=operation_logic(),
    )


async def _rate(logic: RatingLogic, title_id: UUID = HEAT, score: float = 4, *, mark_completed: bool = False) -> Rating:
    rating = RateTitleInput(title_id=title_id, score=score, mark_completed=mark_completed)
    return (await logic.rate_title(ADA, rating)).model


async def test_watched_title_is_rated_in_half_steps(logic: RatingLogic, feedback: Feedback) -> None:
    rating = await _rate(logic, score=3.5)

    assert (rating.score, rating.created_at) == (3.5, rating.updated_at)
    assert [entity.half_steps for entity in feedback.ratings.rows.values()] == [7]
    assert feedback.unit_of_work.commits == 1


async def test_unwatched_title_is_refused_and_nothing_is_stored(logic: RatingLogic, feedback: Feedback) -> None:
    with pytest.raises(TitleNotWatchedError):
        await _rate(logic, ALIEN)

    assert (feedback.ratings.rows, feedback.completed) == ({}, {(ADA, HEAT): True})


async def test_title_to_be_marked_is_completed_first(logic: RatingLogic, feedback: Feedback) -> None:
    await _rate(logic, ALIEN, mark_completed=True)

    assert (ADA, ALIEN) in feedback.completed


async def test_refused_second_rating_takes_the_mark_back(logic: RatingLogic, feedback: Feedback) -> None:
    await _rate(logic)
    del feedback.completed[ADA, HEAT]

    with pytest.raises(AlreadyRatedError):
        await _rate(logic, mark_completed=True)

    assert feedback.completed == {}


@pytest.mark.parametrize("mark_completed", [False, True])
async def test_unknown_title_is_not_found(logic: RatingLogic, mark_completed: bool) -> None:
    with pytest.raises(TitleNotFoundError):
        await _rate(logic, uuid4(), mark_completed=mark_completed)


async def test_change_needs_no_watched_title(logic: RatingLogic, feedback: Feedback) -> None:
    rating = await _rate(logic)
    feedback.completed.clear()

    replaced = await logic.replace_rating(ADA, rating.id, ReplaceRatingInput(score=2), UNCONDITIONAL)
    updated = await logic.update_rating(ADA, rating.id, UpdateRatingInput(score=1.5), UNCONDITIONAL)

    assert (replaced.score, updated.score) == (2, 1.5)
    assert updated.updated_at >= replaced.updated_at >= rating.updated_at


async def test_original_goes_with_another_score_alone(logic: RatingLogic, feedback: Feedback) -> None:
    rating = await _rate(logic, score=4)
    stored = feedback.ratings.rows[rating.id]
    stored.original_value, stored.original_scale = "8", "1-10"

    same = await logic.replace_rating(ADA, rating.id, ReplaceRatingInput(score=4), UNCONDITIONAL)
    other = await logic.replace_rating(ADA, rating.id, ReplaceRatingInput(score=4.5), UNCONDITIONAL)

    assert (same.original_value, same.original_scale) == ("8", "1-10")
    assert (other.original_value, other.original_scale) == (None, None)


async def test_update_of_nothing_keeps_the_version(logic: RatingLogic) -> None:
    rating = await _rate(logic)

    assert await logic.update_rating(ADA, rating.id, UpdateRatingInput(), UNCONDITIONAL) == rating


async def test_rating_of_another_person_is_not_found_by_any_method(logic: RatingLogic) -> None:
    rating = await _rate(logic)
    calls = [
        logic.get_rating(BOB, rating.id),
        logic.replace_rating(BOB, rating.id, ReplaceRatingInput(score=1), STALE),
        logic.update_rating(BOB, rating.id, UpdateRatingInput(), STALE),
        logic.delete_rating(BOB, rating.id, STALE),
    ]

    for call in calls:
        with pytest.raises(RatingNotFoundError):
            await call
    assert await logic.get_rating(ADA, rating.id) == rating


async def test_stale_change_is_refused_and_changes_nothing(logic: RatingLogic) -> None:
    rating = await _rate(logic)
    calls = [
        logic.replace_rating(ADA, rating.id, ReplaceRatingInput(score=1), STALE),
        logic.update_rating(ADA, rating.id, UpdateRatingInput(score=1), STALE),
        logic.delete_rating(ADA, rating.id, STALE),
    ]

    for call in calls:
        with pytest.raises(PreconditionFailedError):
            await call
    assert await logic.get_rating(ADA, rating.id) == rating


async def test_deleted_rating_can_be_given_anew(logic: RatingLogic, feedback: Feedback) -> None:
    rating = await _rate(logic)
    await logic.delete_rating(ADA, rating.id, UNCONDITIONAL)

    assert feedback.ratings.rows == {}
    assert (await _rate(logic, score=1)).created_at > now() - timedelta(minutes=1)
