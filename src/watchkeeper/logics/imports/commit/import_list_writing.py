from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from watchkeeper.foundation.core.clock import now
from watchkeeper.foundation.core.ranks import RANK_STEP
from watchkeeper.logics.imports.commit.imported_lists import (
    in_order,
    is_item,
    is_left_out,
    item_name,
    new_items,
    new_list,
    part_of,
)
from watchkeeper.models.entities.lists.list_entity import ListEntity
from watchkeeper.models.errors.list_errors import TooManyListsError
from watchkeeper.models.types.imports.import_fact import ImportedList
from watchkeeper.models.types.imports.import_file import FileWarning
from watchkeeper.models.types.imports.imports import ClaimedImport, StoredRow
from watchkeeper.models.types.undo.operation import ChangedRow, RowKind
from watchkeeper.repositories.imports.import_list_repository import ImportListRepository, Reference, StoredList

LEFT_OUT: Final = "list_items_left_out"
_LEFT_OUT: Final = "Items that are people, or parts that the catalogue does not know, or whose title is unknown: %s."
_MAX_NAMED: Final = 100


@dataclass(slots=True)
class WrittenLists:
    """How many lists were made, and the rows for an undo."""

    count: int = 0
    rows: list[ChangedRow] = field(default_factory=list)
    left_out: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """The items of each member that were not taken, by what the person knows them by."""

    @property
    def warnings(self) -> list[FileWarning]:
        return [
            FileWarning(LEFT_OUT, member, _LEFT_OUT % _enumerated(names)) for member, names in self.left_out.items()
        ]


def _enumerated(names: Sequence[str]) -> str:
    more = [f"and {len(names) - _MAX_NAMED} more"] if len(names) > _MAX_NAMED else []
    return f"{len(names)} ({'; '.join([*names[:_MAX_NAMED], *more])})"


@dataclass(kw_only=True, eq=False)
class ImportListWriting:
    """The lists of an upload. One that the person has by that name gets the titles that it lacks, at its end."""

    lists: ImportListRepository
    max_lists: int
    max_items: int

    async def left_out(self, claimed: ClaimedImport) -> list[FileWarning]:
        """Return what a commit would leave out of lists, as things stand."""
        found = WrittenLists()
        await self._referring(await self.lists.find_records(claimed.user_id, claimed.id), set(), found)
        return found.warnings

    async def write(self, claimed: ClaimedImport) -> WrittenLists:
        """Write all lists of an import. Needs a transaction that has locked the account. Raises TooManyListsError."""
        members: dict[str, list[StoredRow]] = defaultdict(list)
        for row in await self.lists.find_records(claimed.user_id, claimed.id):
            if row.record.list is not None:
                members[row.record.list.key].append(row)
        written = WrittenLists()
        known = await self.lists.find_all(claimed.user_id) if members else {}
        for rows in members.values():
            new = new_list(claimed.user_id, rows, now())
            stored = known.get(new.name_key)
            if stored is None and len(known) >= self.max_lists:
                raise TooManyListsError(self.max_lists)
            known[new.name_key] = await self._write_list(new, stored, rows, written)
        return written

    async def _write_list(
        self, new: ListEntity, stored: StoredList | None, rows: Sequence[StoredRow], written: WrittenLists
    ) -> StoredList:
        at = new.created_at
        there = stored or StoredList(new.id, 0, 0)
        known = set() if stored is None else await self.lists.references(new.user_id, there.id)
        items = new_items(there, await self._referring(rows, known, written), at, new.user_id)
        items = items[: self.max_items - there.items_count]
        if stored is None:
            new.items_count = len(items)
            await self.lists.add(new)
            written.count += 1
            written.rows.append(ChangedRow(RowKind.LIST, new.id, None, new.edited_at))
        await self.lists.add_items(new.user_id, there.id, items, at, counts=stored is not None)
        written.rows += [ChangedRow(RowKind.LIST_ITEM, item.id, None, item.updated_at) for item in items]
        return StoredList(there.id, there.items_count + len(items), there.last_rank + RANK_STEP * len(items))

    async def _referring(
        self, rows: Sequence[StoredRow], known: set[Reference], written: WrittenLists
    ) -> Mapping[Reference, StoredRow]:
        """Return the items to be written, by what they are: each once, in their order.

        What names no title is left out, and so is a part that the catalogue does not know: the whole title is another
        thing.
        """
        for row in filter(is_left_out, rows):
            written.left_out[row.record.member].append(item_name(row))
        items = [row for row in sorted(rows, key=in_order) if is_item(row)]
        parts = await self.lists.parts({title_id for row in items if (title_id := part_of(row)) is not None})
        found: dict[Reference, StoredRow] = {}
        for row in items:
            about = row.record.list
            if about is None or (row.title_id is None and about.season is None):
                continue  # a title that will be new has nothing but itself
            reference = _reference(row, about, parts)
            if reference is None:
                written.left_out[row.record.member].append(item_name(row))
            elif reference not in known:
                found.setdefault(reference, row)
        return found


def _reference(
    row: StoredRow, about: ImportedList, parts: Mapping[tuple[UUID, int, int | None], Reference]
) -> Reference | None:
    """Return what an item is: a title, or a part of it that the catalogue knows."""
    if row.title_id is None:
        return None
    if about.season is None:
        return Reference(row.title_id)
    return parts.get((row.title_id, about.season, about.number))
