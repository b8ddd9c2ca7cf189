"""A row of a catalogue file during a load: as it was read, as it is staged, and the title that it claims."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CatalogueRecord:
    """A row as it was read: its members by name, or a `fault` if it can't be read."""

    line: int
    members: Mapping[str, Any] = field(default_factory=dict)
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class StagedTitle:
    """A valid row. `id` becomes the id of the title if it is new.

    Genres and platforms are referred to by their keys. `name_key` identifies rows without external ids: media type,
    year and title, ignoring case. `name_keys` are those of its titles, by which it is found in the catalogue. Rows with
    the same content have the same `digest`.
    """

    line: int
    id: UUID
    media_type: str
    title: str
    original_title: str | None
    alternative_titles: list[str] | None
    overview: str | None
    release_date: date | None
    release_date_precision: str
    runtime_minutes: int | None
    poster_url: str | None
    title_sort: str
    title_key: str
    search_words: list[str]
    genre_keys: list[str]
    platform_keys: list[str]
    sources: list[str]
    external_ids: list[str]
    name_key: str
    name_keys: list[str]
    digest: bytes


@dataclass(frozen=True, slots=True)
class StagedName:
    """A genre or platform of staged rows. `id` becomes its id if it is new."""

    id: UUID
    name: str
    name_key: str
    name_sort: str


@dataclass(frozen=True, slots=True)
class RowClaim:
    """A row and one `mark` that identifies its title (an external id or a name), if other rows have the same mark."""

    line: int
    mark: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class AppliedRows:
    """Numbers of created and changed titles."""

    new: int
    changed: int
