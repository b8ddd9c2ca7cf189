"""What the catalogue takes over from the providers of metadata."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from watchkeeper.models.types.date_precision import DatePrecision
from watchkeeper.models.types.media_type import MediaType


class MetadataSource(StrEnum):
    """The services whose ids a provider can look up."""

    TMDB = "tmdb"
    ANILIST = "anilist"


class MetadataState(StrEnum):
    """Whose word the facts of a title are."""

    OWN = "own"
    """Entered or changed here: no refresh touches them."""
    PENDING = "pending"
    """What a client sent; the provider has not been reached yet."""
    CURRENT = "current"
    """The provider's, refreshed from time to time."""
    VANISHED = "vanished"
    """The provider says that it has no such title (any more)."""


SOURCES = {
    MediaType.MOVIE: MetadataSource.TMDB,
    MediaType.SHOW: MetadataSource.TMDB,
    MediaType.ANIME: MetadataSource.ANILIST,
}
"""Which service is asked for titles of each media type."""

_LONGEST_ID = 9


@dataclass(frozen=True, slots=True)
class ExternalTitle:
    """A title by its id at another service."""

    source: str
    media_type: MediaType
    external_id: str

    @property
    def provider_id(self) -> int | None:
        """The number under which the provider of the media type knows it; None where it can't be asked for it."""
        is_number = self.external_id.isascii() and self.external_id.isdecimal()
        if self.source != SOURCES[self.media_type] or not is_number or len(self.external_id) > _LONGEST_ID:
            return None
        return int(self.external_id) or None


@dataclass(frozen=True, slots=True)
class TitleMetadata:
    """The facts a provider gives of a title, fit for the catalogue. What it does not tell is None or empty.

    `platforms` is None where a provider knows nothing of them, and empty where it knows that there are none.
    """

    title: str
    original_title: str | None = None
    overview: str | None = None
    release_date: date | None = None
    release_date_precision: DatePrecision = DatePrecision.DAY
    runtime_minutes: int | None = None
    poster_url: str | None = None
    genres: tuple[str, ...] = ()
    platforms: tuple[str, ...] | None = None
    external_ids: dict[str, str] = field(default_factory=dict)
    """Its ids at further services, by source."""


@dataclass(frozen=True, slots=True)
class IncomingTitle:
    """A title on its way into the catalogue: what a client sent of it, and what its provider says, if it says anything.

    `title` and `poster_url` are the client's; they stand where the provider has nothing.
    """

    external: ExternalTitle
    title: str
    poster_url: str | None
    state: MetadataState
    metadata: TitleMetadata | None = None


@dataclass(frozen=True, slots=True)
class DueTitle:
    """A title whose metadata are to be asked for; `external` is None where no provider knows it any more."""

    title_id: UUID
    external: ExternalTitle | None


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """How many titles a refresh completed, found gone at their provider, and could not ask about."""

    refreshed: int = 0
    vanished: int = 0
    postponed: int = 0

    @property
    def attempted(self) -> int:
        return self.refreshed + self.vanished + self.postponed

    def with_more(self, other: "RefreshReport") -> "RefreshReport":
        """Return the sum of two reports."""
        return RefreshReport(
            self.refreshed + other.refreshed, self.vanished + other.vanished, self.postponed + other.postponed
        )
