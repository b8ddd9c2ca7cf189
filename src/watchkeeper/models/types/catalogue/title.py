"""Read models of titles."""

from datetime import date
from uuid import UUID

from msgspec import Raw
from msgspec.json import Decoder

from watchkeeper.foundation.core.read_model import Fingerprint, ReadModel, StampedReadModel

_NONE = Raw(b"[]")
_read_ids = Decoder(dict[str, str]).decode


def _score(member: str) -> str:
    return member.removeprefix("score_").replace("_", ".")


class Distribution(ReadModel, frozen=True, gc=False, rename=_score):
    """The number of ratings by score; `score_1_5` is serialized as `1.5`."""

    score_1: int
    score_1_5: int
    score_2: int
    score_2_5: int
    score_3: int
    score_3_5: int
    score_4: int
    score_4_5: int
    score_5: int


class RatingSummary(ReadModel, frozen=True, gc=False):
    """The rating statistics of a title."""

    average: float | None
    weighted: float | None
    count: int
    distribution: Distribution


class Viewer(ReadModel, frozen=True, gc=False):
    """A user's watch entry, rating and review of a title."""

    watch_entry_id: UUID | None
    status: str | None
    rating: float | None
    review_id: UUID | None


class Title(StampedReadModel, frozen=True, gc=False):
    """A movie, show or anime. Its genres, platforms and external ids are JSON as stored: most readers pass it on."""

    media_type: str
    title: str
    original_title: str | None
    alternative_titles: tuple[str, ...]
    overview: str | None
    release_date: date | None
    release_date_precision: str
    runtime_minutes: int | None
    poster_url: str | None
    is_active: bool
    metadata_pending: bool
    metadata_vanished: bool
    visibility: str
    genres: Raw
    platforms: Raw
    external_ids: Raw
    external_id_aliases: Raw
    rating: RatingSummary
    reviews_count: int

    @property
    def id_by_source(self) -> dict[str, str]:
        return _read_ids(self.external_ids)

    @property
    def has_genres(self) -> bool:
        return self.genres != _NONE

    @property
    def has_platforms(self) -> bool:
        return self.platforms != _NONE


class TitleSuggestion(ReadModel, frozen=True, gc=False):
    """A title in a list of suggestions."""

    id: UUID
    media_type: str
    title: str
    year: int | None
    poster_url: str | None
    genres: Raw


class ViewedTitleSuggestion(TitleSuggestion, frozen=True, gc=False):
    """A suggestion with the data of the user who reads it."""

    viewer: Viewer


class TitleSuggestions(ReadModel, frozen=True, gc=False):
    """The best matches of a query, best first."""

    items: list[TitleSuggestion]


class ViewedTitle(Title, frozen=True, gc=False):
    """A title with the data of the user who reads it."""

    viewer: Viewer


class WholeTitle(Title, frozen=True, gc=False):
    """A title with what it tells of its episodes; None for a movie, and counts where no episodes are known."""

    airing: str | None
    seasons_count: int | None
    episodes_count: int | None
    aired_count: int | None
    next_episode: Raw | None
    last_episode: Raw | None
    episodes_state: str
    episode_source: str | None


class ViewedWholeTitle(WholeTitle, frozen=True, gc=False):
    """A whole title with the data of the user who reads it."""

    viewer: Viewer


class TitleFingerprint(Fingerprint, frozen=True, gc=False):
    """The state of a title, with what its reader has to do with it."""

    is_active: bool
