from abc import ABC, abstractmethod
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Generic, TypeVar
from uuid import UUID

from watchkeeper.foundation.core.bulk import BulkOutcome, BulkResult, RepeatedInRequestError
from watchkeeper.foundation.core.dtos import Input
from watchkeeper.foundation.core.errors import ExistingConflictError, NotFoundError
from watchkeeper.logics.bulk.bulk_titles import RequestTitles
from watchkeeper.logics.bulk.item_outcomes import outcome_of
from watchkeeper.logics.bulk.named_items import NamedItem
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.types.undo.operation import ChangedRow, RowKind, image_of
from watchkeeper.models.types.watchlist.locked_rows import LockedRows, RowWrites

_STEP = timedelta(microseconds=1)
_TIMES = ("updated_at", "edited_at")


RowT = TypeVar("RowT", WatchEntryEntity, RatingEntity)


@dataclass(kw_only=True, eq=False)
class PersonalBatch(ABC, Generic[RowT]):
    """Decides the outcome of each item about rows of which a person has one a title. It stores nothing: `writes`
    collects the rows to be stored.

    Subclasses say what a new row and a change of one are. They raise the errors of the single operation.
    """

    user_id: UUID
    at: datetime
    titles: RequestTitles
    locked: LockedRows[RowT]
    writes: RowWrites[RowT] = field(default_factory=lambda: RowWrites([], [], []))
    before: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    """The values of changed and deleted rows as they were, by id."""
    _named: set[Hashable] = field(default_factory=set)

    @abstractmethod
    def require_addable(self, item: NamedItem, title_id: UUID | None) -> None:
        """Raise the error of the single operation if nothing new may be added; the title is None if it is new, too."""

    @abstractmethod
    def new_row(self, title_id: UUID, body: Input) -> RowT:
        """Return the row that a body makes."""

    @abstractmethod
    def change_row(self, row: RowT, body: Input) -> None:
        """Set what a body changes, but for `updated_at`."""

    def says_more(self, row: RowT, body: Input) -> bool:
        """Whether a body says more of a row than its columns: then it is changed in any case."""
        return False

    @abstractmethod
    def existing_error(self, row: RowT) -> ExistingConflictError:
        """Return the error of the single operation for a title that has a row already."""

    @abstractmethod
    def missing_error(self) -> NotFoundError:
        """Return the error of the single operation for a row that is not there."""

    def outcomes_of(self, items: Sequence[NamedItem]) -> list[BulkOutcome]:
        """Return the outcome of each item, in order."""
        return [outcome_of(item.key, partial(self._apply, item)) for item in items]

    def changed_rows(self, kind: RowKind) -> list[ChangedRow]:
        """Return the rows for an undo: each as it was before, with the time of its change."""
        return [
            *(ChangedRow(kind, row.id, None, row.edited_at) for row in self.writes.added),
            *(ChangedRow(kind, row.id, image_of(self.before[row.id]), row.edited_at) for row in self.writes.changed),
            *(ChangedRow.removed(kind, row.id, image_of(self.before[row.id])) for row in self.writes.removed),
        ]

    def _apply(self, item: NamedItem) -> BulkOutcome:
        row = self._row_of(item)
        is_repeated = self._is_repeated(item, row)
        if item.error is not None:
            raise item.error
        if item.name is None or item.body is None:
            raise TypeError("an item without an error has a name and a body")
        if is_repeated:
            raise RepeatedInRequestError
        if item.name.action == "create" or (row is None and item.name.may_make):
            return self._create(item, item.body, row)
        if row is None:
            raise self.missing_error()
        item.name.precondition.verify(row.updated_at)
        return self._remove(item, row) if item.name.action == "delete" else self._change(item, item.body, row)

    def _row_of(self, item: NamedItem) -> RowT | None:
        if item.name is not None and item.name.row_id is not None:
            return self.locked.by_id.get(item.name.row_id)
        title_id = self.titles.find(item)
        return None if title_id is None else self.locked.by_title.get(title_id)

    def _is_repeated(self, item: NamedItem, row: RowT | None) -> bool:
        """Whether an earlier item names the same, whatever became of it."""
        if item.name is None:
            return False
        title_id = row.title_id if row is not None else self.titles.find(item)
        named = item.external or item.name.title_id or ("row", item.name.row_id)
        subject: Hashable = title_id or named
        is_repeated = subject in self._named
        self._named.add(subject)
        return is_repeated

    def _create(self, item: NamedItem, body: Input, row: RowT | None) -> BulkOutcome:
        title_id = self.titles.find(item)
        if title_id is None:
            self.titles.require_enterable(item)
        elif title_id not in self.locked.open_titles:
            raise TitleNotFoundError
        elif row is not None:
            raise self.existing_error(row)
        self.require_addable(item, title_id)
        added = self.new_row(self.titles.enter(item) if title_id is None else title_id, body)
        added.edited_at = added.updated_at
        self.writes.added.append(added)
        return BulkOutcome(item.key, BulkResult.CREATED, added.id)

    def _change(self, item: NamedItem, body: Input, row: RowT) -> BulkOutcome:
        before = row.values()
        self.change_row(row, body)
        is_same = all(value == before[name] for name, value in row.values().items() if name not in _TIMES)
        if not self.says_more(row, body) and is_same:
            return BulkOutcome(item.key, BulkResult.UNCHANGED, row.id)
        row.updated_at = row.edited_at = max(self.at, before["updated_at"] + _STEP)
        self.before[row.id] = before
        self.writes.changed.append(row)
        return BulkOutcome(item.key, BulkResult.UPDATED, row.id)

    def _remove(self, item: NamedItem, row: RowT) -> BulkOutcome:
        self.before[row.id] = row.values()
        self.writes.removed.append(row)
        return BulkOutcome(item.key, BulkResult.DELETED, row.id)
