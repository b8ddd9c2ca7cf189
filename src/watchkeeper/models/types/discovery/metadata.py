"""Metadata that the catalogue takes from providers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from watchkeeper.models.types.catalogue.date_precision import DatePrecision
from watchkeeper.models.types.catalogue.media_type import MediaType


class MetadataSource(StrEnum):
    """The services whose ids can be looked up."""

    TMDB = "tmdb"
    ANILIST = "anilist"


class MetadataState(StrEnum):
    """The origin of the metadata of a title."""

    OWN = "own"
    """Created or edited here: no refresh changes them."""
    PENDING = "pending"
    """Sent by a client; the provider has not responded yet."""
    CURRENT = "current"
    """From the provider, and refreshed regularly."""
    VANISHED = "vanished"
    """The provider has no such title, or no longer has it."""


SOURCES = {
    MediaType.MOVIE: MetadataSource.TMDB,
    MediaType.SHOW: MetadataSource.TMDB,
    MediaType.ANIME: MetadataSource.ANILIST,
}
"""The service that provides the titles of each media type."""

_LARGEST_PROVIDER_ID = 2**31 - 1


@dataclass(frozen=True, slots=True)
class ExternalTitle:
    """A title by its canonical id at another service."""

    source: str
    media_type: MediaType
    external_id: str

    @property
    def provider_id(self) -> int | None:
        """The number of the title at the provider of its media type; None if that provider can't look it up."""
        if self.source != SOURCES.get(self.media_type) or not self.external_id.isdecimal():
            return None
        number = int(self.external_id)
        return number if number <= _LARGEST_PROVIDER_ID else None


@dataclass(frozen=True, slots=True)
class TitleMetadata:
    """The metadata of a title from a provider, within the limits of the catalogue. Unknown members are None or empty.

    `platforms` and `alternative_titles` are None if the provider has no such data, and empty if the title has none.
    """

    title: str
    original_title: str | None = None
    alternative_titles: tuple[str, ...] | None = None
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
class ConfirmedWork:
    """The identity of a confirmed work: its ids, its folded names, and the year of its release."""

    media_type: MediaType
    external_ids: Mapping[str, str]
    name_keys: tuple[str, ...]
    year: int | None


@dataclass(frozen=True, slots=True)
class IncomingTitle:
    """A title to be created in the catalogue: the members that a client sent, and the provider's metadata if available.

    `title` and `poster_url` are the client's; they are used for members that the provider lacks. Without metadata the
    title is that of the person who typed it, `owner_id`.
    """

    external: ExternalTitle
    title: str
    poster_url: str | None
    state: MetadataState
    metadata: TitleMetadata | None = None
    owner_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DueTitle:
    """A title whose metadata are due for a refresh; `external` is None if it no longer has an id at a provider."""

    title_id: UUID
    external: ExternalTitle | None


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """Numbers of titles that a refresh updated, that their provider no longer has, and that were postponed."""

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
