"""Reads pages of a list: rows as models, the cursor of the next page, the total."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from watchkeeper.foundation.core.errors import InvalidCursorError
from watchkeeper.foundation.core.pagination import Cursor, Page, PageRequest, column_of
from watchkeeper.foundation.postgres.database import Database, Row
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, require_every_sort
from watchkeeper.foundation.postgres.rows import SORT_KEY, RowReader
from watchkeeper.foundation.postgres.statement import Statement

ItemT = TypeVar("ItemT")

_TO_TEXT: dict[type, Callable[[Any], str]] = {datetime: datetime.isoformat, date: date.isoformat}
_FROM_TEXT: dict[type, Callable[[str], Any]] = {datetime: datetime.fromisoformat, date: date.fromisoformat}


class PageStatements(Protocol):
    """Returns the statement of a page: one made by `keyset_page`, in the order of `sort`."""

    def __call__(self, sort: Any, *shape: Any, is_continued: bool) -> Statement: ...  # noqa: ANN401 - an enum of the list


class PagedQuery(Generic[ItemT]):
    """One list of the database, in every order of `sorts`, read in pages as models of `reader`.

    `page` and `count` return statements, compiled once per shape. A shape is what a statement depends on besides the
    order, usually the names of the filters that are set. Raises KeyError on construction if a sort has no column.
    """

    def __init__(
        self,
        sorts: type[StrEnum],
        columns: Mapping[str, SortColumn],
        *,
        page: PageStatements,
        count: Callable[..., Statement],
        reader: RowReader[ItemT],
    ) -> None:
        require_every_sort(sorts, columns)
        self._columns = columns
        self._page = page
        self._count = count
        self._reader = reader

    async def fetch(
        self,
        database: Database,
        request: PageRequest,
        sort: StrEnum,
        /,
        *shape: Any,  # noqa: ANN401 - arguments of the two functions
        **values: Any,  # noqa: ANN401 - values of the driver
    ) -> Page[ItemT]:
        """Return the requested page, with the total if the request wants it.

        `values` are the parameters of the page and of the count. Raises InvalidCursorError for a cursor of another
        order, TypeError where the columns of the statement differ from those of the reader.
        """
        column = column_for(self._columns, sort)
        position = _position_of(request, column, sort)
        statement = self._page(sort, *shape, is_continued=request.cursor is not None)
        self._reader.require(statement)
        rows = await database.fetch(statement, **values, **position)
        total = await database.fetch_value(self._count(*shape), **values) if request.with_total else None
        items = list(map(self._reader.read, rows[: request.limit]))
        return Page(items, _next_cursor(rows, request, column, sort), total)


def _position_of(request: PageRequest, column: SortColumn, sort: StrEnum) -> dict[str, Any]:
    """Return the parameters for where a page begins and for its limit: one row more than the page has."""
    cursor = request.cursor
    if cursor is None:
        return {"limit": request.limit + 1}
    if cursor.sort != sort.value:
        raise InvalidCursorError
    parse = _FROM_TEXT.get(column.type_, column.type_)
    return {"limit": request.limit + 1, "after_key": parse(cursor.key), "after_id": cursor.id}


def _next_cursor(rows: list[Row], request: PageRequest, column: SortColumn, sort: StrEnum) -> Cursor | None:
    """Return the cursor of the last row of the page, or None where there are no more."""
    if len(rows) <= request.limit:
        return None
    last = rows[request.limit - 1]
    to_text = _TO_TEXT.get(column.type_, str)
    return Cursor(sort.value, to_text(last[SORT_KEY if SORT_KEY in last else column_of(sort)]), last["id"])
