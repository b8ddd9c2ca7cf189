"""Lists and their items as a file describes them."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from watchkeeper.foundation.core.ranks import RANK_STEP
from watchkeeper.foundation.core.text import case_key, sort_key
from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.logics.imports.matching.matched_rows import is_written
from watchkeeper.models.entities.lists.list_entity import ListEntity, ListItemEntity
from watchkeeper.models.types.imports.import_fact import ImportedList
from watchkeeper.models.types.imports.import_source import RecordKind
from watchkeeper.models.types.imports.import_state import RowDecision
from watchkeeper.models.types.imports.imports import StoredRow
from watchkeeper.models.types.lists.list_visibility import ListVisibility
from watchkeeper.models.types.sorts import ListItemSort
from watchkeeper.repositories.imports.import_list_repository import Reference, StoredList

_LONGEST_NAME: Final = 200
_LONGEST_DESCRIPTION: Final = 10_000
_LONGEST_NOTE: Final = 5000


def is_item(row: StoredRow) -> bool:
    """Whether a commit puts a record into a list."""
    return row.record.kind is RecordKind.LIST_ITEM and is_written(row)


def is_left_out(row: StoredRow) -> bool:
    """Whether an item is not written, and not because the person said so."""
    return row.record.kind is RecordKind.LIST_ITEM and not is_written(row) and row.decision is not RowDecision.SKIP


def item_name(row: StoredRow) -> str:
    """Return what the person knows an item by: its title and part, else its row in the file."""
    about = row.record.list
    name = row.record.title or row.record.source_text or f"row {row.record.row}"
    parts = () if about is None else (("S", about.season), ("E", about.number))
    return " ".join([name[:_LONGEST_NAME], "".join(f"{kind}{one}" for kind, one in parts if one is not None)]).strip()


def part_of(row: StoredRow) -> UUID | None:
    """Return the title that an item is a part of, None of a whole title."""
    return row.title_id if row.record.list is not None and row.record.list.season is not None else None


def new_list(user_id: UUID, rows: Sequence[StoredRow], at: datetime) -> ListEntity:
    """Return the list that records describe, as far as they do."""
    described = next((row.record for row in rows if row.record.kind is RecordKind.LIST), rows[0].record)
    about = described.list
    name = ((about.name or about.key) if about is not None else "").strip()[:_LONGEST_NAME] or "List"
    description = about.description if about is not None and described.kind is RecordKind.LIST else None
    tags = f"Tags: {', '.join(described.tags)}" if described.tags else None
    return ListEntity(
        id=uuid7(),
        user_id=user_id,
        name=name,
        name_key=hashlib.sha256(case_key(name).encode()).digest(),
        name_sort=sort_key(name),
        description="\n\n".join(filter(None, (description, tags)))[:_LONGEST_DESCRIPTION] or None,
        visibility=_visibility(about),
        is_ranked=_is_ranked(about, rows),
        default_sort=_default_sort(about),
        items_count=0,
        created_at=at,
        updated_at=at,
        edited_at=at,
    )


def _visibility(about: ImportedList | None) -> ListVisibility:
    """Return who may read a list: what our own form says; what other services show to all is private here."""
    value = None if about is None else about.visibility
    return ListVisibility(value) if value in set(ListVisibility) else ListVisibility.PRIVATE


def _is_ranked(about: ImportedList | None, rows: Sequence[StoredRow]) -> bool:
    if about is not None and about.is_ranked is not None:
        return about.is_ranked
    return any(row.record.list is not None and row.record.list.position is not None for row in rows)


def _default_sort(about: ImportedList | None) -> str:
    value = None if about is None else about.default_sort
    return value if value is not None and value in set(ListItemSort) else ListItemSort.RANK


def new_items(
    stored: StoredList, rows: Mapping[Reference, StoredRow], at: datetime, user_id: UUID
) -> list[ListItemEntity]:
    return [
        ListItemEntity(
            id=uuid7(),
            user_id=user_id,
            list_id=stored.id,
            title_id=reference.title_id,
            season_id=reference.season_id,
            episode_id=reference.episode_id,
            rank=stored.last_rank + RANK_STEP * place,
            note=_note_of(row),
            created_at=at,
            updated_at=at,
        )
        for place, (reference, row) in enumerate(rows.items(), 1)
    ]


def _note_of(row: StoredRow) -> str | None:
    note = None if row.record.list is None else row.record.list.description
    return None if note is None else note[:_LONGEST_NOTE]


def in_order(row: StoredRow) -> tuple[bool, int, int]:
    position = row.record.list.position if row.record.list is not None else None
    return position is None, position or 0, row.place
