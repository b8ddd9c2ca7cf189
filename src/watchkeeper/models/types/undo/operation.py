"""Operations, the rows that they changed, and what became of an undo."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple, NewType, Self
from uuid import UUID

import msgspec

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.read_model import ReadModel

RowImage = NewType("RowImage", str)
"""A whole row as JSON, as PostgreSQL writes it (`to_jsonb`)."""


def image_of(values: Mapping[str, Any]) -> RowImage:
    """Return the image of a row that has these values by its columns."""
    return RowImage(msgspec.json.encode(values).decode())


class OperationKind(StrEnum):
    """What a person did."""

    BULK = "bulk"
    WATCH = "watch"
    UNWATCH = "unwatch"
    DELETE = "delete"
    IMPORT = "import"
    UNDO = "undo"


class RowKind(StrEnum):
    """Tables whose rows an undo restores, in the order in which it locks them and reports what it left.

    Viewings are no resources: they are named by the id of their title, and counted nowhere. The order of a list is that
    of its items, by their ids, and named by the id of the list. The last four follow what
    is restored: the import that wrote a rating or a review before, tags and positions that the operation made, and ids
    that it gave to a personal title.
    """

    TAG = "tag"
    VIEWING = "viewing"
    WATCH_ENTRY = "watch_entry"
    PLAY = "play"
    RATING = "rating"
    REVIEW = "review"
    LIST = "list"
    LIST_ITEM = "list_item"
    LIST_ORDER = "list_order"
    LIST_LINK = "list_link"
    MARK = "mark"
    ORIGIN = "row_origin"
    NEW_TAG = "new_tag"
    NEW_POSITION = "new_position"
    NEW_IDS = "new_ids"


class LeftReason(StrEnum):
    """Why an undo leaves a row as it is."""

    CHANGED_SINCE = "changed_since"
    TITLE_GONE = "title_gone"
    IN_THE_WAY = "in_the_way"
    QUOTA_EXCEEDED = "quota_exceeded"


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row that an operation changed: made, unless it was there `before`; removed, unless it left an `edited_at`.

    Viewings follow their entries and plays, so it tells nothing of them whether their `edited_at` has changed since.
    """

    kind: RowKind
    row_id: UUID
    before: RowImage | None = None
    edited_at: datetime | None = None

    @classmethod
    def removed(cls, kind: RowKind, row_id: UUID, before: RowImage) -> Self:
        return cls(kind, row_id, before)


def changed_viewings(images: Mapping[UUID, RowImage | None]) -> list[ChangedRow]:
    """Return what an undo has to know of the current viewings of titles; None where a title has none yet."""
    return [ChangedRow(RowKind.VIEWING, title_id, image, now()) for title_id, image in images.items()]


@dataclass(frozen=True, slots=True)
class CurrentRow:
    """A row as it is."""

    id: UUID
    image: RowImage
    edited_at: datetime


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """The watch entry of a title, if there is one, and the viewing of now, as they are."""

    title_id: UUID
    row: CurrentRow | None = None
    viewing: RowImage | None = None

    @property
    def viewing_rows(self) -> list[ChangedRow]:
        """What an undo has to know of a viewing that changes."""
        return changed_viewings({self.title_id: self.viewing})

    def changed_rows(self, after: "StoredEntry") -> list[ChangedRow]:
        """Return what an undo has to know of a change to `after`; of the entry if its person wanted that."""
        before, row = self.row, after.row
        changed: list[ChangedRow] = []
        if before is None and row is not None:
            changed = [ChangedRow(RowKind.WATCH_ENTRY, row.id, None, row.edited_at)]
        elif before is not None and (row is None or row.edited_at != before.edited_at):
            edited_at = None if row is None else row.edited_at
            changed = [ChangedRow(RowKind.WATCH_ENTRY, before.id, before.image, edited_at)]
        return [*self.viewing_rows, *changed]


@dataclass(frozen=True, slots=True)
class OperationSubject:
    """The one thing that an operation is about, if there is one: a title, or a deleted list or tag by its name."""

    title_id: UUID | None = None
    name: str | None = None

    @classmethod
    def of(cls, title_ids: Iterable[UUID]) -> Self:
        """Return the subject of changes of some titles: the title, where it is one."""
        distinct = set(title_ids)
        return cls(distinct.pop() if len(distinct) == 1 else None)


class OperationTitle(ReadModel, frozen=True, gc=False):
    """The title that an operation is about."""

    id: UUID
    media_type: str
    title: str


class Operation(ReadModel, frozen=True, gc=False):
    """Something that a person did.

    `counts` says what became of how many resources, `resources` how many of each kind an undo concerns.
    """

    id: UUID
    kind: str
    counts: dict[str, int]
    title: OperationTitle | None
    name: str | None
    resources: dict[str, int]
    created_at: datetime
    undone_at: datetime | None
    expires_at: datetime


class NewOperation(NamedTuple):
    """An operation that is stored by the statement that does what it tells."""

    id: UUID
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OperationState:
    """The facts that decide whether an operation can be undone."""

    kind: OperationKind
    undone_by: UUID | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OperationPart:
    """The rows of an operation that are undone in one transaction: those from the ordinal `first` on.

    `last` is the ordinal of the last of them, where somebody has looked.
    """

    operation_id: UUID
    first: int = 0
    last: int = 0

    @property
    def rows(self) -> int:
        """About how many rows it has."""
        return self.last - self.first + 1

    @property
    def left(self) -> int:
        """About how many rows are before it."""
        return max(0, self.first - 1)


class LeftRow(ReadModel, frozen=True, gc=False):
    """A row that an undo left as it is."""

    kind: str
    id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class RestoredRows:
    """How many rows were restored, those that were not, and the ids and titles of those of one kind that were."""

    count: int
    left: list[LeftRow]
    title_ids: Sequence[UUID] = ()
    row_ids: Sequence[UUID] = ()


class UndoReport(ReadModel, frozen=True, gc=False):
    """The report of an undo: how many rows were restored, and which were not."""

    restored: int
    left: list[LeftRow]
    operation_id: UUID
