from uuid import UUID

from fastapi import Request, Response

from watchkeeper.foundation.core.bulk import BulkRejectedError
from watchkeeper.foundation.http import (
    PRIVATE,
    ApiRouter,
    CurrentUser,
    IfMatch,
    PageOutput,
    Paging,
    json_response,
    no_content,
    page_response,
)
from watchkeeper.foundation.http.bulk import BulkOutput, bulk_response, read_changes
from watchkeeper.foundation.http.responses import OPERATION_ID
from watchkeeper.logics.feedback.rating_bulk_logic import RatingBulkLogic
from watchkeeper.logics.feedback.rating_logic import RatingLogic
from watchkeeper.models.dtos.feedback.rating_dtos import (
    ChangeRatingsInput,
    PutRatingInput,
    RateTitleInput,
    RatingOutput,
    RatingQuery,
    ReplaceRatingInput,
    UpdateRatingInput,
)
from watchkeeper.models.dtos.watchlist.bulk_dtos import item_shapes
from watchkeeper.models.errors.catalogue_errors import InvalidExternalIdError, QuotaExceededError, TitleNotFoundError
from watchkeeper.models.errors.feedback_errors import AlreadyRatedError, RatingNotFoundError, TitleNotWatchedError

_PREFIX = "/api/v1/ratings"
_ITEMS = item_shapes(RateTitleInput, PutRatingInput, UpdateRatingInput)


class RatingController:
    def __init__(self, logic: RatingLogic, bulk: RatingBulkLogic) -> None:
        self._logic = logic
        self._bulk = bulk

    def router(self) -> ApiRouter:
        router = ApiRouter(_PREFIX, tag="ratings")
        one = "/{rating_id}"
        router.get("", self.search_ratings, returns=PageOutput[RatingOutput])
        router.get(one, self.get_rating, shows="rating", returns=RatingOutput, errors=[RatingNotFoundError])
        router.post(
            "",
            self.rate_title,
            returns=RatingOutput,
            status=201,
            response_headers=[OPERATION_ID],
            errors=[
                TitleNotFoundError,
                TitleNotWatchedError,
                AlreadyRatedError,
                InvalidExternalIdError,
                QuotaExceededError,
            ],
        )
        router.post("/bulk", self.change_ratings, returns=BulkOutput, errors=[BulkRejectedError])
        router.put(one, self.replace_rating, returns=RatingOutput, errors=[RatingNotFoundError])
        router.patch(one, self.update_rating, returns=RatingOutput, errors=[RatingNotFoundError])
        router.delete(
            one, self.delete_rating, status=204, response_headers=[OPERATION_ID], errors=[RatingNotFoundError]
        )
        return router

    async def search_ratings(self, request: Request, user: CurrentUser, query: RatingQuery, page: Paging) -> Response:
        """List your ratings."""
        found = await self._logic.search_ratings(user.user_id, query.filters, query.sort, page)
        return page_response(found, request, PRIVATE)

    async def get_rating(self, rating_id: UUID, user: CurrentUser) -> Response:
        """Read one of your ratings."""
        return json_response(await self._logic.get_rating(user.user_id, rating_id), PRIVATE)

    async def rate_title(self, rating: RateTitleInput, user: CurrentUser) -> Response:
        """Rate a title that is completed in your watchlist, one of the catalogue or one of another service."""
        created = await self._logic.rate_title(user.user_id, rating)
        return json_response(created, PRIVATE, status=201, location=f"{_PREFIX}/{created.model.id}")

    async def change_ratings(self, request: Request, changes: ChangeRatingsInput, user: CurrentUser) -> Response:
        """Create, put, patch and delete up to 500 ratings. Each item succeeds or fails by itself, unless atomic."""
        report = await self._bulk.change_ratings(
            user.user_id, read_changes(_ITEMS, changes.items), is_atomic=changes.atomic, is_full=changes.is_full
        )
        return bulk_response(report, request)

    async def replace_rating(
        self, rating_id: UUID, rating: ReplaceRatingInput, user: CurrentUser, precondition: IfMatch
    ) -> Response:
        """Set the score of a rating."""
        return json_response(await self._logic.replace_rating(user.user_id, rating_id, rating, precondition), PRIVATE)

    async def update_rating(
        self, rating_id: UUID, change: UpdateRatingInput, user: CurrentUser, precondition: IfMatch
    ) -> Response:
        """Change the sent members of a rating."""
        return json_response(await self._logic.update_rating(user.user_id, rating_id, change, precondition), PRIVATE)

    async def delete_rating(self, rating_id: UUID, user: CurrentUser, precondition: IfMatch) -> Response:
        """Delete a rating. A review of the title stays, without a rating."""
        return no_content(await self._logic.delete_rating(user.user_id, rating_id, precondition))
