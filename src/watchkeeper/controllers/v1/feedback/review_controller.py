from uuid import UUID

from fastapi import Request, Response

from watchkeeper.foundation.core.errors import AuthenticationRequiredError
from watchkeeper.foundation.http import (
    PRIVATE,
    ApiRouter,
    Caller,
    CurrentUser,
    IfMatch,
    PageOutput,
    Paging,
    headers_for,
    json_response,
    no_content,
    page_response,
)
from watchkeeper.foundation.http.responses import OPERATION_ID
from watchkeeper.logics.feedback.review_logic import ReviewLogic
from watchkeeper.models.dtos.feedback.review_dtos import (
    AuthorReviewQuery,
    DeleteReviewQuery,
    ReplaceReviewInput,
    ReviewOutput,
    ReviewTitleInput,
    UpdateReviewInput,
)
from watchkeeper.models.errors.catalogue_errors import InvalidExternalIdError, QuotaExceededError, TitleNotFoundError
from watchkeeper.models.errors.feedback_errors import (
    AlreadyReviewedError,
    NotReviewAuthorError,
    ReviewNotFoundError,
    TitleNotWatchedError,
)
from watchkeeper.models.types.catalogue.cache_tag import CacheTag

PREFIX = "/api/v1/reviews"

_NEW_ERRORS = (
    TitleNotFoundError,
    TitleNotWatchedError,
    AlreadyReviewedError,
    InvalidExternalIdError,
    QuotaExceededError,
)
_CHANGE_ERRORS = (ReviewNotFoundError, TitleNotFoundError, NotReviewAuthorError, TitleNotWatchedError)


class ReviewController:
    def __init__(self, logic: ReviewLogic) -> None:
        self._logic = logic

    def router(self) -> ApiRouter:
        router = ApiRouter(PREFIX, tag="reviews")
        one = "/{review_id}"
        router.get("", self.search_reviews, returns=PageOutput[ReviewOutput], errors=[AuthenticationRequiredError])
        router.get(
            one,
            self.get_review,
            shows="review",
            returns=ReviewOutput,
            cached_by=CacheTag.REVIEWS,
            errors=[ReviewNotFoundError],
        )
        router.post(
            "", self.review_title, returns=ReviewOutput, status=201, response_headers=[OPERATION_ID], errors=_NEW_ERRORS
        )
        router.put(
            one, self.replace_review, returns=ReviewOutput, response_headers=[OPERATION_ID], errors=_CHANGE_ERRORS
        )
        router.patch(
            one, self.update_review, returns=ReviewOutput, response_headers=[OPERATION_ID], errors=_CHANGE_ERRORS
        )
        router.delete(
            one,
            self.delete_review,
            status=204,
            response_headers=[OPERATION_ID],
            errors=[ReviewNotFoundError, NotReviewAuthorError],
        )
        return router

    async def search_reviews(
        self, request: Request, caller: Caller, query: AuthorReviewQuery, page: Paging
    ) -> Response:
        """List your reviews, or those by an author, for which no token is needed."""
        found = await self._logic.search_reviews(caller, query.author, query.filters, query.sort, page)
        return page_response(found, request, headers_for(caller))

    async def get_review(self, review_id: UUID, caller: Caller) -> Response:
        """Read one review. Only its author and admins see one of an inactive title."""
        return json_response(await self._logic.get_review(review_id, caller), headers_for(caller))

    async def review_title(self, review: ReviewTitleInput, user: CurrentUser) -> Response:
        """Review a title that is completed in your watchlist, one of the catalogue or one of another service. The
        review's rating is your rating of the title."""
        created = await self._logic.review_title(user, review)
        return json_response(created, PRIVATE, status=201, location=f"{PREFIX}/{created.model.id}")

    async def replace_review(
        self, review_id: UUID, review: ReplaceReviewInput, user: CurrentUser, precondition: IfMatch
    ) -> Response:
        """Replace one of your reviews. If you have deleted the rating, the rule for new ratings applies."""
        return json_response(await self._logic.replace_review(user, review_id, review, precondition), PRIVATE)

    async def update_review(
        self, review_id: UUID, change: UpdateReviewInput, user: CurrentUser, precondition: IfMatch
    ) -> Response:
        """Change the sent members of one of your reviews. If you have deleted the rating, the rule for new ratings
        applies."""
        return json_response(await self._logic.update_review(user, review_id, change, precondition), PRIVATE)

    async def delete_review(
        self, review_id: UUID, user: CurrentUser, precondition: IfMatch, query: DeleteReviewQuery
    ) -> Response:
        """Delete a review, as its author or an admin. The author's rating of the title stays and counts, unless the
        author sends rating=delete."""
        return no_content(await self._logic.delete_review(user, review_id, precondition, query))
