from enum import StrEnum


class ViewingState(StrEnum):
    """A viewing is finished while the entry is completed, and abandoned when a rewatch begins before its end."""

    CURRENT = "current"
    FINISHED = "finished"
    ABANDONED = "abandoned"
