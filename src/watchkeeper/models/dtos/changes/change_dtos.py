from datetime import datetime
from functools import cached_property
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from watchkeeper.foundation.core.dtos import Output, QueryParameters
from watchkeeper.models.dtos.catalogue.title_dtos import TitleOutput
from watchkeeper.models.dtos.feedback.rating_dtos import RatingOutput
from watchkeeper.models.dtos.feedback.review_dtos import ReviewOutput
from watchkeeper.models.dtos.identity.user_dtos import UserOutput
from watchkeeper.models.dtos.lists.list_dtos import ListOutput
from watchkeeper.models.dtos.lists.list_item_dtos import ListItemOutput
from watchkeeper.models.dtos.lists.mark_dtos import MarkOutput
from watchkeeper.models.dtos.watchlist.play_output_dtos import PlayOutput
from watchkeeper.models.dtos.watchlist.tag_dtos import TagOutput
from watchkeeper.models.dtos.watchlist.watch_entry_dtos import WatchEntryOutput
from watchkeeper.models.types.changes.change import ChangeArea

_CURSOR_LENGTH = 4000


class LatestChangeQuery(QueryParameters):
    kind: tuple[ChangeArea, ...] | None = Field(
        default=None, description="Repeatable: only changes of these kinds. The cursor is for the same choice."
    )

    @cached_property
    def areas(self) -> tuple[ChangeArea, ...]:
        """The chosen kinds in the order of `ChangeArea`, each once; empty for all of them."""
        return tuple(area for area in ChangeArea if area in (self.kind or ()))


class ChangeQuery(LatestChangeQuery):
    cursor: str | None = Field(
        default=None,
        max_length=_CURSOR_LENGTH,
        description="next_cursor of the page before, or cursor of the latest change; without it, all there is.",
    )
    limit: int = Field(default=100, ge=1, le=500, description="How many changes a page holds at most.")


class ChangeOutput(Output):
    model_config = ConfigDict(title="Change")

    kind: ChangeArea
    id: UUID = Field(description="The id of the resource; of settings, that of the account.")
    sequence: int = Field(description="Grows with each transaction; what changed in one has the same number.")
    change: Literal["upsert", "delete"]
    changed_at: datetime
    data: (
        WatchEntryOutput
        | PlayOutput
        | RatingOutput
        | ReviewOutput
        | ListOutput
        | ListItemOutput
        | TagOutput
        | MarkOutput
        | TitleOutput
        | UserOutput
        | None
    ) = Field(description="The resource as its own GET shows it, now; null once it is deleted.")


class ChangePageOutput(Output):
    model_config = ConfigDict(title="ChangePage")

    items: list[ChangeOutput]
    next_cursor: str = Field(
        description="Continues behind this page. Store it together with what the page changes.", examples=["bGF0ZXN0"]
    )
    has_more: bool = Field(description="Whether there is more already.")
    is_snapshot: bool = Field(
        description="Whether the page is of a first reading. After its last page, drop what you have and did not see."
    )


class AreaOutput(Output):
    model_config = ConfigDict(title="ChangeArea")

    sequence: int = Field(description="The number of the last change.")
    changed_at: datetime
    count: int = Field(description="How many there are.")


class LatestChangeOutput(Output):
    model_config = ConfigDict(title="LatestChange")

    cursor: str = Field(description="Reads only what changes from now on.", examples=["bGF0ZXN0"])
    sequence: int
    changed_at: datetime
    areas: dict[ChangeArea, AreaOutput]
