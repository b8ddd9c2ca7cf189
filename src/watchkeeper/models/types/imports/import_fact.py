"""The facts that a row of a person's history has of a title."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import ROUND_FLOOR, Decimal

from watchkeeper.models.types.watchlist.when import UNKNOWN, When


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackOrigin:
    """The service that a rating or a review of our own export came from once, as that said it (`RowOrigin`)."""

    source: str
    at: When = UNKNOWN
    is_present: bool = True
    play_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedRating:
    """A rating as the file has it. `scale` is the top of its scale, `thumbs` of one that is no scale of stars.

    Without `has_original` it is a score of this service, which came from nowhere else.
    """

    value: str
    scale: str
    rated: When = UNKNOWN
    is_of_that_day: bool = False
    """The rating that a viewing got, which gives way to the title's present one."""
    has_original: bool = True
    origin: FeedbackOrigin | None = None

    @property
    def score(self) -> float | None:
        """The score from 1 to 5 in half steps, halves up; None of a scale without numbers."""
        if not self.scale.isdecimal():
            return None
        steps = (Decimal(self.value) / Decimal(self.scale) * 10 + Decimal("0.5")).to_integral_value(ROUND_FLOOR)
        return max(1.0, float(steps) / 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayOrigin:
    """The service that a play of our own export came from once, and its key there."""

    source: str
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedPlay:
    """A viewing of the record's title, or of an episode of it by the numbers that the file has.

    `times` is how many viewings the file states of which this is one; the others have no date. `is_event` says that the
    row is a viewing of its own: two equal ones are two. Without it the row only states that there was one, which adds
    nothing where a viewing of the same title or episode is known, nor beside episodes where it is of a whole show.
    `external_ids` are the episode's. `key` names the viewing in its service, and is the same in each member of an
    archive. A play of the same title within `once_within` of another is that other one. `viewing` is the number of the
    run through the title, where the file tells them apart. `origin` is where the file itself has the viewing from.
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
    viewing: int | None = None
    origin: PlayOrigin | None = None

    @property
    def is_of_episode(self) -> bool:
        """Whether an episode was watched, known by number or only by its season, title or id, and not the title."""
        has_number = self.season is not None or self.number is not None
        return has_number or self.episode_title is not None or bool(self.external_ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedViewing:
    """A run through a title, with the days that the person has said, and the number of episodes."""

    number: int
    state: str | None = None
    started: When = UNKNOWN
    finished: When = UNKNOWN
    completed: When = UNKNOWN
    episodes_seen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedPosition:
    """Where the person stopped in a title, or in an episode of it, and when that was so."""

    seconds: int
    of_seconds: int | None = None
    played: When = UNKNOWN
    season: int | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedReview:
    """A review. `key` is that of the play which it is about. One that is superseded is never the current review."""

    text: str
    written: When = UNKNOWN
    has_spoilers: bool | None = None
    key: str | None = None
    is_superseded: bool = False
    origin: FeedbackOrigin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedList:
    """The list that a record of the kind LIST describes, or a LIST_ITEM belongs to by `key`.

    `season` and `number` are of an item that is a part of its title.
    """

    key: str
    name: str | None = None
    description: str | None = None
    position: int | None = None
    is_public: bool | None = None
    visibility: str | None = None
    is_ranked: bool | None = None
    default_sort: str | None = None
    season: int | None = None
    number: int | None = None
