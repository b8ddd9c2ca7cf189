"""Errors of ratings and reviews."""

from watchkeeper.foundation.core.errors import ConflictError, ExistingConflictError, ForbiddenError, NotFoundError


class TitleNotWatchedError(ConflictError):
    code = "title_not_watched"
    title = "You have not watched the title"
    detail = "Only titles that are completed in your watchlist, or that you have logged a play of, can be rated."
    hint = "`mark_completed` completes it in the same request."


class AlreadyRatedError(ExistingConflictError):
    code = "already_rated"
    title = "You have already rated the title"
    detail = "There is one rating a person and title."
    hint = "Change the one in `existing`."


class AlreadyReviewedError(ExistingConflictError):
    code = "already_reviewed"
    title = "You have already reviewed the title"
    detail = "There is one review a person and title."
    hint = "Change the one in `existing`."


class NotReviewAuthorError(ForbiddenError):
    code = "not_review_author"
    title = "You are not the author of the review"
    detail = "Only the author may change a review; the author and admins may delete it."


class RatingNotFoundError(NotFoundError):
    code = "rating_not_found"
    title = "Rating not found"
    detail = "You have no rating with this id."


class ReviewNotFoundError(NotFoundError):
    code = "review_not_found"
    title = "Review not found"
    detail = "No review has this id."
