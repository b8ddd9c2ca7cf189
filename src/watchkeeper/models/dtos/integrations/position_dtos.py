from typing import Annotated

from pydantic import ConfigDict, Field, Strict

from watchkeeper.foundation.core.dtos import Input, PageQuery, Resource
from watchkeeper.models.dtos.watchlist.play_output_dtos import PlayedEpisodeOutput, PlayedTitleOutput
from watchkeeper.models.types.sorts import PositionSort

Seconds = Annotated[int, Strict(), Field(ge=0, le=1_000_000)]


class PositionQuery(PageQuery):
    sort: PositionSort = PositionSort.UPDATED_AT_DESCENDING


class PutPositionInput(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [{"seconds": 1830, "of_seconds": 8160}]})

    seconds: Seconds = Field(description="From the beginning.")
    of_seconds: Seconds | None = Field(default=None, description="How long it is.")


class PositionOutput(Resource):
    """Where you stopped. `id` is that of the title, or of the episode."""

    model_config = ConfigDict(title="Position")

    title: PlayedTitleOutput
    episode: PlayedEpisodeOutput | None
    seconds: int = Field(examples=[1830])
    of_seconds: int | None = Field(examples=[8160])
