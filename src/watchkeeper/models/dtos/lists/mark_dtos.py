from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from watchkeeper.foundation.core.dtos import PageQuery, PatchInput, Resource
from watchkeeper.models.dtos.fields import Text
from watchkeeper.models.dtos.watchlist.play_output_dtos import PlayedTitleOutput
from watchkeeper.models.types.lists.mark import MarkKind
from watchkeeper.models.types.sorts import MarkSort

Note = Annotated[str, Text(5000, min_length=0, is_multiline=True)]


class MarkQuery(PageQuery):
    mark: tuple[MarkKind, ...] = Field(
        default=(), max_length=50, description="Repeatable: marks of any of these kinds."
    )
    sort: MarkSort = Field(default=MarkSort.RANK, description="rank is the order that you have brought them into.")


class MarkTitleInput(PatchInput):
    """What is to be said with a mark. Nothing is required, not even a body; what is left out stays as it is."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"note": "For a rainy day."}, {"before": "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"}]
        }
    )
    may_be_left_out = True

    note: Note | None = None
    before: UUID | None = Field(default=None, description="The id of the mark that is to come next.")
    after: UUID | None = Field(
        default=None, description="The id of the mark that is to come before. A new mark is the last without either."
    )

    @model_validator(mode="after")
    def _has_one_place(self) -> Self:
        if self.before is not None and self.after is not None:
            raise PydanticCustomError("at_most_one_of", "Send before or after, not both")
        return self


class MarkedTitleOutput(PlayedTitleOutput):
    model_config = ConfigDict(title="MarkedTitle")


class MarkOutput(Resource):
    model_config = ConfigDict(title="Mark")

    title: MarkedTitleOutput
    mark: MarkKind
    rank: int = Field(description="A number to sort by, with gaps: not the position.", examples=[4294967296])
    note: str | None
