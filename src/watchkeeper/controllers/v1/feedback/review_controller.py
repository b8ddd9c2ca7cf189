from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from watchkeeper.controllers.answers import PRIVATE, Listing, answer, headers_for, listing, nothing
from watchkeeper.controllers.conditional import IfMatch
from watchkeeper.controllers.cursors import Paging
from watchkeeper.controllers.documentation import problems
from watchkeeper.controllers.injection import provided
from watchkeeper.controllers.keeping import kept
from watchkeeper.controllers.known_tags import made_of_rows
from watchkeeper.controllers.routing import ContractRoute
from watchkeeper.controllers.security import Caller, CurrentUser
from watchkeeper.controllers.v1.feedback.review_filtering import Filter, Order
from watchkeeper.logics.feedback.review_logic import ReviewLogic
from watchkeeper.models.dtos.fields import Text
from watchkeeper.models.dtos.review_dtos import ReplaceReviewInput, ReviewOutput, UpdateReviewInput
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.errors.feedback_errors import NotReviewAuthorError, ReviewNotFoundError, TitleNotWatchedError
from watchkeeper.models.types.content import Content
from watchkeeper.models.types.sorts import ReviewSort

router = APIRouter(prefix="/api/v1/reviews", tags=["reviews"], route_class=ContractRoute)

Logic = Annotated[ReviewLogic, provided(ReviewLogic)]
Reason = Annotated[str, Text(500), Query(description="Why an admin removes it; kept in the audit trail.")]

_CHANGE_REFUSALS = problems(ReviewNotFoundError, TitleNotFoundError, NotReviewAuthorError, TitleNotWatchedError)


@router.get("", response_model=Listing[ReviewOutput])
@made_of_rows
async def search_own_reviews(
    request: Request,
    user: CurrentUser,
    wanted: Filter,
    paging: Paging,
    *,
    logic: Logic,
    sort: Order = ReviewSort.CREATED_AT_DESCENDING,
) -> Response:
    """List what you have written."""
    page = await logic.search_own_reviews(user.user_id, wanted, sort, paging)
    return listing(page, request, PRIVATE)


@router.get("/{review_id}", response_model=ReviewOutput, responses=problems(ReviewNotFoundError))
@kept(Content.REVIEWS)
async def get_review(review_id: UUID, caller: Caller, logic: Logic) -> Response:
    """Read one review. One of a title that is not active is there for its author and for admins."""
    return answer(await logic.get_review(review_id, caller), headers_for(caller))


@router.put("/{review_id}", response_model=ReviewOutput, responses=_CHANGE_REFUSALS)
async def replace_review(
    review_id: UUID, review: ReplaceReviewInput, user: CurrentUser, precondition: IfMatch, logic: Logic
) -> Response:
    """Write a review of yours anew. Where you had taken the rating back, the rule for new ratings holds."""
    return answer(await logic.replace_review(user, review_id, review, precondition), PRIVATE)


@router.patch("/{review_id}", response_model=ReviewOutput, responses=_CHANGE_REFUSALS)
async def update_review(
    review_id: UUID, change: UpdateReviewInput, user: CurrentUser, precondition: IfMatch, logic: Logic
) -> Response:
    """Change what is sent of a review of yours. Where you had taken the rating back, the rule for new ones holds."""
    return answer(await logic.update_review(user, review_id, change, precondition), PRIVATE)


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
    return nothing()
