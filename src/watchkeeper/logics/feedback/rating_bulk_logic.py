from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from watchkeeper.foundation.core.bulk import BulkReport, ItemLimit, counts_of, require_all
from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.dtos import Input
from watchkeeper.foundation.core.errors import Existing, ExistingConflictError, NotFoundError
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.bulk.bulk_titles import BulkTitles
from watchkeeper.logics.bulk.completed_entries import CompletedEntries
from watchkeeper.logics.bulk.named_items import Item, NamedItem, named_items
from watchkeeper.logics.bulk.personal_batch import PersonalBatch
from watchkeeper.logics.bulk.stored_resources import with_resources
from watchkeeper.logics.feedback.scoring import new_rating, rescore
from watchkeeper.logics.undo.operation_logic import OperationLogic
from watchkeeper.models.dtos.feedback.rating_dtos import PutRatingInput, RateTitleInput, UpdateRatingInput
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.errors.feedback_errors import AlreadyRatedError, RatingNotFoundError, TitleNotWatchedError
from watchkeeper.models.types.undo.operation import OperationKind, OperationSubject, RowKind
from watchkeeper.repositories.changes.change_repository import OwnRows
from watchkeeper.repositories.feedback.rating_bulk_repository import RatingBulkRepository


@dataclass(kw_only=True, eq=False)
class RatingBulkLogic:
    """Many changes of the caller's own ratings in one request, in one transaction.

    Everything is read, decided and written as sets, so the number of statements does not depend on that of items.
    """

    unit_of_work: UnitOfWork
    ratings: RatingBulkRepository
    shown: OwnRows
    titles: BulkTitles
    operations: OperationLogic
    limit: ItemLimit
    max_entries: int

    async def change_ratings(
        self, user_id: UUID, items: Sequence[Item], *, is_atomic: bool, is_full: bool
    ) -> BulkReport:
        """Return the outcome of each item. Good items are stored, bad ones are not.

        Titles of other services that are missing are entered as personal titles, from what was sent. Raises
        RateLimitedError, and BulkRejectedError if `is_atomic`.
        """
        await self.limit.count_items(user_id, len(items))
        named = named_items(items)
        async with self.unit_of_work.transaction():
            batch = await self._lock(user_id, named)
            outcomes = require_all(batch.outcomes_of(named), is_atomic=is_atomic)
            operation_id = await self._store(user_id, batch, counts_of(outcomes))
            shown = await with_resources(outcomes, self.shown, user_id) if is_full else outcomes
            return BulkReport(shown, operation_id)

    async def _lock(self, user_id: UUID, items: Sequence[NamedItem]) -> "_Ratings":
        titles = await self.titles.locate(user_id, items)
        ids = {item.name.row_id for item in items if item.name is not None and item.name.row_id is not None}
        rows = await self.ratings.lock(user_id, ids, titles.found(), max_added=len(items))
        at = now()
        completed = CompletedEntries(
            user_id=user_id, at=at, locked=rows.entries, played=rows.played, room=rows.room, most=self.max_entries
        )
        return _Ratings(user_id=user_id, at=at, titles=titles, locked=rows.ratings, entries=completed)

    async def _store(self, user_id: UUID, batch: "_Ratings", counts: dict[str, int]) -> UUID | None:
        """Store the changes, and return the operation that undoes them, None without any."""
        if batch.writes.is_empty:
            return None
        await self.titles.enter(batch.titles)
        await self.ratings.write(user_id, batch.writes, batch.entries.writes)
        rows = [*batch.entries.changed_rows(), *batch.changed_rows(RowKind.RATING)]
        about = OperationSubject.of(row.title_id for row in batch.writes)
        return await self.operations.record(user_id, OperationKind.BULK, counts, rows, about)


@dataclass(kw_only=True, eq=False)
class _Ratings(PersonalBatch[RatingEntity]):
    """`entries` are the watch entries of the titles: only what was watched is rated."""

    entries: CompletedEntries

    def require_addable(self, item: NamedItem, title_id: UUID | None) -> None:
        if title_id is not None and self.entries.is_watched(title_id):
            return
        if not isinstance(item.body, RateTitleInput | PutRatingInput) or not item.body.mark_completed:
            raise TitleNotWatchedError
        self.entries.require_room(title_id)

    def new_row(self, title_id: UUID, body: Input) -> RatingEntity:
        if not isinstance(body, RateTitleInput | PutRatingInput):
            raise TypeError("no body of a new rating")
        self.entries.complete(title_id)
        return new_rating(self.user_id, title_id, body.score, self.at)

    def change_row(self, row: RatingEntity, body: Input) -> None:
        if isinstance(body, PutRatingInput) or (isinstance(body, UpdateRatingInput) and body.is_set("score")):
            rescore(row, body.score)

    def existing_error(self, row: RatingEntity) -> ExistingConflictError:
        return AlreadyRatedError(existing=Existing("rating", row.id))

    def missing_error(self) -> NotFoundError:
        return RatingNotFoundError()
