from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Generic, TypeVar
from uuid import UUID

RowT = TypeVar("RowT")


@dataclass(frozen=True, slots=True)
class LockedRows(Generic[RowT]):
    """The locked rows that a request is about, and their titles: `open_titles` are those that something new may be of,
    because they are active and the person may see them."""

    by_id: Mapping[UUID, RowT]
    by_title: Mapping[UUID, RowT]
    open_titles: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class RowWrites(Generic[RowT]):
    """Rows of one person to insert, to replace, and to delete. Each is in one of them only."""

    added: list[RowT]
    changed: list[RowT]
    removed: list[RowT]

    def __iter__(self) -> Iterator[RowT]:
        return chain(self.added, self.changed, self.removed)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written."""
        return not (self.added or self.changed or self.removed)
