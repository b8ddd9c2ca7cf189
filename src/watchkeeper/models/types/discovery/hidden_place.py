from enum import StrEnum


class HiddenPlace(StrEnum):
    """A place that a watch entry is left out of."""

    NEXT_UP = "next_up"
    CALENDAR = "calendar"
