from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from watchkeeper.foundation.core.read_model import Fingerprint
from watchkeeper.foundation.core.unit_of_work import UnitOfWork
from watchkeeper.models.dtos.identity.user_dtos import UserOutput
from watchkeeper.models.errors.change_errors import ResyncRequiredError
from watchkeeper.models.types.changes.change import (
    Change,
    ChangeArea,
    ChangePage,
    FeedPosition,
    RecordedChange,
    ResyncReason,
)
from watchkeeper.models.types.changes.feed_head import FeedEnd, FeedHead
from watchkeeper.repositories.changes.change_repository import ChangeRepository, OwnRows
from watchkeeper.repositories.identity.user_repository import UserRepository

_BEGIN = UUID(int=0)
_END = UUID(int=2**128 - 1)
_BEHIND_ALL_AREAS = 2**15 - 1
_PORTION = 500
"""Accounts whose counts are compared by one statement."""


@dataclass(kw_only=True, eq=False)
class ChangeLogic:
    """The change feed of an account: the latest state of each resource, in the order of commits."""

    unit_of_work: UnitOfWork
    changes: ChangeRepository
    entries: OwnRows
    plays: OwnRows
    ratings: OwnRows
    reviews: OwnRows
    tags: OwnRows
    marks: OwnRows
    lists: OwnRows
    list_items: OwnRows
    titles: OwnRows
    users: UserRepository
    days: int
    """How long deletions are remembered."""

    async def get_head(self, user_id: UUID, position: FeedPosition | None = None) -> FeedHead:
        """Return the end of the feed. Raises ResyncRequiredError if `position` can't be continued."""
        head = await self.changes.head(user_id)
        if position is not None:
            _require_continued(position, head)
        return head

    async def get_fingerprint(self, user_id: UUID, position: FeedPosition | None) -> Fingerprint:
        """Return a text that changes whenever the feed does. Raises ResyncRequiredError if `position` can't be
        continued."""
        end = await self.changes.end(user_id)
        if position is not None:
            _require_continued(position, end)
        return Fingerprint(None, end.fingerprint)

    async def read(
        self, user_id: UUID, position: FeedPosition | None, areas: Sequence[ChangeArea], limit: int
    ) -> ChangePage:
        """Return at most `limit` changes behind `position`, or from the beginning. Raises ResyncRequiredError."""
        head = await self.get_head(user_id, position)
        if position is not None and position == end_of(head, areas):
            return ChangePage([], position, has_more=False, is_snapshot=False, head=head)
        async with self.unit_of_work.snapshot():
            head = await self.get_head(user_id, position)
            start = position or FeedPosition(head.epoch, 0, 0, _BEGIN, head.sequence, areas)
            rows = await self.changes.after(user_id, start, areas, limit + 1)
            items = await self._with_data(user_id, rows[:limit])
        has_more = len(rows) > limit
        behind = _behind(start, rows[limit - 1]) if has_more else end_of(head, areas)
        return ChangePage(items, behind, has_more, start.snapshot is not None, head)

    async def forget_old(self) -> None:
        """Remove deletions that are older than `days`; cursors from before them are no longer valid."""
        while await self.changes.purge(self.days):
            pass

    async def find_miscounted(self) -> list[UUID]:
        """Return the accounts whose numbers of resources in the feed's head are wrong."""
        wrong: list[UUID] = []
        portion = await self.changes.find_counts(_BEGIN, _PORTION)
        while portion:
            wrong += [counts.user_id for counts in portion if not counts.are_right]
            portion = await self.changes.find_counts(portion[-1].user_id, _PORTION)
        return wrong

    async def recount(self) -> int:
        """Correct the numbers of resources in the heads of all feeds, and return how many were wrong."""
        wrong = await self.find_miscounted()
        for user_id in wrong:
            async with self.unit_of_work.transaction():
                await self.changes.recount(user_id)
        return len(wrong)

    async def _with_data(self, user_id: UUID, rows: Sequence[RecordedChange]) -> list[Change]:
        """Return the changes with their resources, which are read by one query a kind."""
        sources = {
            ChangeArea.WATCHLIST: self.entries,
            ChangeArea.PLAYS: self.plays,
            ChangeArea.RATINGS: self.ratings,
            ChangeArea.REVIEWS: self.reviews,
            ChangeArea.TAGS: self.tags,
            ChangeArea.MARKS: self.marks,
            ChangeArea.LISTS: self.lists,
            ChangeArea.LIST_ITEMS: self.list_items,
            ChangeArea.TITLES: self.titles,
        }
        data: dict[tuple[ChangeArea, UUID], Any] = {}
        for area, source in sources.items():
            ids = [row.resource_id for row in rows if row.area is area and not row.is_deleted]
            found = await source.find_many(user_id, ids) if ids else ()
            data.update(((area, one.id), one) for one in found)
        if any(row.area is ChangeArea.SETTINGS for row in rows):
            account = UserOutput.of(await self.users.require(user_id))
            data[ChangeArea.SETTINGS, user_id] = account.model_dump(mode="json")
        return [_change(row, data) for row in rows]


def end_of(head: FeedHead, areas: Sequence[ChangeArea]) -> FeedPosition:
    """Return the position behind all there is."""
    return FeedPosition(head.epoch, head.sequence, _BEHIND_ALL_AREAS, _END, None, areas)


def _require_continued(position: FeedPosition, head: FeedEnd) -> None:
    known_to = position.sequence if position.snapshot is None else position.snapshot
    if position.epoch != head.epoch:
        raise ResyncRequiredError(ResyncReason.RESTORED)
    if max(position.sequence, known_to) > head.sequence:
        raise ResyncRequiredError(ResyncReason.AHEAD)
    if known_to < head.purged_to:
        raise ResyncRequiredError(ResyncReason.EXPIRED)


def _behind(start: FeedPosition, last: RecordedChange) -> FeedPosition:
    return replace(start, sequence=last.sequence, area=last.area.number, resource_id=last.resource_id)


def _change(row: RecordedChange, data: Mapping[tuple[ChangeArea, UUID], Any]) -> Change:
    content = None if row.is_deleted else data[row.area, row.resource_id]
    return Change(
        row.area.value,
        row.resource_id,
        row.sequence,
        "delete" if row.is_deleted else "upsert",
        row.changed_at,
        content,
    )
