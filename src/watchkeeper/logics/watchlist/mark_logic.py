from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.precondition import Precondition
from watchkeeper.foundation.core.ranks import rank_between
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.catalogue.merged_titles import MergedTitles
from watchkeeper.logics.undo.operation_logic import OperationLogic
from watchkeeper.models.dtos.lists.mark_dtos import MarkTitleInput
from watchkeeper.models.entities.lists.mark_entity import MarkEntity
from watchkeeper.models.errors.mark_errors import MarkNotFoundError
from watchkeeper.models.types.lists.mark import Mark, MarkKind, RankInterval
from watchkeeper.models.types.sorts import MarkSort
from watchkeeper.models.types.undo.operation import OperationSubject
from watchkeeper.repositories.watchlist.mark_repository import MarkRepository


@dataclass(kw_only=True, eq=False)
class MarkLogic:
    """The caller's own marks. A mark remains when the title leaves the watchlist or becomes inactive."""

    unit_of_work: UnitOfWork
    marks: MarkRepository
    merged_titles: MergedTitles
    operations: OperationLogic

    async def search_marks(
        self, user_id: UUID, kinds: Sequence[MarkKind], sort: MarkSort, request: PageRequest
    ) -> Page[Mark]:
        """Raises InvalidCursorError."""
        return await self.marks.search(user_id, kinds, sort, request)

    async def mark_title(
        self, user_id: UUID, title_id: UUID, kind: MarkKind, change: MarkTitleInput, precondition: Precondition
    ) -> tuple[Mark, bool]:
        """Mark a title, or change its mark: what was not sent stays. Returns whether the mark is new.

        Raises TitleNotFoundError, AnchorNotFoundError, PreconditionFailedError.
        """
        act = partial(self._mark, user_id, kind, change, precondition)
        return await self.merged_titles.follow(title_id, act)

    async def _mark(
        self, user_id: UUID, kind: MarkKind, change: MarkTitleInput, precondition: Precondition, title_id: UUID
    ) -> tuple[Mark, bool]:
        async with self.unit_of_work.transaction():
            await self.marks.lock(user_id, title_id)
            entity = await self.marks.find_for_update(user_id, kind, title_id)
            if entity is None:
                return await self._add(_new_mark(user_id, kind, title_id), change, precondition), True
            precondition.verify(entity.updated_at)
            return await self._change(entity, change), False

    async def unmark_title(self, user_id: UUID, title_id: UUID, kind: MarkKind, precondition: Precondition) -> UUID:
        """Remove a mark, and return the operation that undoes it.

        Raises TitleNotFoundError, MarkNotFoundError, PreconditionFailedError.
        """
        return await self.merged_titles.follow(title_id, partial(self._unmark, user_id, kind, precondition))

    async def _unmark(self, user_id: UUID, kind: MarkKind, precondition: Precondition, title_id: UUID) -> UUID:
        async with self.unit_of_work.transaction():
            await self.marks.lock(user_id, title_id)
            entity = await self.marks.find_for_update(user_id, kind, title_id)
            if entity is None:
                raise MarkNotFoundError
            precondition.verify(entity.updated_at)
            removed = await self.marks.delete(entity)
            return await self.operations.record_deletion(user_id, [removed], OperationSubject(title_id))

    async def _add(self, entity: MarkEntity, change: MarkTitleInput, precondition: Precondition) -> Mark:
        precondition.verify_missing()
        entity.note = change.note
        entity.rank = await self._rank(entity, change, None)
        await self.marks.add(entity)
        return await self.marks.require(entity.user_id, entity.id)

    async def _change(self, entity: MarkEntity, change: MarkTitleInput) -> Mark:
        note = change.note if change.is_set("note") else entity.note
        is_moved = change.before is not None or change.after is not None
        rank = await self._rank(entity, change, entity.rank) if is_moved else entity.rank
        if (note, rank) != (entity.note, entity.rank):
            entity.note, entity.rank, entity.updated_at = note, rank, now()
            await self.marks.save(entity)
        return await self.marks.require(entity.user_id, entity.id)

    async def _rank(self, entity: MarkEntity, change: MarkTitleInput, current: int | None) -> int:
        """Return the rank for a place: the current one if that is there already."""
        interval = await self._interval(entity, change)
        if current is not None and interval.has(current):
            return current
        rank = rank_between(interval.low, interval.high)
        while rank is None:
            await self.marks.number_anew(entity.user_id, entity.mark)
            interval = await self._interval(entity, change)
            rank = rank_between(interval.low, interval.high)
        return rank

    async def _interval(self, entity: MarkEntity, change: MarkTitleInput) -> RankInterval:
        if change.before is not None:
            return await self.marks.interval_before(entity, change.before)
        if change.after is not None:
            return await self.marks.interval_after(entity, change.after)
        return await self.marks.last_interval(entity)


def _new_mark(user_id: UUID, kind: MarkKind, title_id: UUID) -> MarkEntity:
    at = now()
    return MarkEntity(user_id=user_id, id=uuid7(), title_id=title_id, mark=kind, created_at=at, updated_at=at)
