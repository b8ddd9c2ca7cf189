from enum import StrEnum


class DatePrecision(StrEnum):
    """The precision of a date. With YEAR, the date is January 1st of the year."""

    DAY = "day"
    YEAR = "year"
