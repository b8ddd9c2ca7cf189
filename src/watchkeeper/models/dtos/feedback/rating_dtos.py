from uuid import UUID

from pydantic import ConfigDict, Field, SkipValidation

from watchkeeper.foundation.core.bulk import BulkInput
from watchkeeper.foundation.core.dtos import Input, PageQuery, PatchInput, Resource
from watchkeeper.models.dtos.catalogue.external_media_dtos import EXAMPLE_MEDIA, ExternalMediaInput, TitleReferenceInput
from watchkeeper.models.dtos.fields import Flag, Score, ScoreText
from watchkeeper.models.dtos.watchlist.bulk_dtos import MAX_ITEMS, BulkAction, EntityTag, Key
from watchkeeper.models.dtos.watchlist.play_output_dtos import PlayedTitleOutput
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.feedback.rating import RatingFilter
from watchkeeper.models.types.sorts import RatingSort

_TITLE_ID = "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"


class RatingQuery(PageQuery):
    score: ScoreText | None = Field(default=None, description="Exactly this score.")
    media_type: MediaType | None = None
    sort: RatingSort = RatingSort.CREATED_AT_DESCENDING

    @property
    def filters(self) -> RatingFilter:
        return RatingFilter(self.score, self.media_type)


class RateTitleInput(TitleReferenceInput):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"title_id": _TITLE_ID, "score": 4.5},
                {"media": EXAMPLE_MEDIA, "score": 4.5, "mark_completed": True},
            ]
        }
    )

    score: Score
    mark_completed: Flag = Field(
        default=False, description="Whether to complete the title in your watchlist, adding it if it is missing."
    )


class ReplaceRatingInput(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [{"score": 4}]})

    score: Score


class UpdateRatingInput(PatchInput):
    model_config = ConfigDict(json_schema_extra={"examples": [{"score": 4}]})

    score: Score = 1


class PutRatingInput(ReplaceRatingInput):
    """The body of an item that puts a rating."""

    mark_completed: Flag = Field(default=False, description="As of a new rating; nothing where there is one already.")


class BulkRatingInput(PatchInput):
    """An item: exactly one of `id`, `title_id` and `media`, and the members of the single operation. `create` takes no
    `id`, `put` makes or replaces, and needs a score."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"action": "put", "title_id": _TITLE_ID, "score": 4.5, "key": "1"}]}
    )

    action: BulkAction
    id: UUID | None = None
    title_id: UUID | None = None
    media: ExternalMediaInput | None = None
    score: Score = 1
    mark_completed: Flag = False
    if_version: EntityTag | None = None
    key: Key | None = None


class ChangeRatingsInput(BulkInput):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {"action": "put", "media": EXAMPLE_MEDIA, "score": 4.5, "mark_completed": True, "key": "row 1"},
                        {"action": "delete", "title_id": _TITLE_ID},
                    ]
                }
            ]
        }
    )

    items: list[SkipValidation[BulkRatingInput]] = Field(min_length=1, max_length=MAX_ITEMS)


class RatedTitleOutput(PlayedTitleOutput):
    model_config = ConfigDict(title="RatedTitle")

    average_rating: float | None = Field(description="The mean of all ratings, to two places, including this one.")


class RatingOutput(Resource):
    model_config = ConfigDict(title="Rating")

    score: float
    title: RatedTitleOutput
    original_value: str | None = Field(
        description="The original value of an imported rating; null after the score is changed here."
    )
    original_scale: str | None = Field(description="The scale of original_value.")
