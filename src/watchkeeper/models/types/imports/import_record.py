"""One row of a person's history from another service."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.imports.import_fact import (
    ImportedList,
    ImportedPlay,
    ImportedPosition,
    ImportedRating,
    ImportedReview,
    ImportedViewing,
)
from watchkeeper.models.types.imports.import_source import RecordKind, RecordResult
from watchkeeper.models.types.watchlist.watch_status import WatchStatus
from watchkeeper.models.types.watchlist.when import UNKNOWN, When


@dataclass(frozen=True, slots=True)
class FieldWarning:
    """A field that could not be read beside others that could."""

    field: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """One row of a member of an upload: `row` counts from 1 in its member.

    `status` is what the row says itself. With `is_status_implied` it only follows from a rating: it gives way to
    whatever else the file says, and where nothing else does, there was a viewing of unknown date. `source_text` is what
    the title was read from where it was not a title alone.
    `hidden_from`, `include_specials`, `viewings`, `added`, when it was put on the list, and `completed` are of our own
    form. With `is_complete` the file says everything there is of its titles: no status follows from viewings.
    `details` are what the person typed of a title of their own, by the names of its members.
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
    hidden_from: tuple[str, ...] = ()
    include_specials: bool = False
    viewings: tuple[ImportedViewing, ...] = ()
    added: When = UNKNOWN
    completed: When = UNKNOWN
    is_complete: bool = False
    details: Mapping[str, Any] = field(default_factory=dict)
    list: ImportedList | None = None
    position: ImportedPosition | None = None
    source_text: str | None = None
    source_key: str | None = None
    result: RecordResult = RecordResult.READY
    reason: str | None = None
    warnings: tuple[FieldWarning, ...] = ()

    @property
    def has_facts(self) -> bool:
        """Whether anything is known of the title but that it exists."""
        beside = self.marks or self.list or self.position or self.kind is RecordKind.TITLE
        return bool(self.status or self.plays or self.rating or self.review or self.tags or beside)

    @property
    def all_tags(self) -> tuple[str, ...]:
        """The tags of the title and of its viewings."""
        return (*self.tags, *(tag for play in self.plays for tag in play.tags))
