from typing import Annotated, ClassVar, Self
from uuid import UUID

from pydantic import ConfigDict, Field, SkipValidation, model_validator
from pydantic_core import PydanticCustomError

from watchkeeper.foundation.core.bulk import BulkInput, ItemShape
from watchkeeper.foundation.core.dtos import OneOfInput, PatchInput
from watchkeeper.foundation.core.precondition import UNCONDITIONAL, Precondition
from watchkeeper.models.dtos.catalogue.external_media_dtos import EXAMPLE_MEDIA, ExternalMediaInput, Source
from watchkeeper.models.dtos.fields import Flag, Score, Text, WhenField
from watchkeeper.models.dtos.watchlist.bulk_dtos import MAX_ITEMS, BulkAction, EntityTag, Key, NoBodyInput
from watchkeeper.models.dtos.watchlist.play_dtos import (
    CreatePlayInput,
    EpisodeReferenceInput,
    Minutes,
    Note,
    UpdatePlayInput,
    ViewingNumber,
    Where,
)
from watchkeeper.models.dtos.watchlist.tag_dtos import TagNames
from watchkeeper.models.types.watchlist.status_effect import StatusEffect

SourceKey = Annotated[str, Text(200)]

_TITLE_ID = "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"


class PlayNameInput(OneOfInput):
    """What an item names that changes or deletes a play: the play by its id, or by the key of its source."""

    alternatives: ClassVar[tuple[str, ...]] = ("id", "source_key")

    action: BulkAction
    key: Key | None = None
    id: UUID | None = None
    source: Source | None = None
    source_key: SourceKey | None = None
    if_version: EntityTag | None = None
    title_id: ClassVar[UUID | None] = None
    media: ClassVar[ExternalMediaInput | None] = None
    episode_id: ClassVar[UUID | None] = None

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if (self.source is None) != (self.source_key is None):
            raise PydanticCustomError("source_missing", "source and source_key are sent together")
        return self


class NewPlayNameInput(OneOfInput):
    """What an item names that logs a play: what was watched, and what the play is called at its source."""

    alternatives: ClassVar[tuple[str, ...]] = CreatePlayInput.alternatives

    action: BulkAction
    key: Key | None = None
    title_id: UUID | None = None
    media: ExternalMediaInput | None = None
    episode_id: UUID | None = None
    source: Source | None = None
    source_key: SourceKey | None = None
    id: ClassVar[UUID | None] = None
    if_version: ClassVar[str | None] = None


class PutPlayNameInput(OneOfInput):
    """What an item names that makes or replaces a play: the key of its source, and what was watched."""

    alternatives: ClassVar[tuple[str, ...]] = CreatePlayInput.alternatives

    action: BulkAction
    key: Key | None = None
    title_id: UUID | None = None
    media: ExternalMediaInput | None = None
    episode_id: UUID | None = None
    source: Source
    source_key: SourceKey
    if_version: EntityTag | None = None
    id: ClassVar[UUID | None] = None


AnyPlayName = PlayNameInput | NewPlayNameInput | PutPlayNameInput


def precondition_of(name: AnyPlayName) -> Precondition:
    """Return the versions that a change applies to."""
    return UNCONDITIONAL if name.if_version is None else Precondition.of(name.if_version)


_WHAT = frozenset({*CreatePlayInput.alternatives, "source", "source_key"})
PLAY_ITEMS: dict[str, ItemShape[AnyPlayName]] = {
    "create": ItemShape(NewPlayNameInput, CreatePlayInput, _WHAT),
    "put": ItemShape(PutPlayNameInput, CreatePlayInput, _WHAT),
    "patch": ItemShape(PlayNameInput, UpdatePlayInput),
    "delete": ItemShape(PlayNameInput, NoBodyInput),
}
"""How items are read, by their `action`."""


class BulkPlayInput(PatchInput):
    """An item. `create` and `put` name what was watched as the single operation does, and `put` has `source` and
    `source_key`; `patch` and `delete` name a play by `id`, or by `source` and `source_key`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "action": "put",
                    "title_id": _TITLE_ID,
                    "episode": {"season": 1, "number": 3},
                    "watched_on": "2019-05",
                    "source": "trakt",
                    "source_key": "7114",
                }
            ]
        }
    )

    action: BulkAction
    id: UUID | None = None
    title_id: UUID | None = None
    media: ExternalMediaInput | None = None
    episode_id: UUID | None = None
    episode: EpisodeReferenceInput | None = None
    watched_on: WhenField | None = None
    note: Note | None = None
    place: Where | None = None
    tags: TagNames = Field(default=[])
    score: Score | None = None
    set_rating: Flag = False
    status: StatusEffect = StatusEffect.AUTO
    unless_within_minutes: Minutes | None = None
    viewing: ViewingNumber = 1
    source: Source | None = None
    source_key: SourceKey | None = None
    if_version: EntityTag | None = None
    key: Key | None = None


class ChangePlaysInput(BulkInput):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {"action": "create", "media": EXAMPLE_MEDIA, "watched_on": "2012", "key": "row 1"},
                        {"action": "delete", "source": "trakt", "source_key": "7114"},
                    ]
                }
            ]
        }
    )

    items: list[SkipValidation[BulkPlayInput]] = Field(min_length=1, max_length=MAX_ITEMS)
