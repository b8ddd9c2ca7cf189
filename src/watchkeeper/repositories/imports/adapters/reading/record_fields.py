"""The fields of one row, read by what they mean. What can't be read is a warning of its field, never an exception."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Final

from watchkeeper.models.types.catalogue.provider_ids import canonical_id
from watchkeeper.models.types.imports.import_fact import ImportedRating
from watchkeeper.models.types.imports.import_record import FieldWarning
from watchkeeper.models.types.watchlist.when import UNKNOWN, InvalidWhenError, When
from watchkeeper.repositories.imports.adapters.reading.date_orders import DateOrders, date_orders
from watchkeeper.repositories.imports.adapters.reading.when_texts import is_nothing, when_of

_GREATEST: Final = 2**31 - 1
_LONGEST_ID: Final = 200
_YEARS: Final = range(1870, 2200)
_DECIMAL = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?", re.ASCII)
_STARS = re.compile(r"(★*|[0-5])(½?)")
_NO_DECIMALS = re.compile(r"(?<=\d)\.0+$")
_WHOLE = re.compile(r"-?\d{1,10}(?:\.0+)?", re.ASCII)
_YEAR = re.compile(r"(?P<year>\d{4})(?!\d)", re.ASCII)
_YEAR_LAST = re.compile(r"\d{1,2}([./-])\s?\d{1,2}\1\s?(?P<year>\d{4})(?!\d)", re.ASCII)
_NAME_WITH_YEAR = re.compile(r"(?P<name>.*\S)\s*\((?P<year>\d{4})\)", re.DOTALL | re.ASCII)
_TRUE = frozenset({"true", "yes", "1"})
_FALSE = frozenset({"false", "no", "0"})


class Fields:
    """The values of one row of a CSV member, one element of a JSON one, or an object within it.

    `text` of several names is the first that is filled. `warnings` grow while the fields are read; objects within have
    those of their row. `orders` returns the order of day and month in the file, for dates that begin with neither year
    nor weekday; without it each date tells its own.
    """

    def __init__(
        self,
        values: Mapping[str, object],
        member: str,
        row: int,
        warnings: list[FieldWarning] | None = None,
        orders: Callable[[], DateOrders] | None = None,
    ) -> None:
        self.values = values
        self._orders = orders
        self.member = member
        self.row = row
        self.warnings: list[FieldWarning] = [] if warnings is None else warnings

    def warn(self, field: str, code: str = "invalid") -> None:
        """Note that a field could not be read."""
        self.warnings.append(FieldWarning(field, code))

    def text(self, *names: str) -> str | None:
        """Return a text without the space around it, or None for an empty one.

        A NUL, which PostgreSQL can't store, is taken off.
        """
        texts = (_text(self.values.get(name)) for name in names)
        return next((text for text in texts if text), None)

    def has(self, name: str) -> bool:
        """Return whether a field is filled, and not by a word for nothing."""
        return not is_nothing(self.text(name) or "")

    def is_number_given(self, *names: str) -> bool:
        """Return whether there is a text that is not zero."""
        return bool((self.text(*names) or "").strip("0."))

    def flag(self, *names: str) -> bool | None:
        """Return a yes or no in one of its forms."""
        text = (self.text(*names) or "").casefold()
        return True if text in _TRUE else False if text in _FALSE else None

    def whole(self, *names: str, field: str | None = None) -> int | None:
        """Return a number from 0 to 2³¹ - 1; another is a warning of `field`."""
        text = self.text(*names)
        if text is None or is_nothing(text):
            return None
        number = int(Decimal(text)) if _WHOLE.fullmatch(text) else -1
        if 0 <= number <= _GREATEST:
            return number
        self.warn(field or names[0])
        return None

    def year(self, *names: str) -> int | None:
        """Return the year that a date or a span of years begins with, or a date ends with that a spreadsheet has saved;
        None of one that can't be."""
        text = self.text(*names) or ""
        found = _YEAR.match(text) or _YEAR_LAST.match(text)
        return int(found["year"]) if found is not None and int(found["year"]) in _YEARS else None

    def title_and_year(self, *names: str) -> tuple[str | None, int | None]:
        """Return a title without the year in brackets behind it, and the year."""
        text = self.text(*names)
        found = _NAME_WITH_YEAR.fullmatch(text) if text is not None else None
        if found is None or int(found["year"]) not in _YEARS:
            return text, None
        return found["name"], int(found["year"])

    def rating(
        self, *names: str, scale: int, rated: When = UNKNOWN, of_that_day: bool = False
    ) -> ImportedRating | None:
        """Return a rating; 0 and nothing are none, stars are counted, other text is a warning of `rating`."""
        text = self.text(*names)
        value = _number(text) if text is not None else Decimal(0)
        if value is None or not 0 <= value <= scale:
            self.warn("rating")
            return None
        if value == 0:
            return None
        plain = f"{value.normalize():f}"
        return ImportedRating(value=plain, scale=str(scale), rated=rated, is_of_that_day=of_that_day)

    def column_ids(self, services: Collection[str]) -> dict[str, str]:
        """Return the ids in columns that are named as their service, with `id` behind it or not."""
        return self.ids(**{one: one for one in services}) | self.ids(**{one: f"{one}id" for one in services})

    def when(self, *names: str, field: str = "watched_on", zone: tzinfo = UTC) -> When:
        """Return a moment; one that can't be read is UNKNOWN and a warning of `field`."""
        text = self.text(*names)
        try:
            return when_of(text, zone) if text is not None else UNKNOWN
        except InvalidWhenError:
            return self._of_country(text or "", field)

    def _of_country(self, text: str, field: str) -> When:
        orders = date_orders([text], None, None) if self._orders is None else self._orders()
        try:
            when = orders.when_of(text)
        except InvalidWhenError:
            self.warn(field)
            return UNKNOWN
        if when is None:
            self.warn(field, "date_order_unknown")
        return when or UNKNOWN

    def ids(self, **names: str) -> dict[str, str]:
        """Return the ids of services by their fields, in canonical form; what can't be an id is left out."""
        found = {service: self.text(name) for service, name in names.items()}
        short = {service: text for service, text in found.items() if text is not None and len(text) <= _LONGEST_ID}
        canonical = {service: _canonical(service, text) for service, text in short.items()}
        return {service: text for service, text in canonical.items() if text is not None}

    def tags(self, *names: str) -> tuple[str, ...]:
        """Return tags that commas part."""
        return tuple(dict.fromkeys(tag.strip() for tag in (self.text(*names) or "").split(",") if tag.strip()))

    def words(self, name: str) -> tuple[str, ...]:
        """Return texts that stand as a JSON array, or parted by commas."""
        plain = (self.text(name) or "").strip("[]")
        return tuple(dict.fromkeys(word for one in plain.split(",") if (word := one.strip().strip('"'))))

    def within(self, name: str) -> "Fields":
        """Return the object in a field, an empty one where it holds none."""
        value = self.values.get(name)
        return Fields(value if isinstance(value, dict) else {}, self.member, self.row, self.warnings)

    def elements(self, name: str) -> Iterator["Fields"]:
        """Yield the objects of the array in a field."""
        value = self.values.get(name)
        for element in value if isinstance(value, list) else ():
            if isinstance(element, dict):
                yield Fields(element, self.member, self.row, self.warnings)


@lru_cache(maxsize=4096)
def _canonical(service: str, text: str) -> str | None:
    """Return the canonical form of an id; the episodes of a show repeat those of the show. Spreadsheets write 603.0."""
    return canonical_id(service, _NO_DECIMALS.sub("", text))


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.replace("\0", "").strip()
    return str(value) if isinstance(value, int | Decimal) else ""


def _number(text: str) -> Decimal | None:
    stars = _STARS.fullmatch(text)
    if stars is not None:
        whole = int(stars[1]) if stars[1].isdecimal() else len(stars[1])
        return Decimal(whole) + (Decimal("0.5") if stars[2] else 0)
    return Decimal(text) if _DECIMAL.fullmatch(text) else None
