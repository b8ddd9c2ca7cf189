from enum import StrEnum


class EpisodeState(StrEnum):
    """Gone episodes are those that their provider has no more; they stay for whoever saw them."""

    CURRENT = "current"
    GONE = "gone"
