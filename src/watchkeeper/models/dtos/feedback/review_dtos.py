from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from watchkeeper.foundation.core.dtos import Input, Output, PageQuery, PatchInput, QueryParameters, Resource
from watchkeeper.models.dtos.catalogue.external_media_dtos import EXAMPLE_MEDIA, TitleReferenceInput
from watchkeeper.models.dtos.fields import Flag, Score, ScoreText, Text
from watchkeeper.models.types.feedback.review import RatingOfDeletedReview, ReviewFilter
from watchkeeper.models.types.sorts import ReviewSort

ReviewBody = Annotated[str, Text(10_000, is_multiline=True)]
"""Line breaks and tabs are preserved."""

_EXAMPLE: JsonDict = {
    "rating": 4.5,
    "body": "Every frame could hang on a wall.\n\nThe train over the water is the best of it.",
    "contains_spoilers": False,
}


class ReviewQuery(PageQuery):
    rating: ScoreText | None = Field(default=None, description="Exactly this score.")
    contains_spoilers: bool | None = Field(
        default=None, description="Whether the review contains spoilers; by default both."
    )
    sort: ReviewSort = Field(
        default=ReviewSort.CREATED_AT_DESCENDING,
        description="Reviews without a rating come last in both directions of rating.",
    )

    @property
    def filters(self) -> ReviewFilter:
        return ReviewFilter(self.rating, self.contains_spoilers)


class AuthorReviewQuery(ReviewQuery):
    author: Annotated[str, Text(64)] | None = Field(
        default=None, description="The user name of an author; without it, the reviews are your own."
    )


class DeleteReviewQuery(QueryParameters):
    rating: RatingOfDeletedReview = Field(
        default=RatingOfDeletedReview.KEEP,
        description="Whether your rating of the title stays, and counts, or is deleted too. Only authors delete it.",
    )
    reason: Annotated[str, Text(500)] | None = Field(
        default=None, description="The reason of an admin, stored in the audit log."
    )


class NewReviewInput(Input):
    """The members of a new review, whatever title it is of."""

    rating: Score = Field(description="Your score of the title; it becomes, or changes, your rating.")
    body: ReviewBody
    contains_spoilers: Flag = False
    mark_completed: Flag = Field(
        default=False, description="Whether to complete the title in your watchlist, adding it if it is missing."
    )


class CreateReviewInput(NewReviewInput):
    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})


class ReviewTitleInput(NewReviewInput, TitleReferenceInput):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                _EXAMPLE | {"title_id": "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"},
                _EXAMPLE | {"media": EXAMPLE_MEDIA, "mark_completed": True},
            ]
        }
    )


class ReplaceReviewInput(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    rating: Score = Field(description="Your score of the title; it changes your rating.")
    body: ReviewBody
    contains_spoilers: Flag = False


class UpdateReviewInput(PatchInput):
    model_config = ConfigDict(json_schema_extra={"examples": [{"rating": 5}, {"contains_spoilers": True}]})

    rating: Score = 1
    body: ReviewBody = ""
    contains_spoilers: Flag = False


class AuthorOutput(Output):
    model_config = ConfigDict(title="Author")

    id: UUID
    username: str


class ReviewOutput(Resource):
    model_config = ConfigDict(title="Review")

    title_id: UUID
    author: AuthorOutput
    rating: float | None = Field(description="The author's rating of the title; null if the author has deleted it.")
    body: str
    contains_spoilers: bool
    superseded: bool = Field(
        description="Whether it is the older of your two reviews of titles that were merged; only you see it then."
    )
