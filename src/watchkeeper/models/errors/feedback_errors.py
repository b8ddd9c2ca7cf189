"""Errors of ratings and reviews."""

from watchkeeper.foundation.core.errors import ErrorKind, ServiceError


class TitleNotWatchedError(ServiceError):
    kind = ErrorKind.CONFLICT
    code = "title_not_watched"
    title = "You have not watched the title"
    detail = "Only what stands as completed in your watchlist can be rated. Send mark_completed to set it so."


class AlreadyRatedError(ServiceError):
    kind = ErrorKind.CONFLICT
    code = "already_rated"
    title = "You have rated the title already"
    detail = "A person rates a title once. Change the rating that is there."


class AlreadyReviewedError(ServiceError):
    kind = ErrorKind.CONFLICT
    code = "already_reviewed"
    title = "You have reviewed the title already"
    detail = "A person reviews a title once. Change the review that is there."


class NotReviewAuthorError(ServiceError):
    kind = ErrorKind.FORBIDDEN
    code = "not_review_author"
    title = "The review is somebody else's"
    detail = "Only its author may change a review; its author and admins may delete it."


class RatingNotFoundError(ServiceError):
    kind = ErrorKind.NOT_FOUND
    code = "rating_not_found"
    title = "There is no such rating"
    detail = "You have no rating with this id."


class ReviewNotFoundError(ServiceError):
    kind = ErrorKind.NOT_FOUND
    code = "review_not_found"
    title = "There is no such review"
    detail = "No review has this id."
