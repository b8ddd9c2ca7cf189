from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from watchkeeper.controllers.answers import PRIVATE, Listing, answer, headers_for, listing
from watchkeeper.controllers.cursors import Paging
from watchkeeper.controllers.documentation import problems
from watchkeeper.controllers.injection import provided
from watchkeeper.controllers.keeping import kept
from watchkeeper.controllers.routing import ContractRoute
from watchkeeper.controllers.security import Caller, CurrentUser
from watchkeeper.controllers.v1.feedback import review_controller
from watchkeeper.controllers.v1.feedback.review_filtering import Filter, Order
from watchkeeper.logics.feedback.review_logic import ReviewLogic
from watchkeeper.models.dtos.review_dtos import CreateReviewInput, ReviewOutput
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.errors.feedback_errors import AlreadyReviewedError, TitleNotWatchedError
from watchkeeper.models.types.content import Content
from watchkeeper.models.types.sorts import ReviewSort

router = APIRouter(prefix="/api/v1/titles/{title_id}/reviews", tags=["reviews"], route_class=ContractRoute)

Logic = Annotated[ReviewLogic, provided(ReviewLogic)]


@router.get("", response_model=Listing[ReviewOutput], responses=problems(TitleNotFoundError))
@kept(Content.REVIEWS)
async def search_title_reviews(
    title_id: UUID,
    request: Request,
    caller: Caller,
    wanted: Filter,
    paging: Paging,
    *,
    logic: Logic,
    sort: Order = ReviewSort.CREATED_AT_DESCENDING,
) -> Response:
    """List what people write about a title, the newest first by default. One that is not active is there for admins
    alone."""
    page = await logic.search_title_reviews(title_id, wanted, sort, paging, caller)
    return listing(page, request, headers_for(caller))


@router.post(
    "",
    status_code=201,
    response_model=ReviewOutput,
    responses=problems(TitleNotFoundError, TitleNotWatchedError, AlreadyReviewedError),
)
async def create_review(title_id: UUID, review: CreateReviewInput, user: CurrentUser, logic: Logic) -> Response:
    """Review a title that stands as completed in your watchlist. Its rating is your rating of the title."""
    created = await logic.create_review(user, title_id, review)
    return answer(created, PRIVATE, status=201, location=f"{review_controller.router.prefix}/{created.id}")
