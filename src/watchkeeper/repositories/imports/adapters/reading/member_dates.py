"""The dates of a CSV member that stand in the order of a country."""

from collections.abc import Callable, Iterator

from watchkeeper.models.types.imports.import_file import FileWarning
from watchkeeper.repositories.imports.adapters.readers.history_source import Part, Upload
from watchkeeper.repositories.imports.adapters.reading.date_orders import DateOrders, date_orders
from watchkeeper.repositories.imports.adapters.reading.member_csv import csv_rows


def orders_of(part: Part, upload: Upload, *columns: str) -> Callable[[], DateOrders]:
    """Return what finds, once, the order of day and month that the dates of a CSV member tell together."""
    options = upload.options

    def find() -> DateOrders:
        dates = (row.text(column) or "" for row in csv_rows(part.member) for column in columns)
        return date_orders(dates, options.date_order, options.today)

    return lambda: upload.once(f"dates of {part.name}", find)


def date_question(part: Part, upload: Upload, *columns: str) -> Iterator[FileWarning]:
    """Yield that the person has to say the order of dates; a file whose first date is clear is not read for it."""
    filled = (row for row in csv_rows(part.member) if row.text(*columns) is not None)
    first = next(filled, None)
    if first is None:
        return
    first.when(*columns)
    if first.warnings and orders_of(part, upload, *columns)().is_unknown:
        yield order_unknown(part)


def order_unknown(part: Part) -> FileWarning:
    return FileWarning("date_order_unknown", part.name, "No date tells day from month: say `date_order`.")
