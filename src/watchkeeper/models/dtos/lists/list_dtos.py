from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from watchkeeper.foundation.core.dtos import Input, Output, PageQuery, PatchInput, Resource
from watchkeeper.models.dtos.fields import Flag, Text
from watchkeeper.models.types.lists.list_visibility import ListVisibility
from watchkeeper.models.types.lists.lists import ListFilter
from watchkeeper.models.types.sorts import ListItemSort, ListSort

LONGEST_ORDER = 20_000
"""Ids that fit a body. A list has no more items, whatever the setting."""

_EXAMPLE_ID = "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"

_ListName = Annotated[str, Text(200)]
_Description = Annotated[str, Text(10_000, min_length=0, is_multiline=True)]


class ListQuery(PageQuery):
    contains: UUID | None = Field(
        default=None, description="Lists that have this title, or a season or an episode of it."
    )
    q: Annotated[str, Text(200, min_length=0)] | None = Field(default=None, description="A part of the name.")
    sort: ListSort = ListSort.CREATED_AT_DESCENDING

    @property
    def filters(self) -> ListFilter:
        return ListFilter(self.contains, self.q or None)


class CreateListInput(Input):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"name": "Friday nights"},
                {"name": "The best of 1999", "description": "In order.", "visibility": "link", "is_ranked": True},
            ]
        }
    )

    name: _ListName
    description: _Description | None = None
    visibility: ListVisibility = Field(
        default=ListVisibility.PRIVATE, description="With link, the links of the list open it; else they don't."
    )
    is_ranked: Flag = Field(default=False, description="Whether the places are to be shown as numbers.")
    default_sort: ListItemSort = Field(
        default=ListItemSort.RANK, description="The order in which clients show the list unless told otherwise."
    )


class ReplaceListInput(CreateListInput):
    """What is left out gets its default."""


class UpdateListInput(PatchInput):
    model_config = ConfigDict(json_schema_extra={"examples": [{"visibility": "private"}, {"description": None}]})

    name: _ListName = "-"
    description: _Description | None = None
    visibility: ListVisibility = ListVisibility.PRIVATE
    is_ranked: Flag = False
    default_sort: ListItemSort = ListItemSort.RANK


class ReorderListInput(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [{"item_ids": [_EXAMPLE_ID]}]})

    item_ids: list[UUID] = Field(
        max_length=LONGEST_ORDER, description="The ids of all items of the list, in their new order."
    )


class ListOwnerOutput(Output):
    model_config = ConfigDict(title="ListOwner")

    id: UUID
    username: str


class ListOutput(Resource):
    """updated_at, and with it the ETag, changes with every change of an item, too."""

    model_config = ConfigDict(title="List")

    owner: ListOwnerOutput
    name: str
    description: str | None
    visibility: ListVisibility
    is_ranked: bool
    default_sort: ListItemSort
    items_count: int
