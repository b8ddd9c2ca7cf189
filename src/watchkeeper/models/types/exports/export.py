"""The forms in which a person's data is exported, and the rows that they are written from."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec


class ExportFormat(StrEnum):
    """The forms, by the names of their files."""

    WATCHKEEPER = "watchkeeper.zip"
    LETTERBOXD = "letterboxd.csv"
    IMDB = "imdb.csv"
    TRAKT = "trakt.json"
    MYANIMELIST = "myanimelist.xml"


class ExportedTitle(msgspec.Struct, frozen=True):
    """A title as all rows name it; `external_ids` are by service."""

    id: UUID
    media_type: str
    title: str
    year: int | None = None
    external_ids: dict[str, str] = {}


class TitleDetails(ExportedTitle, frozen=True):
    """A title on its own. What the person typed is there of personal titles only."""

    original_title: str | None = None
    release_date: str | None = None
    is_personal: bool = False
    alternative_titles: list[str] = []
    overview: str | None = None
    runtime_minutes: int | None = None
    poster_url: str | None = None
    genres: list[str] = []
    platforms: list[str] = []


class ExportedOrigin(msgspec.Struct, frozen=True):
    """The import that wrote a rating or a review, which has not changed since."""

    source: str
    told_at: datetime | None = None
    is_present: bool = True
    play_key: str | None = None


class ExportedScore(msgspec.Struct, frozen=True):
    """A score from 1 to 5, with the value that was imported."""

    score: float
    original_value: str | None
    original_scale: str | None
    rated_at: datetime | None = None
    origin: ExportedOrigin | None = None


class ExportedViewing(msgspec.Struct, frozen=True):
    """A viewing; `is_…_said` where the day is the person's, not that of a play."""

    number: int
    state: str
    started_on: str | None
    is_started_on_said: bool
    finished_on: str | None
    is_finished_on_said: bool
    stated_count: int | None
    seen_count: int
    completed_at: datetime | None = None


class ExportedReview(msgspec.Struct, frozen=True):
    title: ExportedTitle
    body: str
    contains_spoilers: bool
    written_at: datetime
    is_superseded: bool
    origin: ExportedOrigin | None = None


class ExportedEntry(msgspec.Struct, frozen=True):
    """A watch entry, with what else is known of its title. `whole_plays` counts plays that are not of an episode."""

    title: ExportedTitle
    status: str
    notes: str | None
    hidden_from: list[str]
    include_specials: bool
    tags: list[str]
    added_at: datetime
    viewings: list[ExportedViewing]
    plays_count: int
    whole_plays: int
    rating: ExportedScore | None
    review: str | None
    completed_at: datetime | None = None


class ExportedPlay(msgspec.Struct, frozen=True):
    """A play. `key` is its id, or that which it had when it was exported before; `source` and `source_key` are where it
    came from, if not from here. `day` is the local day of an instant or a day; `rating` and `review` are the title's,
    beside its last play."""

    key: str
    title: ExportedTitle
    season: int | None
    number: int | None
    episode_title: str | None
    episode_ids: dict[str, str]
    viewing: int
    watched_on: str | None
    day: str | None
    is_rewatch: bool
    note: str | None
    place: str | None
    tags: list[str]
    score: ExportedScore | None
    rating: ExportedScore | None
    review: str | None
    source: str | None = None
    source_key: str | None = None


class ExportedRating(msgspec.Struct, frozen=True):
    title: ExportedTitle
    rating: ExportedScore


class ExportedList(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    description: str | None
    visibility: str
    is_ranked: bool
    default_sort: str


class ExportedItem(msgspec.Struct, frozen=True):
    """An item of a list, in its order."""

    list_id: UUID
    title: ExportedTitle
    season: int | None
    number: int | None
    note: str | None


class ExportedTags(msgspec.Struct, frozen=True):
    """The tags of a watch entry, in its order."""

    title: ExportedTitle
    tags: list[str]


class ExportedPosition(msgspec.Struct, frozen=True):
    """Where the person stopped in a title, or in an episode of it."""

    title: ExportedTitle
    season: int | None
    number: int | None
    seconds: int
    of_seconds: int | None
    played_at: datetime


class ExportedMark(msgspec.Struct, frozen=True):
    title: ExportedTitle
    mark: str
    note: str | None


class ExportedAccount(msgspec.Struct, frozen=True):
    """The account without its secrets, with all tags, also those that nothing has."""

    username: str
    email: str
    first_name: str | None
    last_name: str | None
    role: str
    time_zone: str
    created_at: datetime
    tags: list[str]
    preferences: dict[str, Any] = {}
