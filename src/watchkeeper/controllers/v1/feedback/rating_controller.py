from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.authentication import CurrentUser
from watchkeeper.foundation.http.cursors import Paging
from watchkeeper.foundation.http.etags import IfMatch
from watchkeeper.foundation.http.injection import provided
from watchkeeper.foundation.http.problem_responses import problems
from watchkeeper.foundation.http.responses import PRIVATE, PageOutput, json_response, no_content, page_response
from watchkeeper.logics.feedback.rating_logic import RatingLogic
from watchkeeper.models.dtos.fields import ScoreText
from watchkeeper.models.dtos.rating_dtos import RateTitleInput, RatingOutput, ReplaceRatingInput, UpdateRatingInput
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.errors.feedback_errors import AlreadyRatedError, RatingNotFoundError, TitleNotWatchedError
from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.rating import RatingFilter
from watchkeeper.models.types.sorts import RatingSort

router = APIRouter(prefix="/api/v1/ratings", tags=["ratings"], route_class=ApiRoute)

Logic = Annotated[RatingLogic, provided(RatingLogic)]


async def rating_filter(
    score: Annotated[ScoreText | None, Query(description="Exactly this score.")] = None,
    media_type: Annotated[MediaType | None, Query()] = None,
) -> RatingFilter:
    """Return which ratings the query asks for."""
    return RatingFilter(score, media_type)


Filter = Annotated[RatingFilter, Depends(rating_filter)]


@router.get("", response_model=PageOutput[RatingOutput])
async def search_ratings(
    request: Request,
    user: CurrentUser,
    filters: Filter,
    paging: Paging,
    *,
    logic: Logic,
    sort: Annotated[RatingSort, Query()] = RatingSort.CREATED_AT_DESCENDING,
) -> Response:
    """List your ratings."""
    page = await logic.search_ratings(user.user_id, filters, sort, paging)
    return page_response(page, request, PRIVATE)


@router.get("/{rating_id}", response_model=RatingOutput, responses=problems(RatingNotFoundError))
async def get_rating(rating_id: UUID, user: CurrentUser, logic: Logic) -> Response:
    """Read one of your ratings."""
    return json_response(await logic.get_rating(user.user_id, rating_id), PRIVATE)


@router.post(
    "",
    status_code=201,
    response_model=RatingOutput,
    responses=problems(TitleNotFoundError, TitleNotWatchedError, AlreadyRatedError),
)
async def rate_title(rating: RateTitleInput, user: CurrentUser, logic: Logic) -> Response:
    """Rate a title that stands as completed in your watchlist."""
    created = await logic.rate_title(user.user_id, rating)
    return json_response(created, PRIVATE, status=201, location=f"{router.prefix}/{created.id}")


@router.put("/{rating_id}", response_model=RatingOutput, responses=problems(RatingNotFoundError))
async def replace_rating(
    rating_id: UUID, rating: ReplaceRatingInput, user: CurrentUser, precondition: IfMatch, logic: Logic
) -> Response:
    """Set the score of a rating."""
    return json_response(await logic.replace_rating(user.user_id, rating_id, rating, precondition), PRIVATE)


@router.patch("/{rating_id}", response_model=RatingOutput, responses=problems(RatingNotFoundError))
async def update_rating(
    rating_id: UUID, change: UpdateRatingInput, user: CurrentUser, precondition: IfMatch, logic: Logic
) -> Response:
    """Change what is sent of a rating."""
    return json_response(await logic.update_rating(user.user_id, rating_id, change, precondition), PRIVATE)


@router.delete("/{rating_id}", status_code=204, responses=problems(RatingNotFoundError))
async def delete_rating(rating_id: UUID, user: CurrentUser, precondition: IfMatch, logic: Logic) -> Response:
    """Take a rating back. A review of the title stays, without a rating."""
    await logic.delete_rating(user.user_id, rating_id, precondition)
    return no_content()
