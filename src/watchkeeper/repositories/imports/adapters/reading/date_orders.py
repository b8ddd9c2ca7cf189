"""Dates in the order of a country, as Netflix's short history has them, and any file that a spreadsheet saved again.

Traps: `4/3/20` is in March or April: one date of the file with a day after 12 tells for all with the same sign between;
a file that was saved again may have two forms; nothing was watched in the future; what nobody can tell is unknown. In
some countries the year of two digits comes first: `24. 1. 23.`, or where else the year would be one to come.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from watchkeeper.models.types.imports.import_file import DateOrder
from watchkeeper.models.types.watchlist.when import UNKNOWN, InvalidWhenError, When

_MONTHS: Final = 12
_DATE: Final = re.compile(r"(\d{1,2})\s*([./-])\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{2})\b.*", re.ASCII)
_SHORT_YEAR_FIRST: Final = re.compile(r"(\d{2})\.\s+(\d{1,2})\.\s+(\d{1,2})\.", re.ASCII)
_YEAR_FIRST: Final = re.compile(r"(\d{4})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{1,2})\b.*", re.ASCII)


@dataclass(frozen=True, slots=True)
class DateOrders:
    """The order of day and month by the sign between them, as far as the file tells it."""

    by_sign: dict[str, DateOrder | None]
    stated: DateOrder | None
    in_question: frozenset[str]
    """The signs of dates that do not tell their order themselves."""
    years_first: frozenset[str] = frozenset()
    """The signs of dates whose year of two digits comes first."""

    def when_of(self, text: str) -> When | None:
        """Return the day; None if day and month can't be told apart. Raises InvalidWhenError."""
        year_first = _YEAR_FIRST.fullmatch(text)
        if year_first is not None:
            return _day(*year_first.groups())
        short = _SHORT_YEAR_FIRST.fullmatch(text)
        if short is not None:
            return _day(f"20{short[1]}", short[2], short[3])
        first, sign, second, year = _parts(text)
        if sign in self.years_first:
            return _day(f"20{first}", str(second), year)
        order = _order_of(first, second) or self.by_sign.get(sign) or self.stated
        if order is None and first == second:
            order = DateOrder.DAY_FIRST
        if order is None:
            return None
        day, month = (first, second) if order is DateOrder.DAY_FIRST else (second, first)
        return _day(year if len(year) > len("20") else f"20{year}", str(month), str(day))

    @property
    def is_unknown(self) -> bool:
        """Whether the person has to say the order for some dates."""
        unknown = (sign for sign in self.in_question - self.years_first if self.by_sign[sign] is None)
        return self.stated is None and next(unknown, None) is not None


@dataclass(slots=True)
class _Years:
    """The parts of a date that its first and last numbers can be."""

    latest_first: int = 0
    latest_last: int = 0
    is_short: bool = True

    def take(self, found: re.Match[str]) -> None:
        self.latest_first = max(self.latest_first, int(found[1]))
        self.latest_last = max(self.latest_last, int(found[4]))
        self.is_short = self.is_short and len(found[4]) == len(found[1]) == len("20")

    def come_first(self, today: date) -> bool:
        """Whether the last numbers would be years to come, and the first ones would not."""
        this_year = today.year % 100
        return self.is_short and self.latest_last > this_year >= self.latest_first


def date_orders(texts: Iterable[str], stated: DateOrder | None, today: date | None) -> DateOrders:
    """Return the orders that all dates of a file tell together."""
    possible: dict[str, set[DateOrder]] = {}
    in_question: set[str] = set()
    years: dict[str, _Years] = defaultdict(_Years)
    for text in texts:
        found = _DATE.fullmatch(text) if _SHORT_YEAR_FIRST.fullmatch(text) is None else None
        if found is not None:
            years[found[2]].take(found)
            possible.setdefault(found[2], set()).update(_possible_orders(found, today))
        if found is not None and not _is_unambiguous(found):
            in_question.add(found[2])
    by_sign = {sign: _only(orders) for sign, orders in possible.items()}
    if "." in by_sign and not possible["."]:
        by_sign["."] = DateOrder.DAY_FIRST
    years_first = {sign for sign, one in years.items() if today is not None and one.come_first(today)}
    return DateOrders(by_sign, stated, frozenset(in_question), frozenset(years_first))


def _is_unambiguous(found: re.Match[str]) -> bool:
    return int(found[1]) == int(found[3]) or _order_of(int(found[1]), int(found[3])) is not None


def _possible_orders(found: re.Match[str], today: date | None) -> set[DateOrder]:
    """Return the order that a date tells by itself, as a set of none or one."""
    first, second = int(found[1]), int(found[3])
    order = _order_of(first, second)
    if order is not None or today is None or first == second:
        return set() if order is None else {order}
    year = int(found[4]) if len(found[4]) > len("20") else 2000 + int(found[4])
    future = [
        one
        for one, month in ((DateOrder.DAY_FIRST, second), (DateOrder.MONTH_FIRST, first))
        if (year, month) > (today.year, today.month)
    ]
    return set(DateOrder) - set(future) if len(future) == 1 else set()


def _order_of(first: int, second: int) -> DateOrder | None:
    if first > _MONTHS >= second:
        return DateOrder.DAY_FIRST
    return DateOrder.MONTH_FIRST if second > _MONTHS >= first else None


def _only(orders: set[DateOrder]) -> DateOrder | None:
    return next(iter(orders)) if len(orders) == 1 else None


def _parts(text: str) -> tuple[int, str, int, str]:
    found = _DATE.fullmatch(text)
    if found is None:
        raise InvalidWhenError("No date")
    return int(found[1]), found[2], int(found[3]), found[4]


def _day(year: str, month: str, day: str) -> When:
    when = When.parse(f"{year}-{month:0>2}-{day:0>2}")
    return UNKNOWN if year == "1970" else when
