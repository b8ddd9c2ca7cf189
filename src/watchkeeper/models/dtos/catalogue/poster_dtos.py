from typing import Annotated

from pydantic import Field

from watchkeeper.foundation.core.dtos import QueryParameters
from watchkeeper.models.dtos.fields import Text
from watchkeeper.models.types.catalogue.poster_width import PosterWidth


class PosterQuery(QueryParameters):
    width: PosterWidth = Field(default=PosterWidth.MEDIUM, description="In pixels, about.")
    v: Annotated[str, Text(64)] | None = Field(
        default=None, description="A digest of poster_url: with it the response never changes."
    )
