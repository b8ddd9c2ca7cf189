from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from watchkeeper.controllers.v1.feedback.review_filtering import Filter, Order
from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.authentication import Caller, CurrentUser
from watchkeeper.foundation.http.cursors import Paging
from watchkeeper.foundation.http.etags import IfMatch
from watchkeeper.foundation.http.injection import provided
from watchkeeper.foundation.http.problem_responses import problems
from watchkeeper.foundation.http.response_caching import cached_by
from watchkeeper.foundation.http.responses import (
    PRIVATE,
    PageOutput,
    headers_for,
    json_response,
    no_content,
    page_response,
)
from watchkeeper.logics.feedback.review_logic import ReviewLogic
from watchkeeper.models.dtos.fields import Text
from watchkeeper.models.dtos.review_dtos import ReplaceReviewInput, ReviewOutput, UpdateReviewInput
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.errors.feedback_errors import NotReviewAuthorError, ReviewNotFoundError, TitleNotWatchedError
from watchkeeper.models.types.cache_tag import CacheTag
from watchkeeper.models.types.sorts import ReviewSort

router = APIRouter(prefix="/api/v1/reviews", tags=["reviews"], route_class=ApiRoute)

Logic = Annotated[ReviewLogic, provided(ReviewLogic)]
Reason = Annotated[str, Text(500), Query(description="Why an admin removes it; kept in the audit trail.")]

_CHANGE_ERRORS = problems(ReviewNotFoundError, TitleNotFoundError, NotReviewAuthorError, TitleNotWatchedError)


@router.get("", response_model=PageOutput[ReviewOutput])
async def search_own_reviews(
    request: Request,
    user: CurrentUser,
    filters: Filter,
    paging: Paging,
    *,
    logic: Logic,
    sort: Order = ReviewSort.CREATED_AT_DESCENDING,
) -> Response:
    """List what you have written."""
    page = await logic.search_own_reviews(user.user_id, filters, sort, paging)
    return page_response(page, request, PRIVATE)


@router.get("/{review_id}", response_model=ReviewOutput, responses=problems(ReviewNotFoundError))
@cached_by(CacheTag.REVIEWS)
async def get_review(review_id: UUID, caller: Caller, logic: Logic) -> Response:
    """Read one review. One of a title that is not active is there for its author and for admins."""
    return json_response(await logic.get_review(review_id, caller), headers_for(caller))


@router.put("/{review_id}", response_model=ReviewOutput, responses=_CHANGE_ERRORS)
async def replace_review(
    review_id: UUID, review: ReplaceReviewInput, user: CurrentUser, precondition: IfMatch, logic: Logic
) -> Response:
    """Write a review of yours anew. Where you had taken the rating back, the rule for new ratings holds."""
    return json_response(await logic.replace_review(user, review_id, review, precondition), PRIVATE)


@router.patch("/{review_id}", response_model=ReviewOutput, responses=_CHANGE_ERRORS)
async def update_review(
    review_id: UUID, change: UpdateReviewInput, user: CurrentUser, precondition: IfMatch, logic: Logic
) -> Response:
    """Change what is sent of a review of yours. Where you had taken the rating back, the rule for new ones holds."""
    return json_response(await logic.update_review(user, review_id, change, precondition), PRIVATE)


@router.delete(
    "/{review_id}",
    status_code=204,
    responses=problems(ReviewNotFoundError, NotReviewAuthorError),
)
async def delete_review(
    review_id: UUID, user: CurrentUser, precondition: IfMatch, logic: Logic, reason: Reason | None = None
) -> Response:
    """Remove a review: its author, or an admin. The author's rating of the title stays."""
    await logic.delete_review(user, review_id, precondition, reason)
    return no_content()
