"""Keyset pagination: the request for a page of a list, and the page."""

from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

ItemT = TypeVar("ItemT")


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of the previous page: the sort order, the row's sort key as text, its id."""

    sort: str
    key: str
    id: UUID


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A request for at most `limit` rows (1 to 100) after `cursor`, and for the total number if `with_total`."""

    limit: int = 20
    cursor: Cursor | None = None
    with_total: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[ItemT]):
    """Rows in order; `next_cursor` is None on the last page, `total` is None unless it was requested."""

    items: list[ItemT]
    next_cursor: Cursor | None = None
    total: int | None = None
