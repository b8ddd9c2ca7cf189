"""One page of a list, and what asks for it (keyset pagination)."""

from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

ItemT = TypeVar("ItemT")

MAX_PAGE_SIZE = 100
"""Rows that one page holds at most."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of the page before: the order it was read in, its sort key as text, its id."""

    sort: str
    key: str
    id: UUID


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page is wanted: at most `limit` rows (1 to MAX_PAGE_SIZE) after `cursor`, with the total number if
    asked for."""

    limit: int = 20
    cursor: Cursor | None = None
    with_total: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[ItemT]):
    """Rows in order; `next_cursor` is None on the last page, `total` is None unless it was asked for."""

    items: list[ItemT]
    next_cursor: Cursor | None = None
    total: int | None = None
