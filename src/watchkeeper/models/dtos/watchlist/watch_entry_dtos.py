from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, SkipValidation

from watchkeeper.foundation.core.bulk import BulkInput
from watchkeeper.foundation.core.dtos import Output, PageQuery, PatchInput, QueryParameters, Resource
from watchkeeper.models.dtos.catalogue.external_media_dtos import (
    EXAMPLE_MEDIA,
    ExternalMediaInput,
    ExternalReference,
    TitleReferenceInput,
    split_reference,
)
from watchkeeper.models.dtos.catalogue.title_dtos import ReferenceOutput
from watchkeeper.models.dtos.episodes.episode_dtos import ProgressEpisodeOutput
from watchkeeper.models.dtos.fields import Flag, ScoreText, Text
from watchkeeper.models.dtos.watchlist.bulk_dtos import MAX_ITEMS, BulkAction, EntityTag, Key
from watchkeeper.models.dtos.watchlist.entry_viewing_dtos import EntryViewingInput
from watchkeeper.models.dtos.watchlist.tag_dtos import TagName, TagNames, TagReferenceOutput
from watchkeeper.models.types.catalogue.date_precision import DatePrecision
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.hidden_place import HiddenPlace
from watchkeeper.models.types.episodes.progress_state import ProgressState
from watchkeeper.models.types.sorts import WatchlistSort
from watchkeeper.models.types.watchlist.plays_of_deleted import PlaysOfDeleted
from watchkeeper.models.types.watchlist.status_origin import StatusOrigin
from watchkeeper.models.types.watchlist.tag import MAX_TAGS, TagMode
from watchkeeper.models.types.watchlist.watch_entry import WatchlistFilter
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.when import WhenPrecision

_NOTES = "I saw the first half.\nGo on from minute 52."


Notes = Annotated[str, Text(5000, min_length=0, is_multiline=True)]
"""The user's notes; line breaks and tabs are preserved."""


HiddenPlaces = Annotated[list[HiddenPlace], Field(max_length=10), AfterValidator(lambda places: sorted(set(places)))]
"""Places that leave an entry out."""

_HIDDEN_FROM = "Places that leave this entry out."
_INCLUDE_SPECIALS = "Whether special episodes count, and come next."


class WatchlistCountsQuery(QueryParameters):
    media_type: MediaType | None = None
    genre_id: tuple[UUID, ...] = Field(
        default=(), max_length=50, description="Repeatable: entries of titles of any of these genres."
    )
    title_id: tuple[UUID, ...] = Field(
        default=(), max_length=100, description="Repeatable: the entries of these titles."
    )
    external_id: tuple[ExternalReference, ...] = Field(
        default=(), max_length=100, description="Repeatable: the entries of titles with these ids at other services."
    )
    year_from: int | None = Field(default=None, ge=0, le=9999, description="Released in this year or later.")
    year_to: int | None = Field(default=None, ge=0, le=9999, description="Released in this year or earlier.")
    runtime_to: int | None = Field(default=None, ge=1, le=100_000, description="At most this long, in minutes.")
    favorite: bool | None = Field(default=None, description="Whether the title is marked as a favourite of yours.")
    tag: tuple[TagName, ...] = Field(
        default=(), max_length=MAX_TAGS, description="Repeatable: entries with these tags of yours, by name or id."
    )
    tag_mode: TagMode = Field(default=TagMode.ANY, description="Whether one of several tags is enough.")
    rating_from: ScoreText | None = Field(default=None, description="Rated by you with at least this score.")
    rating_to: ScoreText | None = Field(default=None, description="Rated by you with at most this score.")
    has_notes: bool | None = Field(default=None, description="Whether you noted something.")
    q: Annotated[str, Text(200, min_length=0)] | None = Field(
        default=None, description="Words or word beginnings of the title or the original title, all of them."
    )

    @cached_property
    def filters(self) -> WatchlistFilter:
        return WatchlistFilter(
            media_type=self.media_type,
            genre_ids=self.genre_id,
            title_ids=self.title_id,
            external_ids=tuple(map(split_reference, self.external_id)),
            year_from=self.year_from,
            year_to=self.year_to,
            runtime_to=self.runtime_to,
            is_favorite=self.favorite,
            tags=self.tag,
            tag_mode=self.tag_mode,
            rating_from=self.rating_from,
            rating_to=self.rating_to,
            has_notes=self.has_notes,
            q=self.q or None,
        )


class WatchlistQuery(PageQuery, WatchlistCountsQuery):
    status: tuple[WatchStatus, ...] = Field(
        default=(), max_length=50, description="Repeatable: entries with any of these statuses."
    )
    sort: WatchlistSort = Field(
        default=WatchlistSort.CREATED_AT_DESCENDING,
        description="rating is your own; completed_at is finished_on where that is known. Unknown values come last in "
        "both directions.",
    )

    @cached_property
    def filters(self) -> WatchlistFilter:
        return replace(super().filters, statuses=self.status)


class CreateWatchEntryInput(EntryViewingInput, TitleReferenceInput):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"title_id": "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b", "status": "watching", "notes": _NOTES},
                {"media": EXAMPLE_MEDIA},
            ]
        }
    )

    status: WatchStatus = WatchStatus.PLANNED
    notes: Notes | None = None
    hidden_from: HiddenPlaces = Field(default=[], description=_HIDDEN_FROM)
    include_specials: Flag = Field(default=False, description=_INCLUDE_SPECIALS)
    tags: TagNames = Field(default=[])


