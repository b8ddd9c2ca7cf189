from uuid import UUID

from fastapi import Request, Response

from watchkeeper.controllers.v1.feedback.review_controller import PREFIX
from watchkeeper.foundation.http import (
    PRIVATE,
    ApiRouter,
    Caller,
    CurrentUser,
    PageOutput,
    Paging,
    headers_for,
    json_response,
    page_response,
)
from watchkeeper.foundation.http.responses import OPERATION_ID
from watchkeeper.logics.feedback.review_logic import ReviewLogic
from watchkeeper.models.dtos.feedback.review_dtos import CreateReviewInput, ReviewOutput, ReviewQuery
from watchkeeper.models.errors.catalogue_errors import TitleMergedError, TitleNotFoundError
from watchkeeper.models.errors.feedback_errors import AlreadyReviewedError, TitleNotWatchedError
from watchkeeper.models.types.catalogue.cache_tag import CacheTag


class TitleReviewController:
    def __init__(self, logic: ReviewLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter("/api/v1/titles/{title_id}/reviews", tag="reviews")
        router.get(
            "",
            self.search_title_reviews,
            returns=PageOutput[ReviewOutput],
            cached_by=CacheTag.REVIEWS,
            errors=[TitleNotFoundError, TitleMergedError],
        )
        router.post(
            "",
            self.create_review,
            returns=ReviewOutput,
            status=201,
            response_headers=[OPERATION_ID],
            errors=[TitleNotFoundError, TitleNotWatchedError, AlreadyReviewedError],
        )
        return router

    async def search_title_reviews(
        self, title_id: UUID, request: Request, caller: Caller, query: ReviewQuery, page: Paging
    ) -> Response:
        """List the reviews of a title, by default the newest first. Only admins see those of an inactive title."""
        found = await self._logic.search_title_reviews(title_id, query.filters, query.sort, page, caller)
        return page_response(found, request, headers_for(caller))

    async def create_review(self, title_id: UUID, review: CreateReviewInput, user: CurrentUser) -> Response:
        """Review a title that is completed in your watchlist. The review's rating is your rating of the title."""
        created = await self._logic.create_review(user, title_id, review)
        return json_response(created, PRIVATE, status=201, location=f"{PREFIX}/{created.model.id}")
