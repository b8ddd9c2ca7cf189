from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, tzinfo
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.errors import Existing
from watchkeeper.foundation.core.principal import Principal
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.logics.undo.operation_logic import OperationLogic
from watchkeeper.logics.watchlist.play_writing import PlayWriting
from watchkeeper.models.errors.operation_errors import AlreadyUndoneError, NotUndoableError, UndoExpiredError
from watchkeeper.models.types.identity.time_zone import time_zone
from watchkeeper.models.types.undo.operation import (
    LeftReason,
    LeftRow,
    OperationKind,
    OperationPart,
    OperationState,
    RestoredRows,
    RowKind,
    UndoReport,
)
from watchkeeper.repositories.identity.account_lock_repository import AccountLockRepository
from watchkeeper.repositories.undo.operation_repository import OperationRepository
from watchkeeper.repositories.undo.undo_repository import UndoRepository

_MOVING = (RowKind.WATCH_ENTRY, RowKind.PLAY)
"""The kinds of rows that viewings follow."""
_FIRST = (RowKind.TAG, RowKind.VIEWING, RowKind.PLAY)
"""The kinds of rows that are restored before the others: an entry stays where plays of other operations are left."""


@dataclass(kw_only=True, eq=False)
class UndoLogic:
    """Undoes operations: rows become what they were, unless the person has changed them since."""

    unit_of_work: UnitOfWork
    accounts: AccountLockRepository
    operations: OperationRepository
    operation_logic: OperationLogic
    rows: UndoRepository
    writing: PlayWriting

    async def undo(self, caller: Principal, operation_id: UUID) -> UndoReport:
        """Undo an operation, once. The undo is an operation, too, which can't be undone.

        Undos of a person take turns, as their account is locked first. Raises OperationNotFoundError,
        NotUndoableError, AlreadyUndoneError, UndoExpiredError.
        """
        at, user_id = now(), caller.user_id
        async with self.unit_of_work.transaction():
            await self.accounts.lock(user_id)
            _require_undoable(await self.operations.get_state(user_id, operation_id))
            return await self._undo(user_id, operation_id, time_zone(caller.time_zone), at)

    async def require_undoable(self, user_id: UUID, operation_id: UUID) -> None:
        """Raises OperationNotFoundError, NotUndoableError, AlreadyUndoneError, UndoExpiredError."""
        _require_undoable(await self.operations.get_state(user_id, operation_id))

    async def undo_import_part(self, user_id: UUID, operation_id: UUID, zone: tzinfo) -> OperationPart | None:
        """Undo what an import wrote in its last transaction, or in that before what has been undone. Returns that part,
        None if nothing is left.

        The import may be unfinished. Needs a transaction that has locked the account.
        """
        at = now()
        undo_id = (await self.operations.get_state(user_id, operation_id)).undone_by
        if undo_id is None:
            undo_id = await self.operation_logic.record(user_id, OperationKind.UNDO, {"restored": 0, "left": 0}, ())
            await self.operations.set_undone(user_id, operation_id, at, undo_id)
        part = await self.operations.last_part(user_id, operation_id)
        if part is None:
            return None
        rows = await self._restore(user_id, part, zone, at)
        await self.rows.restore_followers(user_id, part)
        await self.operations.add_counts(user_id, undo_id, {"restored": rows.count, "left": len(rows.left)})
        await self.operations.remove_rows(user_id, part)
        return part

    async def _undo(self, user_id: UUID, operation_id: UUID, zone: tzinfo, at: datetime) -> UndoReport:
        rows = await self._restore(user_id, OperationPart(operation_id), zone, at)
        counts = {"restored": rows.count, "left": len(rows.left)}
        undo_id = await self.operation_logic.record(user_id, OperationKind.UNDO, counts, ())
        await self.operations.set_undone(user_id, operation_id, at, undo_id)
        return UndoReport(rows.count, rows.left, undo_id)

    async def _restore(self, user_id: UUID, part: OperationPart, zone: tzinfo, at: datetime) -> RestoredRows:
        """Restore the rows of an operation, and set the statuses that follow from the plays that exist now."""
        kinds = await self.rows.lock(user_id, part)
        kinds.sort(key=lambda kind: kind not in _FIRST)
        restored = {kind: await self.rows.restore(user_id, part, kind, at) for kind in kinds}
        moving = {} if RowKind.TAG in kinds else restored  # a change of a tag moves no status
        entries, plays = (frozenset(moving[kind].title_ids) if kind in moving else frozenset() for kind in _MOVING)
        as_before = await self.rows.restore_viewings(user_id, part, at, entries)
        led = await self.rows.find_led_by_plays(user_id, entries - as_before)
        removed = await self.writing.recompute_status(user_id, (plays - as_before) | led, zone, is_edit=False)
        await self.rows.restore_viewings(user_id, part, at)
        await self.rows.restore_stated(user_id, part)
        await self.rows.remove_viewings(user_id, part, entries | plays)
        left = [row for kind in RowKind if kind in restored for row in restored[kind].left]
        gone = _gone(restored.get(RowKind.WATCH_ENTRY), removed)
        return RestoredRows(sum(rows.count for rows in restored.values()) - len(gone), [*left, *gone])


def _gone(entries: RestoredRows | None, removed: Collection[UUID]) -> list[LeftRow]:
    """Return the entries that were restored, and removed again as nothing leads to them any more."""
    ids = () if entries is None else entries.row_ids
    return [LeftRow(RowKind.WATCH_ENTRY, one, LeftReason.CHANGED_SINCE) for one in ids if one in removed]


def _require_undoable(operation: OperationState) -> None:
    if operation.kind is OperationKind.UNDO:
        raise NotUndoableError
    if operation.undone_by is not None:
        raise AlreadyUndoneError(existing=Existing("operation", operation.undone_by))
    if operation.expires_at <= now():
        raise UndoExpiredError
