from datetime import date, datetime
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BeforeValidator, ConfigDict, Field

from watchkeeper.foundation.core.dtos import Input, OneOfInput, Output, PageQuery, PatchInput, Resource
from watchkeeper.models.dtos.fields import Text, WebAddress
from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.sorts import WatchlistSort
from watchkeeper.models.types.watch_entry import WatchlistFilter
from watchkeeper.models.types.watch_status import WatchStatus

_NOTES = "I saw the first half.\nGo on from minute 52."


def _id_as_text(value: object) -> object:
    is_integer = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_integer else value


_EXTERNAL_ID = """Text or an integer, stored as text. Other spellings of an id (leading zeros, upper case, the address
of its page) are accepted and stored in the one canonical form of its source."""

Notes = Annotated[str, Text(5000, min_length=0, is_multiline=True)]
"""The user's notes; line breaks and tabs are preserved."""

Source = Annotated[str, Field(strict=True, pattern=r"^[a-z][a-z0-9_]{0,31}$", examples=["tmdb"])]
"""The name of another service."""

ExternalId = Annotated[
    str,
    Text(200),
    BeforeValidator(_id_as_text),
    Field(json_schema_extra={"type": ["string", "integer"]}, description=_EXTERNAL_ID),
]
"""The id of a title at another service."""


class WatchlistQuery(PageQuery):
    status: tuple[WatchStatus, ...] | None = Field(
        default=None, description="Repeatable: entries with any of these statuses."
    )
    media_type: MediaType | None = None
    genre_id: UUID | None = None
    q: Annotated[str, Text(200, min_length=0)] | None = Field(
        default=None, description="Words or word beginnings of the title or the original title, all of them."
    )
    sort: WatchlistSort = WatchlistSort.CREATED_AT_DESCENDING

    @property
    def filters(self) -> WatchlistFilter:
        return WatchlistFilter(self.status, self.media_type, self.genre_id, self.q or None)


class ExternalMediaInput(Input):
    """A title that may not be in the catalogue yet. If it is, the members besides its id are ignored."""

    source: Source
    external_id: ExternalId
    media_type: MediaType
    title: Annotated[str, Text(500)]
    poster_url: WebAddress | None = None


class CreateWatchEntryInput(OneOfInput):
    """Exactly one of `title_id` and `media` identifies the title."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"title_id": "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b", "status": "watching", "notes": _NOTES},
                {
                    "media": {
                        "source": "tmdb",
                        "external_id": "603",
                        "media_type": "movie",
                        "title": "The Matrix",
                        "poster_url": "https://image.tmdb.org/t/p/w500/p96dm7sCMn4VYAStA6siNz30G1r.jpg",
                    }
                },
            ]
        }
    )

    alternatives: ClassVar = ("title_id", "media")

    title_id: UUID | None = Field(default=None, description="A title of the catalogue.")
    media: ExternalMediaInput | None = Field(
        default=None, description="A title by its id at another service; it is added to the catalogue if missing."
    )
    status: WatchStatus = WatchStatus.PLANNED
    notes: Notes | None = None


class ReplaceWatchEntryInput(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "completed", "notes": _NOTES}]})

    status: WatchStatus
    notes: Notes | None = None


class UpdateWatchEntryInput(PatchInput):
    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "completed"}, {"notes": None}]})

    status: WatchStatus = WatchStatus.PLANNED
    notes: Notes | None = None


class WatchEntryTitleOutput(Output):
    model_config = ConfigDict(title="WatchEntryTitle")

    id: UUID
    media_type: MediaType
    title: str
    release_date: date | None
    poster_url: str | None
    average_rating: float | None = Field(description="The mean of all ratings, to two places; null without ratings.")


class WatchEntryOutput(Resource):
    model_config = ConfigDict(title="WatchEntry")

    user_id: UUID
    status: WatchStatus
    notes: str | None
    completed_at: datetime | None = Field(description="Time of completion; null in any other status.")
    title: WatchEntryTitleOutput
    rating: float | None = Field(description="Your own score of the title; null without one.")
