from typing import Annotated, ClassVar, Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from watchkeeper.foundation.core.dtos import Input, Output, PageQuery, PatchInput, Resource
from watchkeeper.models.dtos.catalogue.external_media_dtos import EXAMPLE_MEDIA, TitleReferenceInput
from watchkeeper.models.dtos.catalogue.title_dtos import ViewerOutput
from watchkeeper.models.dtos.fields import Text
from watchkeeper.models.dtos.watchlist.play_dtos import EpisodeReferenceInput
from watchkeeper.models.dtos.watchlist.watch_entry_dtos import WatchEntryTitleOutput
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.episodes.episode_kind import EpisodeKind
from watchkeeper.models.types.episodes.episode_state import EpisodeState
from watchkeeper.models.types.lists.lists import ListItemFilter
from watchkeeper.models.types.sorts import ListItemSort
from watchkeeper.models.types.watchlist.watch_status import WatchStatus

_EXAMPLE_ID = "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"

_Note = Annotated[str, Text(5000, min_length=0, is_multiline=True)]


class SharedListItemQuery(PageQuery):
    media_type: MediaType | None = None
    sort: ListItemSort = Field(
        default=ListItemSort.RANK, description="rank is the list's own order. Unknown values come last both ways."
    )

    @property
    def filters(self) -> ListItemFilter:
        return ListItemFilter(self.media_type)


class ListItemQuery(SharedListItemQuery):
    status: tuple[WatchStatus, ...] = Field(
        default=(), max_length=50, description="Repeatable: titles with any of these statuses in your watchlist."
    )

    @property
    def filters(self) -> ListItemFilter:
        return ListItemFilter(self.media_type, self.status)


class PlacedInput(Input):
    """At most one of `before` and `after` says where an item goes."""

    before: UUID | None = Field(default=None, description="The id of the item that it is put before.")
    after: UUID | None = Field(default=None, description="The id of the item that it is put behind.")

    @model_validator(mode="after")
    def _has_one_anchor(self) -> Self:
        if self.before is not None and self.after is not None:
            raise PydanticCustomError("at_most_one_of", "Send before or after, not both")
        return self


class CreateListItemInput(PlacedInput, TitleReferenceInput):
    """One of `title_id`, `media`, `season_id` and `episode_id` says what is added; without an anchor, to the end."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"title_id": _EXAMPLE_ID, "note": "Before the sequel."},
                {"media": EXAMPLE_MEDIA, "before": _EXAMPLE_ID},
            ]
        }
    )
    alternatives: ClassVar = ("title_id", "media", "season_id", "episode_id")

    season_id: UUID | None = Field(default=None, description="A season, as an item of its own.")
    episode_id: UUID | None = Field(default=None, description="An episode, as an item of its own.")
    episode: EpisodeReferenceInput | None = Field(
        default=None, description="A known episode of title_id or media, as an item of its own."
    )
    note: _Note | None = None

    @model_validator(mode="after")
    def _has_title_of_episode(self) -> Self:
        if self.episode is not None and self.title_id is None and self.media is None:
            raise PydanticCustomError("title_missing", "episode needs title_id or media")
        return self


class UpdateListItemInput(PlacedInput, PatchInput):
    model_config = ConfigDict(json_schema_extra={"examples": [{"after": _EXAMPLE_ID}, {"note": None}]})

    note: _Note | None = None


class ListedSeasonOutput(Output):
    model_config = ConfigDict(title="ListedSeason")

    id: UUID
    number: int = Field(description="0: specials.")
    name: str | None


class ListedEpisodeOutput(Output):
    model_config = ConfigDict(title="ListedEpisode")

    id: UUID
    season: int
    number: int
    absolute_number: int | None
    kind: EpisodeKind
    title: str | None
    state: EpisodeState


class ListItemOutput(Resource):
    model_config = ConfigDict(title="ListItem")

    list_id: UUID
    title: WatchEntryTitleOutput
    season: ListedSeasonOutput | None = Field(description="The season, where that is the item and not the title.")
    episode: ListedEpisodeOutput | None = Field(description="The episode, where that is the item and not the title.")
    rank: int = Field(description="A number to sort by, together with the id; not the place.")
    note: str | None
    viewer: ViewerOutput
