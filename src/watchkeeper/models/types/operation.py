"""Operations, the rows that they changed, and what became of an undo."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType, Self
from uuid import UUID

from watchkeeper.foundation.core.read_model import ReadModel

RowImage = NewType("RowImage", str)
"""A whole row as JSON, as PostgreSQL writes it (`to_jsonb`)."""


class OperationKind(StrEnum):
    """What a person did."""

    BULK = "bulk"
    WATCH = "watch"
    UNWATCH = "unwatch"
    DELETE = "delete"
    IMPORT = "import"
    UNDO = "undo"


class RowKind(StrEnum):
    """Tables whose rows an undo restores, in the order in which they are locked."""

    WATCH_ENTRY = "watch_entry"
    RATING = "rating"
    REVIEW = "review"
    LIST = "list"
    LIST_ITEM = "list_item"
    LIST_LINK = "list_link"


RowKey = tuple[RowKind, UUID]
"""The kind and the id of a row."""


class LeftReason(StrEnum):
    """Why an undo leaves a row as it is."""

    CHANGED_SINCE = "changed_since"
    TITLE_GONE = "title_gone"
    IN_THE_WAY = "in_the_way"
    QUOTA_EXCEEDED = "quota_exceeded"


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row that an operation changed: made, unless it was there `before`; removed, unless it left an `edited_at`."""

    kind: RowKind
    row_id: UUID
    before: RowImage | None = None
    edited_at: datetime | None = None

    @classmethod
    def removed(cls, kind: RowKind, row_id: UUID, before: RowImage) -> Self:
        return cls(kind, row_id, before)


class Operation(ReadModel, frozen=True, gc=False):
    """Something that a person did. `counts` says what became of how many resources."""

    id: UUID
    kind: str
    counts: dict[str, int]
    created_at: datetime
    undone_at: datetime | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OperationState:
    """What decides whether an operation can be undone."""

    kind: OperationKind
    undone_by: UUID | None
    expires_at: datetime


class LeftRow(ReadModel, frozen=True, gc=False):
    """A row that an undo left as it is."""

    kind: str
    id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class RestoredRows:
    """How many rows of a kind are as they were before an operation, and which are not."""

    count: int
    left: list[LeftRow]


class UndoReport(ReadModel, frozen=True, gc=False):
    """What an undo did: how many rows are as they were before, and which are not."""

    restored: int
    left: list[LeftRow]
    operation_id: UUID