class ReplaceWatchEntryInput(EntryViewingInput, PatchInput):
    """Status and notes are replaced; members that a client does not know, and so does not send, stay unchanged."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "completed", "notes": _NOTES}]})

    status: WatchStatus
    notes: Notes | None = None
    hidden_from: HiddenPlaces = Field(default=[], description=_HIDDEN_FROM)
    include_specials: Flag = Field(default=False, description=_INCLUDE_SPECIALS)
    tags: TagNames = Field(default=[])


class ChangeWatchEntryInput(PatchInput):
    """What may be changed of an entry, alone or among others."""

    status: WatchStatus = WatchStatus.PLANNED
    notes: Notes | None = None
    hidden_from: HiddenPlaces = Field(default=[], description=_HIDDEN_FROM)
    include_specials: Flag = Field(default=False, description=_INCLUDE_SPECIALS)
    tags: TagNames = Field(default=[])


class UpdateWatchEntryInput(EntryViewingInput, ChangeWatchEntryInput):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"status": "completed"}, {"notes": None, "tags": ["With the children"]}]}
    )


class BulkWatchEntryInput(UpdateWatchEntryInput):
    """An item: exactly one of `id`, `title_id` and `media`, and the members of the single operation. `create` takes no
    `id`, `put` makes or replaces, and needs a status."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"action": "put", "title_id": "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b", "status": "completed", "key": "1"}
            ]
        }
    )

    action: BulkAction
    id: UUID | None = None
    title_id: UUID | None = None
    media: ExternalMediaInput | None = None
    if_version: EntityTag | None = None
    key: Key | None = None


class ChangeWatchlistInput(BulkInput):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {"action": "create", "media": EXAMPLE_MEDIA, "status": "completed", "key": "row 1"},
                        {"action": "patch", "id": "0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b", "status": "dropped"},
                    ]
                }
            ]
        }
    )

    items: list[SkipValidation[BulkWatchEntryInput]] = Field(min_length=1, max_length=MAX_ITEMS)


class DeleteWatchEntryQuery(QueryParameters):
    plays: PlaysOfDeleted = Field(default=PlaysOfDeleted.KEEP, description="delete: the plays of the title go, too.")


class WatchEntryTitleOutput(Output):
    model_config = ConfigDict(title="WatchEntryTitle")

    id: UUID
    media_type: MediaType
    title: str
    release_date: date | None
    release_date_precision: DatePrecision
    runtime_minutes: int | None
    poster_url: str | None
    genres: list[ReferenceOutput] = Field(description="In order of name.")
    external_ids: dict[str, str] = Field(examples=[{"tmdb": "129"}])
    average_rating: float | None = Field(description="The mean of all ratings, to two places; null without ratings.")
    ratings_count: int


class ProgressOutput(Output):
    """How far you have come in this viewing. Where no episodes are known, members about them are null.

    Specials count only in unseen_specials, unless the entry says include_specials.
    """

    model_config = ConfigDict(title="Progress")

    viewing: int
    is_rewatch: bool
    seen: int = Field(description="What counts as seen: played, or aired before you completed the title.")
    stated: int | None = Field(description="How many you said to have seen before any were known.")
    aired: int | None
    total: int | None
    state: ProgressState
    next_episode: ProgressEpisodeOutput | None = Field(description="The first aired one after last_episode.")
    last_episode: ProgressEpisodeOutput | None = Field(description="The furthest one seen.")
    skipped: int | None = Field(description="Unseen ones before last_episode.")
    unseen_specials: int | None


class WatchEntryOutput(Resource):
    model_config = ConfigDict(title="WatchEntry")

    user_id: UUID
    status: WatchStatus
    notes: str | None
    completed_at: datetime | None = Field(description="Time of completion; null in any other status.")
    status_set_at: datetime
    status_by: StatusOrigin = Field(description="What set the status.")
    hidden_from: list[HiddenPlace] = Field(description=_HIDDEN_FROM)
    include_specials: bool = Field(description=_INCLUDE_SPECIALS)
    tags: list[TagReferenceOutput] = Field(description="In the order that you gave them.")
    viewing: int = Field(description="Which run through the title it is now, from 1.")
    started_on: str | None = Field(
        description="Of this viewing: as you said, else its first play.", examples=["2026-01-30"]
    )
    started_on_precision: WhenPrecision
    finished_on: str | None = Field(
        description="Of this viewing: as you said, else the play that completed it.", examples=["2026-01-31"]
    )
    finished_on_precision: WhenPrecision
    plays_count: int = Field(description="Of all viewings, as the members below.")
    last_watched_on: str | None = Field(examples=["2026-01-31"])
    last_watched_precision: WhenPrecision
    progress: ProgressOutput | None = Field(description="null for movies.")
    title: WatchEntryTitleOutput
    rating: float | None = Field(description="Your own score of the title; null without one.")


class GenreCountOutput(Output):
    model_config = ConfigDict(title="GenreCount")

    id: UUID
    name: str
    count: int


class WatchlistCountsOutput(Output):
    """The numbers of your watch entries that match."""

    model_config = ConfigDict(title="WatchlistCounts")

    total: int
    by_status: dict[str, int] = Field(
        description="Every status, also those without entries.",
        examples=[{"planned": 12, "watching": 2, "completed": 31, "on_hold": 0, "dropped": 1}],
    )
    by_media_type: dict[str, int] = Field(
        description="Every media type, also those without entries.", examples=[{"movie": 30, "show": 11, "anime": 5}]
    )
    by_genre: list[GenreCountOutput] = Field(
        description="Genres with entries, the most frequent first. An entry counts for each genre of its title."
    )
