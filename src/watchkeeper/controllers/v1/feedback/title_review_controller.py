from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from watchkeeper.controllers.v1.feedback import review_controller
from watchkeeper.controllers.v1.feedback.review_filtering import Filter, Order
from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.authentication import Caller, CurrentUser
from watchkeeper.foundation.http.cursors import Paging
from watchkeeper.foundation.http.injection import provided
from watchkeeper.foundation.http.problem_responses import problems
from watchkeeper.foundation.http.response_caching import cached_by
from watchkeeper.foundation.http.responses import PRIVATE, PageOutput, headers_for, json_response, page_response
from watchkeeper.logics.feedback.review_logic import ReviewLogic
from watchkeeper.models.dtos.review_dtos import CreateReviewInput, ReviewOutput
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.errors.feedback_errors import AlreadyReviewedError, TitleNotWatchedError
from watchkeeper.models.types.cache_tag import CacheTag
from watchkeeper.models.types.sorts import ReviewSort

router = APIRouter(prefix="/api/v1/titles/{title_id}/reviews", tags=["reviews"], route_class=ApiRoute)

Logic = Annotated[ReviewLogic, provided(ReviewLogic)]


@router.get("", response_model=PageOutput[ReviewOutput], responses=problems(TitleNotFoundError))
@cached_by(CacheTag.REVIEWS)
async def search_title_reviews(
    title_id: UUID,
    request: Request,
    caller: Caller,
    filters: Filter,
    paging: Paging,
    *,
    logic: Logic,
    sort: Order = ReviewSort.CREATED_AT_DESCENDING,
) -> Response:
    """List what people write about a title, the newest first by default. One that is not active is there for admins
    alone."""
    page = await logic.search_title_reviews(title_id, filters, sort, paging, caller)
    return page_response(page, request, headers_for(caller))


@router.post(
    "",
    status_code=201,
    response_model=ReviewOutput,
    responses=problems(TitleNotFoundError, TitleNotWatchedError, AlreadyReviewedError),
)
async def create_review(title_id: UUID, review: CreateReviewInput, user: CurrentUser, logic: Logic) -> Response:
    """Review a title that stands as completed in your watchlist. Its rating is your rating of the title."""
    created = await logic.create_review(user, title_id, review)
    return json_response(created, PRIVATE, status=201, location=f"{review_controller.router.prefix}/{created.id}")
