from enum import StrEnum


class DatePrecision(StrEnum):
    """How much of a date is known; what is not known is written as the first of the year."""

    DAY = "day"
    YEAR = "year"
