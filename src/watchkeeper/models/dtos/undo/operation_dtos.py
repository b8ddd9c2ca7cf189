from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from watchkeeper.foundation.core.dtos import Output, PageQuery
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.sorts import OperationSort
from watchkeeper.models.types.undo.operation import LeftReason, OperationKind


class OperationQuery(PageQuery):
    kind: OperationKind | None = Field(default=None, description="Only operations of this kind.")
    sort: OperationSort = OperationSort.CREATED_AT_DESCENDING


class OperationTitleOutput(Output):
    model_config = ConfigDict(title="OperationTitle")

    id: UUID
    media_type: MediaType
    title: str = Field(examples=["Blade Runner"])


class OperationOutput(Output):
    model_config = ConfigDict(title="Operation")

    id: UUID = Field(description="UUIDv7.")
    kind: OperationKind
    counts: dict[str, int] = Field(
        description="What became of how many resources; of an undo, how many are `restored` and `left`.",
        examples=[{"deleted": 1}],
    )
    title: OperationTitleOutput | None = Field(description="What it is about, if that is one title.")
    name: str | None = Field(
        description="Of the list or tag that it deleted, or of the list whose order it changed.", examples=[None]
    )
    resources: dict[str, int] = Field(
        description="How many resources of each kind an undo concerns; empty for imports.", examples=[{"review": 1}]
    )
    created_at: datetime
    undone_at: datetime | None = Field(description="Null unless it has been undone.")
    expires_at: datetime = Field(description="Until then it can be undone.")


class LeftRowOutput(Output):
    model_config = ConfigDict(title="LeftResource")

    kind: Literal[
        "watch_entry", "play", "rating", "review", "list", "list_item", "list_order", "list_link", "mark", "tag"
    ]
    id: UUID
    reason: LeftReason = Field(
        description="`changed_since`: you changed it since, or made another one in its place. `title_gone`: its title"
        " is no more. `in_the_way`: you had another one for a title that was merged with its title, or its list is not"
        " there. `quota_exceeded`: you have as many as you may have."
    )


class UndoReportOutput(Output):
    """What an undo did."""

    model_config = ConfigDict(title="UndoReport")

    restored: int = Field(description="How many resources are as they were before.", examples=[1])
    left: list[LeftRowOutput] = Field(description="What stays as it is now.")
    operation_id: UUID = Field(description="The undo, which is an operation, too.")
