"""The works that an upload names, and the titles that they may be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.discovery.metadata import ExternalTitle


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """The names of a record: its `place` in the upload, and the data that identify its work."""

    place: int
    title: str | None
    year: int | None
    media_type: MediaType
    external_ids: Mapping[str, str]


@dataclass(slots=True, kw_only=True)
class Work:
    """A work: what several records of one upload name. `key` is the same for this work in other uploads.

    `is_contested` says that two works of the upload have its name and year, and nothing tells which of them it is.
    """

    title: str | None
    year: int | None
    media_type: MediaType
    external_ids: list[ExternalTitle] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    key: bytes = b""
    is_contested: bool = False


@dataclass(frozen=True, slots=True)
class CandidateTitle:
    """A title that a work may be. `external_ids` are those of the catalogue by source, the first of each."""

    title_id: UUID
    title: str
    media_type: str
    release_date: date | None
    is_own: bool
    external_ids: Mapping[str, str]

    @property
    def year(self) -> int | None:
        return None if self.release_date is None else self.release_date.year


@dataclass(frozen=True, slots=True)
class FoundTitles:
    """The titles with any of a work's ids, and those of its medium with its name."""

    by_id: tuple[CandidateTitle, ...] = ()
    by_name: tuple[CandidateTitle, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkMatch:
    """The match of a work: a title, one of several candidates, or a title that is not known yet (neither)."""

    title_id: UUID | None = None
    candidates: tuple[CandidateTitle, ...] = ()
    is_by_name: bool = False
    """Whether nothing but the name says so."""
    is_contested: bool = False
    """Whether two works of the upload may be meant."""
