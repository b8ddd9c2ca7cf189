from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field
from typing_extensions import TypeAliasType

from watchkeeper.foundation.core.dtos import Output, PageQuery, PatchInput, Resource
from watchkeeper.models.dtos.fields import Text
from watchkeeper.models.types.sorts import LookupSort
from watchkeeper.models.types.watchlist.tag import MAX_TAGS

TagName = Annotated[str, Text(100)]
TagNames = TypeAliasType(
    "TagNames",
    Annotated[
        list[TagName],
        Field(
            max_length=MAX_TAGS,
            description="Names of tags, all there are to be. New ones are made; upper and lower case are equal.",
        ),
    ],
)


class TagQuery(PageQuery):
    q: Annotated[str, Text(100, min_length=0)] | None = Field(
        default=None, description="Any part of the name; case and accents are ignored."
    )
    sort: LookupSort = LookupSort.NAME


class UpdateTagInput(PatchInput):
    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "With the children"}]})

    name: TagName = Field(default="", description="The name of another tag of yours makes both one: that other one.")


class TagReferenceOutput(Output):
    """A tag as it stands on what is tagged."""

    model_config = ConfigDict(title="TagReference")

    id: UUID
    name: str


class TagOutput(Resource):
    model_config = ConfigDict(title="Tag")

    name: str
    entries_count: int = Field(description="How many watch entries have it.", examples=[12])
    plays_count: int = Field(description="How many plays have it.", examples=[3])
