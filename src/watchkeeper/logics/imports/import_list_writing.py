import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.ranks import RANK_STEP
from watchkeeper.foundation.core.text import case_key, sort_key
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.imports.matched_rows import is_written
from watchkeeper.models.entities.list_entity import ListEntity, ListItemEntity
from watchkeeper.models.errors.list_errors import TooManyListsError
from watchkeeper.models.types.import_source import RecordKind
from watchkeeper.models.types.imports import ClaimedImport, StoredRow
from watchkeeper.models.types.list_visibility import ListVisibility
from watchkeeper.models.types.operation import ChangedRow, RowKind
from watchkeeper.models.types.sorts import ListItemSort
from watchkeeper.repositories.imports.import_list_repository import ImportListRepository, StoredList

_LONGEST_NAME: Final = 200
_LONGEST_DESCRIPTION: Final = 10_000
_LONGEST_NOTE: Final = 5000


@dataclass(slots=True)
class WrittenLists:
    """How many lists were made, and what an undo has to know."""

    count: int = 0
    rows: list[ChangedRow] = field(default_factory=list)


@dataclass(kw_only=True, eq=False)
class ImportListWriting:
    """The lists of an upload. One that the person has by that name gets the titles that it lacks, at its end."""

    lists: ImportListRepository
    most_lists: int
    most_items: int

    async def write(self, claimed: ClaimedImport) -> WrittenLists:
        """Write all lists of an import. Needs a transaction that has locked the account. Raises TooManyListsError."""
        members: dict[str, list[StoredRow]] = defaultdict(list)
        for row in await self.lists.find_records(claimed.user_id, claimed.id):
            if row.record.list is not None:
                members[row.record.list.key].append(row)
        written = WrittenLists()
        known = await self.lists.find_all(claimed.user_id) if members else {}
        for rows in members.values():
            new = _new_list(claimed.user_id, rows, now())
            stored = known.get(new.name_key)
            if stored is None and len(known) >= self.most_lists:
                raise TooManyListsError(self.most_lists)
            known[new.name_key] = await self._write_list(new, stored, rows, written)
        return written

    async def _write_list(
        self, new: ListEntity, stored: StoredList | None, rows: Sequence[StoredRow], written: WrittenLists
    ) -> StoredList:
        at = new.created_at
        there = stored or StoredList(new.id, 0, 0)
        known = set() if stored is None else await self.lists.title_ids(new.user_id, there.id)
        items = _new_items(new.user_id, there, [row for row in rows if row.title_id not in known], at)
        items = items[: self.most_items - there.items_count]
        if stored is None:
            new.items_count = len(items)
            await self.lists.add(new)
            written.count += 1
            written.rows.append(ChangedRow(RowKind.LIST, new.id, None, new.edited_at))
        await self.lists.add_items(new.user_id, there.id, items, at, counts=stored is not None)
        written.rows += [ChangedRow(RowKind.LIST_ITEM, item.id, None, item.updated_at) for item in items]
        return StoredList(there.id, there.items_count + len(items), there.last_rank + RANK_STEP * len(items))


def _new_list(user_id: UUID, rows: Sequence[StoredRow], at: datetime) -> ListEntity:
    """Return the list that records describe, as far as they do."""
    described = next((row.record for row in rows if row.record.kind is RecordKind.LIST), rows[0].record)
    about = described.list
    name = ((about.name or about.key) if about is not None else "").strip()[:_LONGEST_NAME] or "List"
    told = about.description if about is not None and described.kind is RecordKind.LIST else None
    tags = f"Tags: {', '.join(described.tags)}" if described.tags else None
    return ListEntity(
        id=uuid7(),
        user_id=user_id,
        name=name,
        name_key=hashlib.sha256(case_key(name).encode()).digest(),
        name_sort=sort_key(name),
        description="\n\n".join(filter(None, (told, tags)))[:_LONGEST_DESCRIPTION] or None,
        visibility=ListVisibility.PRIVATE,
        is_ranked=any(row.record.list is not None and row.record.list.position is not None for row in rows),
        default_sort=ListItemSort.RANK,
        items_count=0,
        created_at=at,
        updated_at=at,
        edited_at=at,
    )


def _new_items(user_id: UUID, stored: StoredList, rows: Sequence[StoredRow], at: datetime) -> list[ListItemEntity]:
    """Return the items of records, each title once, in their order."""
    items: dict[UUID, ListItemEntity] = {}
    for row in sorted(rows, key=_order):
        if row.record.kind is not RecordKind.LIST_ITEM or row.title_id is None or not is_written(row):
            continue
        note = row.record.list.description if row.record.list is not None else None
        item = ListItemEntity(
            id=uuid7(),
            user_id=user_id,
            list_id=stored.id,
            title_id=row.title_id,
            rank=stored.last_rank + RANK_STEP * (len(items) + 1),
            note=None if note is None else note[:_LONGEST_NOTE],
            created_at=at,
            updated_at=at,
        )
        items.setdefault(row.title_id, item)
    return list(items.values())


def _order(row: StoredRow) -> tuple[bool, int, int]:
    position = row.record.list.position if row.record.list is not None else None
    return position is None, position or 0, row.place
