"""The dates of CSV members, which stand in the order of a country where a spreadsheet has saved the file again."""

from collections.abc import Callable, Iterator

from watchkeeper.models.types.imports.import_file import FileWarning
from watchkeeper.repositories.imports.adapters.readers.history_source import Part, Upload
from watchkeeper.repositories.imports.adapters.reading.date_orders import DateOrders, date_orders
from watchkeeper.repositories.imports.adapters.reading.member_csv import csv_rows
from watchkeeper.repositories.imports.adapters.reading.record_fields import Fields


def dated_rows(part: Part, upload: Upload, *columns: str) -> Iterator[Fields]:
    """Yield the rows of a member, whose dates in these columns tell the order of day and month together.

    Raises ImportUnreadableError.
    """
    yield from csv_rows(part.member, orders=lambda: orders_of(part, upload, *columns))


def orders_of(part: Part, upload: Upload, *columns: str) -> DateOrders:
    """Return the order of day and month that the dates of a CSV member tell together; they are read once for it."""
    options = upload.options

    def find() -> DateOrders:
        dates = (row.text(column) or "" for row in csv_rows(part.member) for column in columns)
        return date_orders(dates, options.date_order, options.today)

    return upload.once(f"dates of {part.name}", find)


def date_questions(*columns: str) -> Callable[[Upload], Iterator[FileWarning]]:
    """Return what yields that the person has to say the order of the dates in these columns."""

    def examine(upload: Upload) -> Iterator[FileWarning]:
        for part in upload.parts:
            if part.reason is None and part.shape.columns & set(columns):
                yield from date_question(part, upload, *columns)

    return examine


def date_question(part: Part, upload: Upload, *columns: str) -> Iterator[FileWarning]:
    """Yield that the person has to say the order of dates; a file whose first date is clear is not read for it."""
    filled = (row for row in csv_rows(part.member) if row.text(*columns) is not None)
    first = next(filled, None)
    if first is None:
        return
    first.when(*columns)
    if first.warnings and orders_of(part, upload, *columns).is_unknown:
        yield order_unknown(part)


def order_unknown(part: Part) -> FileWarning:
    return FileWarning("date_order_unknown", part.name, "No date tells day from month: say `date_order`.")
