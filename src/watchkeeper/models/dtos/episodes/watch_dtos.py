from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError

from watchkeeper.foundation.core.dtos import Input, OneOfInput, Output
from watchkeeper.models.dtos.fields import AirDateOrWhen, Flag, WhenField
from watchkeeper.models.dtos.watchlist.play_dtos import EpisodeReferenceInput, Note, Place
from watchkeeper.models.dtos.watchlist.watch_entry_dtos import WatchEntryOutput

_SELECTIONS = ("episode_ids", "season", "up_to", "all")


class PlaysToRemove(StrEnum):
    """Which plays of an episode an unwatch removes."""

    LAST = "last"
    VIEWING = "viewing"
    ALL = "all"


class UpToInput(OneOfInput):
    """An episode of the title: by its id, or by what names it."""

    alternatives: ClassVar = ("episode_id", "episode")

    episode_id: UUID | None = None
    episode: EpisodeReferenceInput | None = None


class SelectEpisodesInput(Input):
    """Exactly one of `episode_ids`, `season`, `up_to` and `all` selects episodes of a title."""

    episode_ids: Annotated[list[UUID], Field(min_length=1, max_length=500)] | None = None
    season: Place | None = None
    up_to: UpToInput | None = Field(default=None, description="Regular episodes up to this one, and it.")
    all: Literal[True] | None = None

    @model_validator(mode="after")
    def _has_one_selection(self) -> Self:
        if sum(getattr(self, name) is not None for name in _SELECTIONS) != 1:
            raise PydanticCustomError("exactly_one_of", "Send exactly one of episode_ids, season, up_to and all")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Say beside the members that one of the selections is sent, and that the others are left out or null."""
        document = handler(schema)
        kinds = {"episode_ids": "array", "season": "integer", "up_to": "object", "all": "boolean"}
        handler.resolve_ref_schema(document)["oneOf"] = [
            {"properties": {name: {"type": kind}}, "required": [name]} for name, kind in kinds.items()
        ]
        return document


class WatchEpisodesInput(SelectEpisodesInput):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"season": 1},
                {"up_to": {"episode": {"season": 2, "number": 5}}, "watched_on": None},
                {"all": True, "watched_on": "air_date"},
            ]
        }
    )

    watched_on: AirDateOrWhen | None = Field(
        default=None, description="Absent: now; null: unknown; air_date: the day on which each aired."
    )
    is_apart: Flag = Field(default=False, alias="spread", description="One running time apart, ending at watched_on.")
    specials: Flag = Field(default=False, description="Whether specials of up_to and all are watched, too.")
    again: Flag = Field(default=False, description="Whether what this viewing has seen is played again.")
    unaired: Flag = Field(default=False, description="Whether episodes that have not aired are played, too.")
    note: Note | None = None
    dry_run: Flag = Field(default=False, description="Whether only to tell: nothing is stored.")

    @property
    def is_now(self) -> bool:
        return "watched_on" not in self.model_fields_set


class UnwatchEpisodesInput(SelectEpisodesInput):
    model_config = ConfigDict(json_schema_extra={"examples": [{"season": 1}, {"all": True, "plays": "viewing"}]})

    plays: PlaysToRemove = Field(
        default=PlaysToRemove.LAST,
        description="Of each episode the last play of this viewing, all of this viewing, or all.",
    )


class SetProgressInput(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [{"seen": 12}]})

    seen: Place = Field(description="So many regular episodes have been seen, from the first on.")
    watched_on: WhenField | None = Field(
        default=None, description="When the ones that were not seen were; null: unknown."
    )


class SkippedOutput(Output):
    model_config = ConfigDict(title="SkippedEpisodes")

    seen: int
    unaired: int
    special: int


class WatchedItemOutput(Output):
    model_config = ConfigDict(title="WatchedItem")

    episode_id: UUID
    play_id: UUID | None
    result: Literal["added", "seen", "unaired", "special"]


class WatchedOutput(Output):
    """What became of the episodes that were selected."""

    model_config = ConfigDict(title="Watched")

    operation_id: UUID | None = Field(description="Undoes it all; null where nothing was stored.")
    added: int
    skipped: SkippedOutput
    items: list[WatchedItemOutput]
    entry: WatchEntryOutput | None


class UnwatchedOutput(Output):
    model_config = ConfigDict(title="Unwatched")

    operation_id: UUID | None = Field(description="Undoes it all; null where nothing was removed.")
    removed: int
    entry: WatchEntryOutput | None
