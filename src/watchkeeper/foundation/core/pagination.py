"""Keyset pagination: the request for a page of a list, and the page."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar
from uuid import UUID

ItemT = TypeVar("ItemT")

MAX_PAGE_SIZE: Final = 100
"""Items of the longest page. The limit that clients may ask for and the statements of lists derive from it."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of the previous page: the sort order, the row's sort key as text, its id."""

    sort: str
    key: str
    id: UUID


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page is wanted: at most `limit` rows (1 to MAX_PAGE_SIZE) after `cursor`, with the total if asked for.

    Raises ValueError for another limit: no statement returns more rows, and a page would end too early.
    """

    limit: int = 20
    cursor: Cursor | None = None
    with_total: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= MAX_PAGE_SIZE:
            raise ValueError(f"a page has 1 to {MAX_PAGE_SIZE} items, not {self.limit}")


@dataclass(frozen=True, slots=True)
class Page(Generic[ItemT]):
    """Rows in order; `next_cursor` is None on the last page, `total` is None unless it was requested."""

    items: list[ItemT]
    next_cursor: Cursor | None = None
    total: int | None = None


def column_of(sort: StrEnum) -> str:
    """Return what is sorted by, without the minus sign that means descending."""
    return sort.removeprefix("-")
