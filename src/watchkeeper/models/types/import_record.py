"""What one row of a person's history from another service says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from watchkeeper.models.types.media_type import MediaType
from watchkeeper.models.types.watch_status import WatchStatus
from watchkeeper.models.types.when import UNKNOWN, When


class ImportSource(StrEnum):
    """The services whose files are read, and two forms of our own."""

    LETTERBOXD = "letterboxd"
    IMDB = "imdb"
    TRAKT = "trakt"
    MYANIMELIST = "myanimelist"
    ANILIST = "anilist"
    SIMKL = "simkl"
    TVTIME = "tvtime"
    TMDB = "tmdb"
    NETFLIX = "netflix"
    YAMTRACK = "yamtrack"
    MOVARY = "movary"
    WATCHARR = "watcharr"
    MOVIELENS = "movielens"
    WATCHKEEPER = "watchkeeper"
    GENERIC = "generic"


class RecordKind(StrEnum):
    """What a record is about. LIST, LIST_ITEM and MARK are no rows: they stand beside the history."""

    ENTRY = "entry"
    """A title with whatever its row says: status, plays, rating, review, notes."""
    PLAY = "play"
    RATING = "rating"
    REVIEW = "review"
    WATCHLIST = "watchlist"
    LIST = "list"
    LIST_ITEM = "list_item"
    MARK = "mark"

    @property
    def is_row(self) -> bool:
        return self not in {RecordKind.LIST, RecordKind.LIST_ITEM, RecordKind.MARK}


class RecordResult(StrEnum):
    """What becomes of a record before it is matched."""

    READY = "ready"
    INVALID = "invalid"
    UNSUPPORTED = "unsupported"
    MISSING_IDENTITY = "missing_identity"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedRating:
    """A rating as the file has it. `scale` is the top of its scale, `thumbs` of one that is no scale of stars."""

    value: str
    scale: str
    rated: When = UNKNOWN
    is_of_that_day: bool = False
    """The rating that a viewing got, which gives way to the title's present one."""

    @property
    def score(self) -> float | None:
        """The score from 1 to 5 in half steps, halves up; None of a scale without numbers."""
        if not self.scale.isdecimal():
            return None
        steps = (Decimal(self.value) / Decimal(self.scale) * 10 + Decimal("0.5")).to_integral_value(ROUND_FLOOR)
        return max(1.0, float(steps) / 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedPlay:
    """A viewing of the record's title, or of an episode of it by the numbers that the file has.

    `times` is how many viewings the file states of which this is one; the others have no date. `is_event` says that the
    row is a viewing of its own: two equal ones are two. Without it the row only states that there was one, which adds
    nothing where a viewing of the same title or episode is known, nor beside episodes where it is of a whole show.
    `external_ids` are the episode's. `key` names the viewing in its service, and is the same in each member of an
    archive. A play of the same title within `once_within` of another is that other one.
    """

    when: When = UNKNOWN
    season: int | None = None
    number: int | None = None
    times: int = 1
    is_event: bool = False
    external_ids: Mapping[str, str] = field(default_factory=dict)
    episode_title: str | None = None
    rating: ImportedRating | None = None
    note: str | None = None
    location: str | None = None
    tags: tuple[str, ...] = ()
    key: str | None = None
    once_within: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedReview:
    """A review. `key` is that of the play which it is about."""

    text: str
    written: When = UNKNOWN
    has_spoilers: bool | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedList:
    """The list that a record of the kind LIST describes, or a LIST_ITEM belongs to by `key`."""

    key: str
    name: str | None = None
    description: str | None = None
    position: int | None = None
    is_public: bool | None = None


@dataclass(frozen=True, slots=True)
class FieldWarning:
    """A field that could not be read beside others that could."""

    field: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """One row of a member of an upload: `row` counts from 1 in its member.

    `status` is what the row says itself. With `is_status_implied` it only follows from a rating: it gives way to whatever
    else the file says, and where nothing else does, there was a viewing of unknown date. `source_text` is what the title was read from where it was not a title alone.
    `reason` is set when `result` is not READY.
    """

    member: str
    row: int
    kind: RecordKind
    title: str | None = None
    year: int | None = None
    media_type: MediaType | None = None
    external_ids: Mapping[str, str] = field(default_factory=dict)
    status: WatchStatus | None = None
    is_status_implied: bool = False
    plays: tuple[ImportedPlay, ...] = ()
    rating: ImportedRating | None = None
    review: ImportedReview | None = None
    notes: str | None = None
    tags: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    is_private: bool = False
    list: ImportedList | None = None
    source_text: str | None = None
    source_key: str | None = None
    result: RecordResult = RecordResult.READY
    reason: str | None = None
    warnings: tuple[FieldWarning, ...] = ()

    @property
    def has_facts(self) -> bool:
        """Whether anything is known of the title but that it exists."""
        return bool(self.status or self.plays or self.rating or self.review or self.tags or self.marks or self.list)
