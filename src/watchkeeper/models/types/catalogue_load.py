"""A row of a catalogue file on its way: as it was read, as it is staged, and what it claims to be about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CatalogueRecord:
    """A row as it was read: members by name, or the `fault` that kept it from being read."""

    line: int
    members: Mapping[str, Any] = field(default_factory=dict)
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class StagedTitle:
    """A valid row. `id` is the title's, should it turn out to be new.

    Genres and platforms are named by their keys. Rows without external ids are told apart by `name_key`: media type,
    year and title without regard to case. Rows that say the same have the same `digest`.
    """

    line: int
    id: UUID
    media_type: str
    title: str
    original_title: str | None
    overview: str | None
    release_date: date | None
    release_date_precision: str
    runtime_minutes: int | None
    poster_url: str | None
    title_sort: str
    search_words: list[str]
    genre_keys: list[str]
    platform_keys: list[str]
    sources: list[str]
    external_ids: list[str]
    name_key: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class StagedName:
    """A genre or platform that staged rows name; `id` is its own, should it turn out to be new."""

    id: UUID
    name: str
    name_key: str
    name_sort: str


@dataclass(frozen=True, slots=True)
class RowClaim:
    """A row and one of the marks by which it names its title, where other rows of the file have the same mark."""

    line: int
    mark: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class AppliedRows:
    """How many titles were made and how many changed."""

    new: int
    changed: int
