from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import ConfigDict, Field, Strict
from typing_extensions import TypeAliasType

from watchkeeper.foundation.core.dtos import Input, Output, PageQuery, PatchInput, Resource
from watchkeeper.models.dtos.catalogue.external_media_dtos import ExternalMediaInput, TitleReferenceInput
from watchkeeper.models.dtos.fields import Flag, Text
from watchkeeper.models.dtos.watchlist.play_dtos import Place
from watchkeeper.models.entities.integrations.media_server_entity import MediaServerEntity, MediaServerEventEntity
from watchkeeper.models.types.integrations.media_server import shown_event
from watchkeeper.models.types.integrations.player_event import (
    EventReason,
    EventResult,
    PersonRole,
    PlayerAction,
    ServerKind,
)
from watchkeeper.models.types.sorts import MediaServerEventSort, MediaServerSort

_TITLE_ID = "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b"

ServerName = Annotated[str, Text(200)]
MinPercent = Annotated[int, Strict(), Field(ge=1, le=100, description="A stop from here on makes a play.")]
PeopleMap = TypeAliasType(
    "PeopleMap",
    Annotated[
        dict[Annotated[str, Text(200)], PersonRole],
        Field(
            max_length=100,
            description="The server's users by name, without regard to case. Others are ignored.",
            json_schema_extra={"additionalProperties": False},
        ),
    ],
)
_MARKS = "Whether what is marked as played by hand makes a play."
_UNMARKS = "Whether marking as not played takes back the plays that this server made."


class MediaServerQuery(PageQuery):
    sort: MediaServerSort = MediaServerSort.CREATED_AT_DESCENDING


class MediaServerEventQuery(PageQuery):
    result: tuple[EventResult, ...] = Field(default=(), max_length=50, description="Repeatable: any of these.")
    sort: MediaServerEventSort = MediaServerEventSort.CREATED_AT_DESCENDING


class CreateMediaServerInput(Input):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"kind": "jellyfin", "name": "Living room", "people_map": {"ada": "me"}}]}
    )

    kind: ServerKind
    name: ServerName
    people_map: PeopleMap = Field(default={})
    min_percent: MinPercent = 80
    count_manual_marks: Flag = Field(default=True, description=_MARKS)
    follow_unmarks: Flag = Field(default=False, description=_UNMARKS)


class UpdateMediaServerInput(PatchInput):
    model_config = ConfigDict(json_schema_extra={"examples": [{"people_map": {"ada": "me", "alan": "ignored"}}]})

    name: ServerName = ""
    people_map: PeopleMap = Field(default={})
    min_percent: MinPercent = 80
    count_manual_marks: Flag = Field(default=True)
    follow_unmarks: Flag = Field(default=False)


class MediaServerOutput(Resource):
    model_config = ConfigDict(title="MediaServer")

    kind: ServerKind
    name: str = Field(examples=["Living room"])
    people_map: dict[str, PersonRole] = Field(examples=[{"ada": "me"}])
    min_percent: int
    count_manual_marks: bool
    follow_unmarks: bool
    last_event_at: datetime | None = Field(description="When it sent something last.")
    last_error: EventReason | None = Field(description="Why the last message that failed did.", examples=[None])

    @classmethod
    def of_server(cls, server: MediaServerEntity) -> "MediaServerOutput":
        return cls.model_validate(server.values())


class CreatedMediaServerOutput(MediaServerOutput):
    model_config = ConfigDict(title="CreatedMediaServer")

    url: str = Field(
        description="Where the server sends its messages. Not shown again.",
        examples=["https://watch.example.org/api/v1/hooks/pWnxYmXG4m1BbKZ0bDfXbAJt2f3C9sYvL0kQe7uRz1M"],
    )


class PlayedItemOutput(Output):
    """What a message was about, as the server tells it."""

    model_config = ConfigDict(title="PlayedItem")

    type: str | None = Field(examples=["movie"])
    title: str | None
    series_title: str | None = Field(examples=[None])
    year: int | None
    season: int | None
    numbers: list[int] = Field(description="Several where one file has several episodes.")
    ids: dict[str, str] = Field(examples=[{"tmdb": "603"}])
    series_ids: dict[str, str] = Field(examples=[{}])


class MediaServerEventOutput(Resource):
    """A message of a media server and what became of it. `updated_at` is when it was decided."""

    model_config = ConfigDict(title="MediaServerEvent")

    action: PlayerAction | None
    person: str | None = Field(description="The server's user.", examples=["ada"])
    item: PlayedItemOutput | None
    percent: float | None = Field(description="How much had been played.")
    happened_at: datetime | None = Field(description="When it happened, where the server tells it.")
    result: EventResult
    reason: EventReason | None
    play_ids: list[UUID]

    @classmethod
    def of_event(cls, row: MediaServerEventEntity) -> "MediaServerEventOutput":
        event = shown_event(row.event)
        members: dict[str, Any] = row.values() | {
            "action": None,
            "person": None,
            "item": None,
            "percent": None,
            "happened_at": None,
        }
        if event is not None:
            members |= {
                "action": event.action,
                "person": event.person,
                "percent": None if event.percent is None else round(event.percent, 1),
                "happened_at": event.at,
                "item": {
                    "type": event.item_type,
                    "title": event.title,
                    "series_title": event.series_title,
                    "year": event.year,
                    "season": event.season,
                    "numbers": list(event.numbers),
                    "ids": dict(event.ids),
                    "series_ids": dict(event.series_ids),
                },
            }
        return cls.model_validate(members)


class ReceivedOutput(Output):
    """Says nothing but that a message was stored."""

    model_config = ConfigDict(title="Received")

    received: bool = Field(examples=[True])


class ResolveEventInput(TitleReferenceInput):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"title_id": _TITLE_ID}, {"title_id": _TITLE_ID, "season": 1, "number": 3}]}
    )
    alternatives: ClassVar = ("title_id", "media")

    title_id: UUID | None = Field(default=None, description="A title of the catalogue.")
    media: ExternalMediaInput | None = Field(default=None, description="A title by its id at another service.")
    season: Place | None = Field(default=None, description="With `number`; absent: those of the message.")
    number: Place | None = None
